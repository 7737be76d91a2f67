/* The updates of the optimisers: one pass over parameters, gradients and state. */
#include "CTensorKernels.h"
#include "kernels.h"

#pragma clang fp contract(fast)

CTK_CLONES void ctk_sgd(ptrdiff_t n, ctk_sgd_constants c, const float *restrict g, float *restrict p) {
  for (ptrdiff_t i = 0; i < n; i++) p[i] -= c.rate * (g[i] + c.decay * p[i]);
}

CTK_CLONES void ctk_sgd_momentum(ptrdiff_t n, ctk_sgd_constants c, const float *restrict g,
                                 float *restrict p, float *restrict b) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float d = g[i] + c.decay * p[i];
    float moved = c.momentum * b[i] + c.undamped * d;
    b[i] = moved;
    p[i] -= c.rate * (c.nesterov ? d + c.momentum * moved : moved);
  }
}

CTK_CLONES void ctk_adam(ptrdiff_t n, ctk_adam_constants c, const float *restrict g,
                         float *restrict p, float *restrict m, float *restrict v) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float q = p[i];
    float d = g[i] + c.decay * q;
    float mean = m[i] + c.fresh1 * (d - m[i]);
    float square = c.keep2 * v[i] + c.fresh2 * d * d;
    m[i] = mean;
    v[i] = square;
    p[i] = c.shrink * q - c.rate * mean / (c.root * __builtin_elementwise_sqrt(square) + c.epsilon);
  }
}

CTK_CLONES void ctk_scale(ptrdiff_t n, float a, float *restrict x) {
  for (ptrdiff_t i = 0; i < n; i++) x[i] *= a;
}

CTK_CLONES void ctk_add_scaled(ptrdiff_t n, float a, const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += a * x[i];
}

CTK_CLONES void ctk_approach(ptrdiff_t n, float a, const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += a * (x[i] - y[i]);
}

CTK_CLONES void ctk_clamp_in_place(ptrdiff_t n, float limit, float *restrict x) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float a = x[i] < -limit ? -limit : x[i];
    x[i] = a > limit ? limit : a;
  }
}

CTK_CLONES double ctk_dot(ptrdiff_t n, const float *restrict x, const float *restrict y) {
  double lanes[16] = {0};
  ptrdiff_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (int j = 0; j < 16; j++) lanes[j] += (double)x[i + j] * (double)y[i + j];
  for (int j = 0; i + j < n; j++) lanes[j] += (double)x[i + j] * (double)y[i + j];
  double sum = 0;
  for (int j = 0; j < 16; j++) sum += lanes[j];
  return sum;
}
