#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <stddef.h>

/* The hot loops of the learning engine: one thread, no allocation, no I/O. */

/* sum[i] += x[i] for i in 0 ..< n. */
void ctk_accumulate(ptrdiff_t n, const float *x, float *sum);

/* The x86-64 level of this processor's vector instructions: 4 with AVX-512, 3 with AVX2 and FMA, else 0. */
int ctk_vector_level(void);

#endif
