#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <stddef.h>

/* The hot loops of the learning engine: one thread, no allocation, no I/O. */

/* sum[i] += x[i] for i in 0 ..< n. */
void ctk_accumulate(ptrdiff_t n, const float *x, float *sum);

/* The x86-64 level of this processor's vector instructions: 4 with AVX-512, 3 with AVX2 and FMA, else 0. */
int ctk_vector_level(void);

/* -- Products in the cache (panel_product.c, mode_product.c) -- */

/* c[m, n] = A b[k, n] with A(i, l) = a[i * a_row + l * a_column]; rows of b and c are `ldb` and `ldc` apart. */
void ctk_panel_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row, ptrdiff_t a_column,
    const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc);

/* Complex y[rows, out] = x[rows, in] w[in, out]; every number is a pair (re, im). */
void ctk_mode_product(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *w, float *y);

/* Complex dx[rows, in] = dy[rows, out] conj(w)^T; `scratch` holds 16 (in + out) floats. */
void ctk_mode_product_input_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *w, const float *dy, float *dx,
    float *scratch);

/* Complex dw[in, out] = conj(x)^T dy; written past the cache where its rows begin at multiples of 64 bytes. */
void ctk_mode_product_weight_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *dy, float *dw);

#endif
