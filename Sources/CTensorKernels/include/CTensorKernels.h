#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <stddef.h>

/* The hot loops of the learning engine: one thread, no allocation, no I/O. */

/* sum[i] += x[i] for i in 0 ..< n. */
void ctk_accumulate(ptrdiff_t n, const float *x, float *sum);

#endif
