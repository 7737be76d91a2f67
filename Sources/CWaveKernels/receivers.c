/* Sampling of the velocities at receivers, and linear maps of the series that come of it.
   Every sum runs in the order of its terms, lane by lane. No threads. */

#include "receiver_kernels.h"
#include "vector.h"

WK_CLONES static void sample_one(
    const wk_receivers *r, ptrdiff_t c0, ptrdiff_t c1, float scale, int adds, float *out, ptrdiff_t step) {
  for (ptrdiff_t c = c0; c < c1; c++) {
    v16 even = {0}, odd = {0};
    for (ptrdiff_t n = r->first[c]; n < r->first[c + 1]; n++) {
      const wk_run *run = r->runs + n;
      v16 part = LOAD(r->weights + WK_LANES * n) * LOAD(r->field[run->component] + run->node);
      if (n & 1) odd += part;
      else even += part;
    }
    even += odd;
    float sum = 0;
    for (int m = 0; m < WK_LANES; m++) sum += even[m];
    out[c * step] = scale * sum + (adds ? out[c * step] : 0);
  }
}

WK_CLONES static void sample_fused(
    const wk_receivers *r, ptrdiff_t c0, ptrdiff_t c1, float scale, int adds, float *out, ptrdiff_t step) {
  for (ptrdiff_t c = c0; c < c1; c++) {
    v16 even = {0}, odd = {0};
    for (ptrdiff_t n = r->first[c]; n < r->first[c + 1]; n++) {
      const wk_run *run = r->runs + n;
      const float *weight = r->weights + WK_LANES * n;
      const float *value = r->field[run->component] + WK_LANES * run->node;
      int m = 0;
      for (; m + 1 < run->count; m += 2) {
        even += weight[m] * LOAD(value + WK_LANES * m);
        odd += weight[m + 1] * LOAD(value + WK_LANES * (m + 1));
      }
      if (m < run->count) even += weight[m] * LOAD(value + WK_LANES * m);
    }
    v16 sum = scale * (even + odd);
    if (adds) sum += LOAD(out + c * step);
    STORE(out + c * step, sum);
  }
}

void wk_sample(
    const wk_receivers *r, int lanes, ptrdiff_t c0, ptrdiff_t c1, float scale, int adds, float *out,
    ptrdiff_t step) {
  if (lanes == WK_LANES) sample_fused(r, c0, c1, scale, adds, out, step);
  else sample_one(r, c0, c1, scale, adds, out, step);
}

WK_CLONES static void map_one(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t kept,
    ptrdiff_t c0, ptrdiff_t c1, float *result, ptrdiff_t step) {
  for (ptrdiff_t c = c0; c < c1; c += 4) {
    ptrdiff_t width = c1 - c < 4 ? c1 - c : 4;
    const float *s0 = record + c * records, *s1 = s0 + (width > 1 ? records : 0);
    const float *s2 = s0 + (width > 2 ? 2 * records : 0), *s3 = s0 + (width > 3 ? 3 * records : 0);
    for (ptrdiff_t t = 0; t < times; t += WK_LANES) {
      v16 sum[4] = {{0}};
      for (ptrdiff_t n = 0; n < records; n++) {
        v16 w = LOAD(weight + n * times + t);
        sum[0] += s0[n] * w, sum[1] += s1[n] * w, sum[2] += s2[n] * w, sum[3] += s3[n] * w;
      }
      for (ptrdiff_t m = 0; m < WK_LANES && t + m < kept; m++)
        for (ptrdiff_t q = 0; q < width; q++) result[(t + m) * step + c + q] = sum[q][m];
    }
  }
}

void wk_map_series(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t kept,
    ptrdiff_t c0, ptrdiff_t c1, float *result, ptrdiff_t step) {
  map_one(weight, record, records, times, kept, c0, c1, result, step);
}

/* Four times by four channels: eight loads feed sixteen sums. */
WK_CLONES static void map_fused(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t c0,
    ptrdiff_t c1, float *const *result, int results, ptrdiff_t step) {
  ptrdiff_t series = records * WK_LANES;
  for (ptrdiff_t c = c0; c < c1; c += 4) {
    ptrdiff_t width = c1 - c < 4 ? c1 - c : 4;
    const float *s = record + c * series;
    ptrdiff_t c_1 = width > 1 ? series : 0, c_2 = width > 2 ? 2 * series : 0, c_3 = width > 3 ? 3 * series : 0;
    for (ptrdiff_t t = 0; t < times; t += 4) {
      ptrdiff_t height = times - t < 4 ? times - t : 4;
      const float *w = weight + t * series;
      ptrdiff_t t_1 = height > 1 ? series : 0, t_2 = height > 2 ? 2 * series : 0, t_3 = height > 3 ? 3 * series : 0;
      v16 sum[4][4] = {{{0}}};
      for (ptrdiff_t n = 0; n < series; n += WK_LANES) {
        v16 a = LOAD(s + n), b = LOAD(s + c_1 + n), d = LOAD(s + c_2 + n), e = LOAD(s + c_3 + n);
#define ROW(q, at)                                                                      \
  {                                                                                     \
    v16 x = LOAD(w + (at) + n);                                                         \
    sum[q][0] += x * a, sum[q][1] += x * b, sum[q][2] += x * d, sum[q][3] += x * e;     \
  }
        ROW(0, 0) ROW(1, t_1) ROW(2, t_2) ROW(3, t_3)
#undef ROW
      }
      for (ptrdiff_t q = 0; q < height; q++)
        for (ptrdiff_t p = 0; p < width; p++) {
          float lanes[WK_LANES];
          STORE(lanes, sum[q][p]);
          for (int l = 0; l < results; l++) result[l][(t + q) * step + c + p] = lanes[l];
        }
    }
  }
}

void wk_map_fused_series(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t c0,
    ptrdiff_t c1, float *const *result, int results, ptrdiff_t step) {
  map_fused(weight, record, records, times, c0, c1, result, results, step);
}
