/* Sums of errors over pairs of prediction p and target t, and their gradients for p. */
#include "CTensorKernels.h"
#include "vector_math.h"

#include <math.h>

CTK_INLINE float squared(float e, float delta) { return e * e; }

CTK_INLINE float absolute(float e, float delta) { return fabsf(e); }

CTK_INLINE float huber(float e, float delta) {
  float a = fabsf(e);
  return a <= delta ? e * e / (2 * delta) + delta / 2 : a;
}

CTK_INLINE float squared_slope(float e, float delta) { return 2 * e; }

CTK_INLINE float absolute_slope(float e, float delta) {
  return e > 0 ? 1.0f : e < 0 ? -1.0f : e; /* NaN stays */
}

CTK_INLINE float huber_slope(float e, float delta) {
  return fabsf(e) <= delta ? e / delta : e > 0 ? 1.0f : e < 0 ? -1.0f : e;
}

/* Sums in 64 lanes of single precision; n is a piece of some ten thousand. */
#define SUM(name, term)                                                                          \
  CTK_CLONES double name(ptrdiff_t n, float delta, const float *restrict p, const float *restrict t) { \
    float lanes[64] = {0};                                                                       \
    ptrdiff_t i = 0;                                                                             \
    for (; i + 64 <= n; i += 64)                                                                 \
      for (int j = 0; j < 64; j++) lanes[j] += term(p[i + j] - t[i + j], delta);                 \
    for (int j = 0; i + j < n; j++) lanes[j] += term(p[i + j] - t[i + j], delta);                \
    double sum = 0;                                                                              \
    for (int j = 0; j < 64; j++) sum += lanes[j];                                                \
    return sum;                                                                                  \
  }

#define SLOPE(name, slope)                                                                       \
  CTK_CLONES void name(ptrdiff_t n, float delta, float scale, const float *restrict p,           \
                       const float *restrict t, float *restrict dp) {                            \
    for (ptrdiff_t i = 0; i < n; i++) dp[i] = scale * slope(p[i] - t[i], delta);                 \
  }

SUM(ctk_squared_error, squared)
SUM(ctk_absolute_error, absolute)
SUM(ctk_huber_error, huber)
SLOPE(ctk_squared_error_gradient, squared_slope)
SLOPE(ctk_absolute_error_gradient, absolute_slope)
SLOPE(ctk_huber_error_gradient, huber_slope)
