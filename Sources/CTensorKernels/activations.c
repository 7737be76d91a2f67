/* Functions of one number, 16 at a time, and their gradients: dx = g f'(x), from x or from y = f(x). */
#include "CTensorKernels.h"
#include "vector_math.h"

#include <string.h>

/* y[i] = expression of `a`, which is x[i]; the last numbers go through a vector that is filled up. */
#define CTK_MAP(name, expression)                                                  \
  CTK_INLINE ctk_v16 name##_vector(ctk_v16 a) { return expression; }               \
  CTK_INLINE void name##_loop(ptrdiff_t n, const float *x, float *y) {             \
    ptrdiff_t i = 0;                                                               \
    for (; i + 16 <= n; i += 16) CTK_STORE(y + i, name##_vector(CTK_LOAD(x + i))); \
    if (i == n) return;                                                            \
    float last[16] = {0};                                                          \
    memcpy(last, x + i, (size_t)(n - i) * sizeof(float));                          \
    CTK_STORE(last, name##_vector(CTK_LOAD(last)));                                \
    memcpy(y + i, last, (size_t)(n - i) * sizeof(float));                          \
  }                                                                                \
  CTK_CLONES void ctk_##name(ptrdiff_t n, const float *x, float *y) { name##_loop(n, x, y); }

/* dx[i] = expression of `a` = kept[i] and `g`. */
#define CTK_MAP_GRADIENT(name, expression)                                                           \
  CTK_INLINE ctk_v16 name##_pullback(ctk_v16 a, ctk_v16 g) { return expression; }                    \
  CTK_INLINE void name##_pull_loop(ptrdiff_t n, const float *kept, const float *g, float *dx) {      \
    ptrdiff_t i = 0;                                                                                 \
    for (; i + 16 <= n; i += 16)                                                                     \
      CTK_STORE(dx + i, name##_pullback(CTK_LOAD(kept + i), CTK_LOAD(g + i)));                       \
    if (i == n) return;                                                                              \
    size_t bytes = (size_t)(n - i) * sizeof(float);                                                  \
    float last[16] = {0}, last_g[16] = {0};                                                          \
    memcpy(last, kept + i, bytes);                                                                   \
    memcpy(last_g, g + i, bytes);                                                                    \
    CTK_STORE(last, name##_pullback(CTK_LOAD(last), CTK_LOAD(last_g)));                              \
    memcpy(dx + i, last, bytes);                                                                     \
  }                                                                                                  \
  CTK_CLONES void ctk_##name##_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx) { \
    name##_pull_loop(n, kept, g, dx);                                                                \
  }

/* x times the distribution function; below -14.5 zero even where x is infinite. */
CTK_INLINE ctk_v16 gelu(ctk_v16 x) {
  ctk_v16 density;
  x = ctk_choose(x < -14.5f, ctk_splat(-14.5f), x);
  return x * ctk_vnormal(x, &density);
}

CTK_INLINE ctk_v16 gelu_slope(ctk_v16 x) {
  ctk_v16 density;
  ctk_v16 distribution = ctk_vnormal(x, &density);
  ctk_v16 bounded = ctk_choose(ctk_vabs(x) > 14.5f, ctk_splat(0), x);
  return distribution + bounded * density;
}

/* x / (1 + e^-x); zero at minus infinity. */
CTK_INLINE ctk_v16 silu(ctk_v16 x) {
  x = ctk_choose(x < -110.0f, ctk_splat(-110.0f), x);
  return x * ctk_vsigmoid(x);
}

CTK_INLINE ctk_v16 silu_slope(ctk_v16 x) {
  x = ctk_choose(x < -110.0f, ctk_splat(-110.0f), x);
  ctk_v16 s = ctk_vsigmoid(x);
  return s * (1.0f + ctk_choose(s == 1.0f, ctk_splat(0), x * (1.0f - s)));
}

CTK_INLINE ctk_v16 sign(ctk_v16 x) {
  return ctk_choose(x > 0.0f, ctk_splat(1), ctk_choose(x < 0.0f, ctk_splat(-1), x));
}

CTK_MAP(exp, ctk_vexp(a))
CTK_MAP_GRADIENT(exp, a * g)
CTK_MAP(log, ctk_vlog(a))
CTK_MAP_GRADIENT(log, g / a)
CTK_MAP(square_root, __builtin_elementwise_sqrt(a))
CTK_MAP_GRADIENT(square_root, 0.5f * g / a)
CTK_MAP(square, a * a)
CTK_MAP_GRADIENT(square, (a + a) * g)
CTK_MAP(magnitude, ctk_vabs(a))
CTK_MAP_GRADIENT(magnitude, g * sign(a))
CTK_MAP(tanh, ctk_vtanh(a))
CTK_MAP_GRADIENT(tanh, g - g * a * a)
CTK_MAP(sigmoid, ctk_vsigmoid(a))
CTK_MAP_GRADIENT(sigmoid, g * (a * (1.0f - a)))
CTK_MAP(relu, ctk_choose(a < 0.0f, ctk_splat(0), a))
CTK_MAP_GRADIENT(relu, ctk_choose(a > 0.0f, g, ctk_splat(0)))
CTK_MAP(gelu, gelu(a))
CTK_MAP_GRADIENT(gelu, g * gelu_slope(a))
CTK_MAP(silu, silu(a))
CTK_MAP_GRADIENT(silu, g * silu_slope(a))
CTK_MAP(softplus, ctk_vsoftplus(a))
CTK_MAP_GRADIENT(softplus, g * ctk_vsigmoid(a))

CTK_CLONES void ctk_leaky_relu(ptrdiff_t n, const float *restrict x, float slope, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

CTK_CLONES void ctk_leaky_relu_gradient(ptrdiff_t n, const float *restrict x, const float *restrict g,
                                        float slope, float *restrict dx) {
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = x[i] > 0 ? g[i] : slope * g[i];
}

CTK_CLONES void ctk_clamp(ptrdiff_t n, const float *restrict x, float low, float high, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float a = x[i] < low ? low : x[i];
    y[i] = a > high ? high : a;
  }
}

CTK_CLONES void ctk_clamp_gradient(ptrdiff_t n, const float *restrict x, const float *restrict g, float low,
                                   float high, float *restrict dx) {
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = x[i] >= low && x[i] <= high ? g[i] : 0;
}
