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
