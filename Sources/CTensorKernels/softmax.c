/* Softmax over rows, one row in the cache at a time. */
#include "CTensorKernels.h"
#include "vector_math.h"

#include <string.h>

/* The next 16 numbers of a row, the missing ones filled in. */
CTK_INLINE ctk_v16 load(const float *x, ptrdiff_t left, float filling) {
  if (left >= 16) return CTK_LOAD(x);
  float last[16];
  for (int i = 0; i < 16; i++) last[i] = i < left ? x[i] : filling;
  return CTK_LOAD(last);
}

CTK_INLINE void store(float *y, ptrdiff_t left, ctk_v16 v) {
  if (left >= 16) {
    CTK_STORE(y, v);
  } else {
    float last[16];
    CTK_STORE(last, v);
    memcpy(y, last, (size_t)left * sizeof(float));
  }
}

CTK_INLINE float total(ctk_v16 v) {
  float sum = 0;
  for (int i = 0; i < 16; i++) sum += v[i];
  return sum;
}

CTK_INLINE float largest(ptrdiff_t n, const float *x) {
  ctk_v16 top = load(x, n, -__builtin_inff());
  for (ptrdiff_t i = 16; i < n; i += 16) {
    ctk_v16 v = load(x + i, n - i, -__builtin_inff());
    top = ctk_choose(v > top, v, top);
  }
  float result = top[0];
  for (int i = 1; i < 16; i++) result = top[i] > result ? top[i] : result;
  return result;
}

CTK_INLINE void softmax_row(ptrdiff_t n, const float *x, float *y) {
  float top = largest(n, x);
  ctk_v16 sum = {0};
  for (ptrdiff_t i = 0; i < n; i += 16) {
    ctk_v16 e = ctk_vexp(load(x + i, n - i, -__builtin_inff()) - top);
    sum += e;
    store(y + i, n - i, e);
  }
  float scale = 1 / total(sum);
  for (ptrdiff_t i = 0; i < n; i++) y[i] *= scale;
}

CTK_INLINE void log_softmax_row(ptrdiff_t n, const float *x, float *y) {
  float top = largest(n, x);
  ctk_v16 sum = {0};
  for (ptrdiff_t i = 0; i < n; i += 16) sum += ctk_vexp(load(x + i, n - i, -__builtin_inff()) - top);
  float shift = ctk_vlog(ctk_splat(total(sum)))[0];
  for (ptrdiff_t i = 0; i < n; i++) y[i] = (x[i] - top) - shift;
}

CTK_INLINE void softmax_gradient_row(ptrdiff_t n, const float *y, const float *g, float *dx) {
  ctk_v16 sum = {0};
  for (ptrdiff_t i = 0; i < n; i += 16) sum += load(y + i, n - i, 0) * load(g + i, n - i, 0);
  float product = total(sum);
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = y[i] * (g[i] - product);
}

CTK_INLINE void log_softmax_gradient_row(ptrdiff_t n, const float *y, const float *g, float *dx) {
  ctk_v16 sum = {0};
  for (ptrdiff_t i = 0; i < n; i += 16) sum += load(g + i, n - i, 0);
  float all = total(sum);
  for (ptrdiff_t i = 0; i < n; i += 16) {
    ctk_v16 v = load(g + i, n - i, 0) - ctk_vexp(load(y + i, n - i, 0)) * all;
    store(dx + i, n - i, v);
  }
}

#define CTK_EACH_ROW(row, ...) \
  for (ptrdiff_t r = 0; r < rows; r++) row(n, __VA_ARGS__)

CTK_CLONES void ctk_softmax(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y) {
  CTK_EACH_ROW(softmax_row, x + r * n, y + r * n);
}

CTK_CLONES void ctk_log_softmax(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y) {
  CTK_EACH_ROW(log_softmax_row, x + r * n, y + r * n);
}

CTK_CLONES void ctk_softmax_gradient(ptrdiff_t rows, ptrdiff_t n, const float *y, const float *g, float *dx) {
  CTK_EACH_ROW(softmax_gradient_row, y + r * n, g + r * n, dx + r * n);
}

CTK_CLONES void ctk_log_softmax_gradient(ptrdiff_t rows, ptrdiff_t n, const float *y, const float *g,
                                         float *dx) {
  CTK_EACH_ROW(log_softmax_gradient_row, y + r * n, g + r * n, dx + r * n);
}
