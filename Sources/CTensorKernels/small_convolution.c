/* Convolutions between few channels: row-major images, stride 1, no blocks of channels to pad. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* One row of up to `outputs` <= 3 channels: 32 places at a time in registers. */
CTK_INLINE void row_of(
    const int outputs, ptrdiff_t ci, ptrdiff_t kh, ptrdiff_t kw, ptrdiff_t width,
    const float *restrict x, ptrdiff_t row_stride, ptrdiff_t plane_stride, const float *restrict w,
    const float *restrict bias, float *restrict y, ptrdiff_t y_plane) {
  const ptrdiff_t taps = ci * kh * kw;
  for (ptrdiff_t j = 0; j < width; j += 32) {
    ctk_v16 sum[3][2];
    for (int o = 0; o < outputs; o++) sum[o][0] = sum[o][1] = ctk_splat(bias ? bias[o] : 0);
    const float *weight = w;
    for (ptrdiff_t c = 0; c < ci; c++)
      for (ptrdiff_t p = 0; p < kh; p++) {
        const float *from = x + c * plane_stride + p * row_stride + j;
        for (ptrdiff_t q = 0; q < kw; q++, weight++) {
          ctk_v16 a = CTK_LOAD(from + q), b = CTK_LOAD(from + q + 16);
          for (int o = 0; o < outputs; o++) {
            ctk_v16 f = ctk_splat(weight[o * taps]);
            sum[o][0] += f * a;
            sum[o][1] += f * b;
          }
        }
      }
    for (int o = 0; o < outputs; o++)
      for (int v = 0; v < 2; v++) {
        ptrdiff_t left = width - j - 16 * v;
        float *to = y + o * y_plane + j + 16 * v;
        if (left >= 16) CTK_STORE(to, sum[o][v]);
        else
          for (ptrdiff_t i = 0; i < left; i++) to[i] = sum[o][v][i];
      }
  }
}

CTK_CLONES void ctk_small_convolution_row(
    ptrdiff_t ci, ptrdiff_t co, ptrdiff_t kh, ptrdiff_t kw, ptrdiff_t width, const float *x,
    ptrdiff_t row_stride, ptrdiff_t plane_stride, const float *w, const float *bias, float *y,
    ptrdiff_t y_plane) {
  const ptrdiff_t taps = ci * kh * kw;
#define ROWS(n)                                                                                \
  row_of(n, ci, kh, kw, width, x, row_stride, plane_stride, w + o * taps, bias ? bias + o : 0, \
         y + o * y_plane, y_plane)
  ptrdiff_t o = 0;
  for (; o + 3 <= co; o += 3) ROWS(3);
  if (co - o == 2) ROWS(2);
  if (co - o == 1) ROWS(1);
#undef ROWS
}

/* Up to 3 x 3 correlations of rows of dy with rows of x that are shifted by 0, 1, 2. */
CTK_INLINE void correlate(
    const int outputs, const int shifts, ptrdiff_t rows, ptrdiff_t width, const float *restrict x,
    const float *restrict dy, ptrdiff_t row_stride, ptrdiff_t dy_plane, float *restrict sums,
    ptrdiff_t sum_stride) {
  ctk_v16 sum[3][3];
  for (int o = 0; o < outputs; o++)
    for (int q = 0; q < shifts; q++) sum[o][q] = ctk_splat(0);
  for (ptrdiff_t i = 0; i < rows; i++)
    for (ptrdiff_t j = 0; j < width; j += 16) {
      ctk_v16 g[3];
      for (int o = 0; o < outputs; o++) g[o] = CTK_LOAD(dy + o * dy_plane + i * row_stride + j);
      for (int q = 0; q < shifts; q++) {
        ctk_v16 a = CTK_LOAD(x + i * row_stride + j + q);
        for (int o = 0; o < outputs; o++) sum[o][q] += g[o] * a;
      }
    }
  for (int o = 0; o < outputs; o++)
    for (int q = 0; q < shifts; q++) {
      float total = 0;
      for (int lane = 0; lane < 16; lane++) total += sum[o][q][lane];
      sums[o * sum_stride + q] = total;
    }
}

CTK_CLONES void ctk_small_convolution_weights(
    ptrdiff_t ci, ptrdiff_t co, ptrdiff_t kh, ptrdiff_t kw, ptrdiff_t rows, ptrdiff_t width,
    const float *x, ptrdiff_t x_plane, const float *dy, ptrdiff_t dy_plane, ptrdiff_t row_stride,
    float *dw) {
  const ptrdiff_t taps = ci * kh * kw;
  for (ptrdiff_t o = 0; o < co; o += 3)
    for (ptrdiff_t c = 0; c < ci; c++)
      for (ptrdiff_t p = 0; p < kh; p++)
        for (ptrdiff_t q = 0; q < kw; q += 3) {
          const float *from = x + c * x_plane + p * row_stride + q, *g = dy + o * dy_plane;
          float *to = dw + o * taps + (c * kh + p) * kw + q;
          const int outputs = co - o < 3 ? (int)(co - o) : 3, shifts = kw - q < 3 ? (int)(kw - q) : 3;
#define CASE(a, b)                                                                     \
  case 4 * a + b:                                                                      \
    correlate(a, b, rows, width, from, g, row_stride, dy_plane, to, taps);             \
    break;
          switch (4 * outputs + shifts) {
            CASE(1, 1) CASE(1, 2) CASE(1, 3) CASE(2, 1) CASE(2, 2) CASE(2, 3) CASE(3, 1) CASE(3, 2) CASE(3, 3)
          }
#undef CASE
        }
}
