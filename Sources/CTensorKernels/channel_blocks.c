/* Between planes of one channel each and pixels of 16 channels each. */
#include "CTensorKernels.h"
#include "kernels.h"

/* One tile of 16 places: 16 rows of 16 floats become their columns. */
CTK_INLINE void transpose_tile(const float *restrict from, ptrdiff_t from_stride, float *restrict to,
                               ptrdiff_t to_stride) {
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++) to[j * to_stride + i] = from[i * from_stride + j];
}

CTK_CLONES void ctk_planes_to_block(ptrdiff_t channels, ptrdiff_t area, const float *restrict planes,
                                    float *restrict block) {
  ptrdiff_t whole = channels == 16 ? area / 16 * 16 : 0;
  for (ptrdiff_t p = 0; p < whole; p += 16) transpose_tile(planes + p, area, block + 16 * p, 16);
  for (ptrdiff_t p = whole; p < area; p++) {
    for (ptrdiff_t c = 0; c < channels; c++) block[16 * p + c] = planes[c * area + p];
    for (ptrdiff_t c = channels; c < 16; c++) block[16 * p + c] = 0;
  }
}

CTK_CLONES void ctk_block_to_planes(ptrdiff_t channels, ptrdiff_t area, const float *restrict block,
                                    float *restrict planes) {
  ptrdiff_t whole = channels == 16 ? area / 16 * 16 : 0;
  for (ptrdiff_t p = 0; p < whole; p += 16) transpose_tile(block + 16 * p, 16, planes + p, area);
  for (ptrdiff_t c = 0; c < channels; c++)
    for (ptrdiff_t p = whole; p < area; p++) planes[c * area + p] = block[16 * p + c];
}
