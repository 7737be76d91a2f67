#ifndef CONEDNN_H
#define CONEDNN_H

#include <stddef.h>

/* The one place that knows oneDNN: its C interfaces of versions 2 and 3 behind plain functions.
   Every primitive runs on the calling thread only; callers divide the work. */

/* The version of the library in use, such as 20603 for 2.6.3. */
int odn_version(void);

/* C = alpha op(A) op(B) + beta C, row-major: op(A) is [m, k], op(B) is [k, n], C is [m, n]; A is stored [k, m]
   where transposed, B [n, k]; lda, ldb, ldc are the distances between stored rows. Returns 0 on success. */
int odn_gemm(int transpose_a, int transpose_b, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, float alpha,
             const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, float beta, float *c,
             ptrdiff_t ldc);

#endif
