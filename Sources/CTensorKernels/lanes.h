/* Sixteen floats at a time, for products whose operands stay in the cache. */
#ifndef CTK_LANES_H
#define CTK_LANES_H

#include "kernels.h"

#pragma clang fp contract(fast)
#pragma clang diagnostic ignored "-Wpsabi" /* vectors never cross a call: all is inlined */

typedef float ctk_lanes __attribute__((vector_size(64)));
typedef float ctk_lanes_anywhere __attribute__((vector_size(64), aligned(4), may_alias));

#define CTK_LOAD(p) (*(const ctk_lanes_anywhere *)(p))
#define CTK_STORE(p, v) (*(ctk_lanes_anywhere *)(p) = (v))

CTK_INLINE ctk_lanes ctk_splat(float x) {
  return (ctk_lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

/* Eight complex numbers times i: (re, im) becomes (-im, re). */
CTK_INLINE ctk_lanes ctk_times_i(ctk_lanes z) {
  ctk_lanes s = __builtin_shufflevector(z, z, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  return s * (ctk_lanes){-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1};
}

#endif
