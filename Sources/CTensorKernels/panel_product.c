#include "CTensorKernels.h"
#include "vector_math.h"

/* C = A B for matrices that fit into the cache: no packing, and no more rows at once than registers hold. */

/* `rows` <= 6 rows of C, `vectors` (1, 2 or 4) times 16 columns. */
CTK_INLINE void block(
    const int rows, const int vectors, ptrdiff_t k, const float *restrict a, ptrdiff_t a_row,
    ptrdiff_t a_column, const float *restrict b, ptrdiff_t ldb, float *restrict c, ptrdiff_t ldc) {
  ctk_v16 sum[6][4];
  for (int i = 0; i < rows; i++)
    for (int v = 0; v < vectors; v++) sum[i][v] = ctk_splat(0);
  for (ptrdiff_t l = 0; l < k; l++) {
    ctk_v16 x[4];
    for (int v = 0; v < vectors; v++) x[v] = CTK_LOAD(b + l * ldb + 16 * v);
    for (int i = 0; i < rows; i++) {
      ctk_v16 f = ctk_splat(a[i * a_row + l * a_column]);
      for (int v = 0; v < vectors; v++) sum[i][v] += f * x[v];
    }
  }
  for (int i = 0; i < rows; i++)
    for (int v = 0; v < vectors; v++) CTK_STORE(c + i * ldc + 16 * v, sum[i][v]);
}

/* All columns of some rows; the last vector overlaps the one before where n is no multiple of 16. */
#define ROWS(r)                                                                             \
  case r: {                                                                                 \
    ptrdiff_t j = 0;                                                                        \
    for (; j + 64 <= n; j += 64) block(r, 4, k, a, a_row, a_column, b + j, ldb, c + j, ldc); \
    for (; j + 32 <= n; j += 32) block(r, 2, k, a, a_row, a_column, b + j, ldb, c + j, ldc); \
    for (; j + 16 <= n; j += 16) block(r, 1, k, a, a_row, a_column, b + j, ldb, c + j, ldc); \
    if (j < n) block(r, 1, k, a, a_row, a_column, b + n - 16, ldb, c + n - 16, ldc);         \
    break;                                                                                  \
  }

CTK_INLINE void narrow(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *restrict a, ptrdiff_t a_row,
    ptrdiff_t a_column, const float *restrict b, ptrdiff_t ldb, float *restrict c, ptrdiff_t ldc) {
  for (ptrdiff_t i = 0; i < m; i++) {
    for (ptrdiff_t j = 0; j < n; j++) {
      float sum = 0;
      for (ptrdiff_t l = 0; l < k; l++) sum += a[i * a_row + l * a_column] * b[l * ldb + j];
      c[i * ldc + j] = sum;
    }
  }
}

CTK_CLONES void ctk_panel_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row, ptrdiff_t a_column,
    const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc) {
  if (n < 16) {
    narrow(m, n, k, a, a_row, a_column, b, ldb, c, ldc);
    return;
  }
  ptrdiff_t blocks = (m + 5) / 6;
  ptrdiff_t most = blocks > 0 ? (m + blocks - 1) / blocks : 1;
  for (ptrdiff_t done = 0; done < m;) {
    ptrdiff_t rows = m - done < most ? m - done : most;
    switch (rows) {
      ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6)
    }
    done += rows, a += rows * a_row, c += rows * ldc;
  }
}
