/* Matrices written by columns, 16 by 16 numbers at a time. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* Pairs of vectors exchange every other run of 1, 2, 4 or 8 lanes: four such rounds transpose 16 vectors. */
#define CTK_LOW(a, b, r)                                                                                     \
  __builtin_shufflevector(a, b, CTK_L(0, r), CTK_L(1, r), CTK_L(2, r), CTK_L(3, r), CTK_L(4, r), CTK_L(5, r), \
                          CTK_L(6, r), CTK_L(7, r), CTK_L(8, r), CTK_L(9, r), CTK_L(10, r), CTK_L(11, r),    \
                          CTK_L(12, r), CTK_L(13, r), CTK_L(14, r), CTK_L(15, r))
#define CTK_HIGH(a, b, r)                                                                                    \
  __builtin_shufflevector(a, b, CTK_H(0, r), CTK_H(1, r), CTK_H(2, r), CTK_H(3, r), CTK_H(4, r), CTK_H(5, r), \
                          CTK_H(6, r), CTK_H(7, r), CTK_H(8, r), CTK_H(9, r), CTK_H(10, r), CTK_H(11, r),    \
                          CTK_H(12, r), CTK_H(13, r), CTK_H(14, r), CTK_H(15, r))
/* Lane i of the first result comes from lane i of a, or where bit r of i is set from lane i - r of b; lane i of the
   second from lane i of b, or where bit r is not set from lane i + r of a. */
#define CTK_L(i, r) (((i) & (r)) ? 16 + (i) - (r) : (i))
#define CTK_H(i, r) (((i) & (r)) ? 16 + (i) : (i) + (r))

#define CTK_ROUND(r)                       \
  for (int i = 0; i < 16; i++) {           \
    if (i & (r)) continue;                 \
    ctk_v16 low = CTK_LOW(v[i], v[i + (r)], r);  \
    ctk_v16 high = CTK_HIGH(v[i], v[i + (r)], r); \
    v[i] = low;                            \
    v[i + (r)] = high;                     \
  }

CTK_INLINE void tile(const float *from, ptrdiff_t from_step, float *to, ptrdiff_t to_step) {
  ctk_v16 v[16];
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) v[i] = CTK_LOAD(from + i * from_step);
#pragma clang loop unroll(full)
  CTK_ROUND(1)
#pragma clang loop unroll(full)
  CTK_ROUND(2)
#pragma clang loop unroll(full)
  CTK_ROUND(4)
#pragma clang loop unroll(full)
  CTK_ROUND(8)
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) CTK_STORE(to + i * to_step, v[i]);
}

CTK_INLINE void border(ptrdiff_t rows, ptrdiff_t columns, const float *restrict from, ptrdiff_t from_step,
                       float *restrict to, ptrdiff_t to_step) {
  for (ptrdiff_t j = 0; j < columns; j++) {
    for (ptrdiff_t i = 0; i < rows; i++) to[j * to_step + i] = from[i * from_step + j];
  }
}

CTK_INLINE void transpose(ptrdiff_t rows, ptrdiff_t columns, const float *from, ptrdiff_t from_step, float *to,
                          ptrdiff_t to_step) {
  ptrdiff_t whole_rows = rows / 16 * 16, whole_columns = columns / 16 * 16;
  for (ptrdiff_t i = 0; i < whole_rows; i += 16) {
    for (ptrdiff_t j = 0; j < whole_columns; j += 16)
      tile(from + i * from_step + j, from_step, to + j * to_step + i, to_step);
    border(16, columns - whole_columns, from + i * from_step + whole_columns, from_step,
           to + whole_columns * to_step + i, to_step);
  }
  border(rows - whole_rows, columns, from + whole_rows * from_step, from_step, to + whole_rows, to_step);
}

CTK_CLONES void ctk_transpose(ptrdiff_t rows, ptrdiff_t columns, const float *from, ptrdiff_t from_step,
                              float *to, ptrdiff_t to_step) {
  transpose(rows, columns, from, from_step, to, to_step);
}
