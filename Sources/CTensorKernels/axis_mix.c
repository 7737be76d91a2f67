/* Weighted sums of a few rows each, and their transpose: gathering, padding and interpolation along one axis. */
#include "CTensorKernels.h"
#include "kernels.h"

#pragma clang fp contract(fast)

CTK_INLINE void gather(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places, const float *restrict from,
                       float *restrict to) {
  for (ptrdiff_t i = 0; i < count; i++) {
    for (ptrdiff_t j = 0; j < inner; j++) to[i * inner + j] = from[places[i] * inner + j];
  }
}

CTK_INLINE void mix(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places, const float *restrict weights,
                    const float *restrict from, float *restrict to) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float *a = from + places[2 * i] * inner, *b = from + places[2 * i + 1] * inner;
    float p = weights[2 * i], q = weights[2 * i + 1];
    for (ptrdiff_t j = 0; j < inner; j++) to[i * inner + j] = p * a[j] + q * b[j];
  }
}

CTK_INLINE void spread(ptrdiff_t count, ptrdiff_t inner, ptrdiff_t taps, const ptrdiff_t *places,
                       const float *restrict weights, const float *restrict from, float *restrict to) {
  for (ptrdiff_t i = 0; i < count * taps; i++) {
    const float *a = from + i / taps * inner;
    float *b = to + places[i] * inner;
    float p = weights ? weights[i] : 1;
    for (ptrdiff_t j = 0; j < inner; j++) b[j] += p * a[j];
  }
}

CTK_CLONES void ctk_axis_mix(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places, const float *weights,
                             const float *from, float *to) {
  if (weights) {
    if (inner == 1) mix(count, 1, places, weights, from, to);
    else mix(count, inner, places, weights, from, to);
  } else {
    if (inner == 1) gather(count, 1, places, from, to);
    else gather(count, inner, places, from, to);
  }
}

CTK_CLONES void ctk_axis_mix_adjoint(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places,
                                     const float *weights, const float *from, float *to) {
  ptrdiff_t taps = weights ? 2 : 1;
  if (inner == 1) spread(count, 1, taps, places, weights, from, to);
  else spread(count, inner, taps, places, weights, from, to);
}
