#include "CTensorKernels.h"
#include "vector_math.h"

enum { block = 16 };

/* Up to 16 inputs: position by position, so that neighbouring inputs are written one after the other. */
CTK_INLINE void transform(
    ptrdiff_t inputs, ptrdiff_t some, const float *restrict w, ptrdiff_t positions,
    const float *restrict c, const ptrdiff_t *restrict base, const ptrdiff_t *restrict offset,
    float *restrict out) {
  float taps[block][9][16];
  for (int lane = 0; lane < 16; lane++)
    for (ptrdiff_t i = 0; i < some; i++)
      for (int t = 0; t < 9; t++) taps[i][t][lane] = w[(lane * inputs + i) * 9 + t];
  for (ptrdiff_t k = 0; k < positions; k++) {
    ctk_v16 f[9];
    for (int t = 0; t < 9; t++) f[t] = ctk_splat(c[9 * k + t]);
    for (ptrdiff_t i = 0; i < some; i++) {
      ctk_v16 sum = f[0] * CTK_LOAD(taps[i][0]);
      for (int t = 1; t < 9; t++) sum += f[t] * CTK_LOAD(taps[i][t]);
      CTK_STORE(out + base[k] + offset[i], sum);
    }
  }
}

CTK_CLONES void ctk_winograd_weights(
    ptrdiff_t inputs, const float *w, ptrdiff_t positions, const float *c, const ptrdiff_t *base,
    const ptrdiff_t *offset, float *out) {
  for (ptrdiff_t i = 0; i < inputs; i += block) {
    ptrdiff_t some = inputs - i < block ? inputs - i : block;
    transform(inputs, some, w + 9 * i, positions, c, base, offset + i, out);
  }
}
