/* The exchange between pixels of many channels and finer pixels of few. */
#include "CTensorKernels.h"
#include "kernels.h"

CTK_INLINE void interleave(ptrdiff_t n, ptrdiff_t factor, const float *restrict from, ptrdiff_t step,
                           ptrdiff_t lane, float *restrict to) {
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t k = 0; k < factor; k++) to[i * factor + k] = from[i * step + k * lane];
  }
}

CTK_INLINE void deinterleave(ptrdiff_t n, ptrdiff_t factor, const float *restrict from, float *restrict to,
                             ptrdiff_t step, ptrdiff_t lane) {
  for (ptrdiff_t i = 0; i < n; i++) {
    for (ptrdiff_t k = 0; k < factor; k++) to[i * step + k * lane] = from[i * factor + k];
  }
}

/* Calls with the factors and steps that occur most as constants, so that the loops become moves of vectors. */
#define CTK_SHUFFLE(f, a, b)                                   \
  if (factor == 4 && step == 16 && lane == 1) f(4, 16, 1, a, b) \
  else if (factor == 2 && step == 16 && lane == 1) f(2, 16, 1, a, b) \
  else if (factor == 4 && step == 1) f(4, 1, lane, a, b)        \
  else if (factor == 2 && step == 1) f(2, 1, lane, a, b)        \
  else f(factor, step, lane, a, b)

#define CTK_FORTH(factor, step, lane, a, b) interleave(n, factor, a, step, lane, b);
#define CTK_BACK(factor, step, lane, a, b) deinterleave(n, factor, a, b, step, lane);

CTK_CLONES void ctk_interleave(ptrdiff_t n, ptrdiff_t factor, const float *from, ptrdiff_t step,
                               ptrdiff_t lane, float *to) {
  CTK_SHUFFLE(CTK_FORTH, from, to)
}

CTK_CLONES void ctk_deinterleave(ptrdiff_t n, ptrdiff_t factor, const float *from, float *to, ptrdiff_t step,
                                 ptrdiff_t lane) {
  CTK_SHUFFLE(CTK_BACK, from, to)
}
