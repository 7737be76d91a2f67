#include "CTensorKernels.h"
#include "kernels.h"

/* Rows and their mirror images, so that cosines and sines see half as many. */

CTK_CLONES void ctk_fold_rows(
    ptrdiff_t height, ptrdiff_t width, const float *restrict x, float *restrict even,
    float *restrict odd) {
  for (ptrdiff_t y = 0; 2 * y <= height; y++) {
    const float *a = x + y * width, *b = x + (height - y) * width;
    if (y == 0 || 2 * y == height) {
      for (ptrdiff_t i = 0; i < width; i++) even[y * width + i] = a[i];
      continue;
    }
    for (ptrdiff_t i = 0; i < width; i++) {
      even[y * width + i] = a[i] + b[i];
      odd[(y - 1) * width + i] = a[i] - b[i];
    }
  }
}

CTK_CLONES void ctk_unfold_rows(
    ptrdiff_t height, ptrdiff_t width, const float *restrict even, const float *restrict odd,
    float *restrict x) {
  for (ptrdiff_t y = 0; 2 * y <= height; y++) {
    float *a = x + y * width, *b = x + (height - y) * width;
    if (y == 0 || 2 * y == height) {
      for (ptrdiff_t i = 0; i < width; i++) a[i] = even[y * width + i];
      continue;
    }
    for (ptrdiff_t i = 0; i < width; i++) {
      float e = even[y * width + i], o = odd[(y - 1) * width + i];
      a[i] = e + o;
      b[i] = e - o;
    }
  }
}

CTK_CLONES void ctk_unfold_rows_adding(
    ptrdiff_t height, ptrdiff_t width, const float *restrict even, const float *restrict odd,
    const float *restrict other, float *restrict x) {
  for (ptrdiff_t y = 0; 2 * y <= height; y++) {
    ptrdiff_t a = y * width, b = (height - y) * width;
    if (y == 0 || 2 * y == height) {
      for (ptrdiff_t i = 0; i < width; i++) x[a + i] = other[a + i] + even[a + i];
      continue;
    }
    for (ptrdiff_t i = 0; i < width; i++) {
      float e = even[a + i], o = odd[a - width + i];
      x[a + i] = other[a + i] + (e + o);
      x[b + i] = other[b + i] + (e - o);
    }
  }
}

/* Complex numbers of several planes side by side, a line of the cache at a time where there are eight. */

typedef unsigned long long pair __attribute__((aligned(4), may_alias));

CTK_INLINE void gather(
    const int planes, ptrdiff_t pairs, const float *restrict from, ptrdiff_t stride,
    float *restrict to, ptrdiff_t step) {
  for (ptrdiff_t k = 0; k < pairs; k++)
    for (int p = 0; p < planes; p++)
      *(pair *)(to + k * step + 2 * p) = *(const pair *)(from + p * stride + 2 * k);
}

CTK_INLINE void scatter(
    const int planes, ptrdiff_t pairs, const float *restrict from, ptrdiff_t step,
    float *restrict to, ptrdiff_t stride) {
  for (ptrdiff_t k = 0; k < pairs; k++)
    for (int p = 0; p < planes; p++)
      *(pair *)(to + p * stride + 2 * k) = *(const pair *)(from + k * step + 2 * p);
}

CTK_CLONES void ctk_gather_pairs(
    ptrdiff_t pairs, ptrdiff_t planes, const float *from, ptrdiff_t stride, float *to,
    ptrdiff_t step) {
  if (planes == 8)
    gather(8, pairs, from, stride, to, step);
  else
    gather((int)planes, pairs, from, stride, to, step);
}

CTK_CLONES void ctk_scatter_pairs(
    ptrdiff_t pairs, ptrdiff_t planes, const float *from, ptrdiff_t step, float *to,
    ptrdiff_t stride) {
  if (planes == 8)
    scatter(8, pairs, from, step, to, stride);
  else
    scatter((int)planes, pairs, from, step, to, stride);
}
