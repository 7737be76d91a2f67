/* Sums whose order is fixed by the shape alone. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* At most 4096 numbers in four vectors of partial sums. */
CTK_INLINE double sum_block(ptrdiff_t n, const float *x) {
  ctk_v16 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
  ptrdiff_t i = 0;
  for (; i + 64 <= n; i += 64) {
    s0 += CTK_LOAD(x + i);
    s1 += CTK_LOAD(x + i + 16);
    s2 += CTK_LOAD(x + i + 32);
    s3 += CTK_LOAD(x + i + 48);
  }
  for (; i + 16 <= n; i += 16) s0 += CTK_LOAD(x + i);
  s0 = (s0 + s1) + (s2 + s3);
  double sum = 0;
  for (int lane = 0; lane < 16; lane++) sum += s0[lane];
  for (; i < n; i++) sum += x[i];
  return sum;
}

CTK_INLINE double sum_blocks(ptrdiff_t n, const float *x) {
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i += 4096) sum += sum_block(n - i < 4096 ? n - i : 4096, x + i);
  return sum;
}

CTK_CLONES double ctk_sum(ptrdiff_t n, const float *x) { return sum_blocks(n, x); }

CTK_INLINE void sum_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y) {
  for (ptrdiff_t r = 0; r < rows; r++) y[r] = (float)sum_blocks(n, x + r * n);
}

CTK_CLONES void ctk_sum_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y) {
  sum_rows(rows, n, x, y);
}

/* 16 columns in registers: two sums of every other row. */
CTK_INLINE void sum_16_columns(ptrdiff_t rows, ptrdiff_t stride, const float *x, float *y) {
  ctk_v16 even = {0}, odd = {0};
  ptrdiff_t r = 0;
  for (; r + 2 <= rows; r += 2) {
    even += CTK_LOAD(x + r * stride);
    odd += CTK_LOAD(x + (r + 1) * stride);
  }
  if (r < rows) even += CTK_LOAD(x + r * stride);
  CTK_STORE(y, even + odd);
}

CTK_INLINE void sum_any_columns(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride,
                                const float *restrict x, float *restrict y) {
  for (ptrdiff_t j = 0; j < columns; j++) y[j] = 0;
  ptrdiff_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *restrict a = x + r * stride, *restrict b = a + stride, *restrict c = b + stride,
                         *restrict d = c + stride;
    for (ptrdiff_t j = 0; j < columns; j++) y[j] += (a[j] + b[j]) + (c[j] + d[j]);
  }
  for (; r < rows; r++) {
    for (ptrdiff_t j = 0; j < columns; j++) y[j] += x[r * stride + j];
  }
}

CTK_CLONES void ctk_sum_columns(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x,
                                float *y) {
  if (columns == 16) {
    sum_16_columns(rows, stride, x, y);
  } else {
    sum_any_columns(rows, columns, stride, x, y);
  }
}
