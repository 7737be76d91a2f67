/* Elementary functions of 16 floats at a time, within a few units in the last place of the true values.

   Polynomials are interpolated at Chebyshev nodes of the interval named beside them; the relative error of each
   is below 2.5e-8, less than half a unit in the last place. NaN comes out where NaN went in.

   A function with CTK_CLONES must not call these itself, since the compiler checks vector arguments before it
   inlines: put the loop into a CTK_INLINE function with pointers and let the cloned function call that. */
#ifndef CTK_VECTOR_MATH_H
#define CTK_VECTOR_MATH_H

#include "kernels.h"

#pragma clang fp contract(fast)
#pragma clang diagnostic ignored "-Wpsabi" /* vectors never cross a call: all is inlined */

typedef float ctk_v16 __attribute__((vector_size(64)));
typedef int ctk_i16 __attribute__((vector_size(64)));
typedef float ctk_v16u __attribute__((vector_size(64), aligned(4), may_alias));

#define CTK_LOAD(p) ((ctk_v16)(*(const ctk_v16u *)(p)))
#define CTK_STORE(p, v) (*(ctk_v16u *)(p) = (v))

CTK_INLINE ctk_v16 ctk_splat(float x) {
  return (ctk_v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

/* a where the mask is set, else b. */
CTK_INLINE ctk_v16 ctk_choose(ctk_i16 mask, ctk_v16 a, ctk_v16 b) {
  return (ctk_v16)((mask & (ctk_i16)a) | (~mask & (ctk_i16)b));
}

CTK_INLINE ctk_v16 ctk_vabs(ctk_v16 x) { return (ctk_v16)((ctk_i16)x & 0x7fffffff); }

/* x with the sign of s; x must not be negative. */
CTK_INLINE ctk_v16 ctk_vsigned(ctk_v16 x, ctk_v16 s) {
  return (ctk_v16)((ctk_i16)x | ((ctk_i16)s & (int)0x80000000));
}

/* 2^n for n in -126 ..= 127. */
CTK_INLINE ctk_v16 ctk_power_of_two(ctk_i16 n) { return (ctk_v16)((n + 127) << 23); }

/* Splits x + small = n ln 2 + r with |r| hardly above ln 2 / 2 and returns n; expm1(r) = r + r^2 q(r) goes to
   *tail. |x| must be below 2^21; ln 2 in two parts (Cody & Waite 1980, chapter 6). */
CTK_INLINE ctk_i16 ctk_reduce(ctk_v16 x, ctk_v16 small, ctk_v16 *tail) {
  ctk_v16 shifted = x * 1.44269504f + 12582912.0f; /* 1.5 * 2^23: an integer in the low bits */
  ctk_v16 n = shifted - 12582912.0f;
  ctk_v16 r = x - n * 0.693145752f;
  r = r - n * 1.42860677e-6f + small;
  ctk_v16 q = 0.00836317905f + r * 0.00139261836f;
  q = 0.0416665546f + r * q;
  q = 0.16666577f + r * q;
  q = 0.5f + r * q;
  *tail = r + (r * r) * q;
  return (ctk_i16)shifted - 0x4b400000;
}

/* e^(x + small) for x in -106 ..= 89 or NaN. */
CTK_INLINE ctk_v16 ctk_vexp_bounded(ctk_v16 x, ctk_v16 small) {
  ctk_v16 tail;
  ctk_i16 n = ctk_reduce(x, small, &tail);
  ctk_i16 half = n >> 1; /* in two factors, since 2^n alone may be out of range */
  return (1.0f + tail) * ctk_power_of_two(half) * ctk_power_of_two(n - half);
}

/* e^x: 0 below -104, infinity above 88.73, also subnormal numbers between. */
CTK_INLINE ctk_v16 ctk_vexp(ctk_v16 x) {
  ctk_v16 bounded = ctk_choose(x < -105.0f, ctk_splat(-105.0f), x);
  bounded = ctk_choose(bounded > 89.0f, ctk_splat(89.0f), bounded);
  return ctk_vexp_bounded(bounded, ctk_splat(0));
}

/* tanh x = -t / (2 + t) with t = expm1(-2 |x|), which keeps all digits near zero. */
CTK_INLINE ctk_v16 ctk_vtanh(ctk_v16 x) {
  ctk_v16 y = -2.0f * ctk_vabs(x);
  y = ctk_choose(y < -40.0f, ctk_splat(-40.0f), y);
  ctk_v16 tail;
  ctk_v16 scale = ctk_power_of_two(ctk_reduce(y, ctk_splat(0), &tail));
  ctk_v16 t = scale * tail + (scale - 1.0f);
  return ctk_vsigned(ctk_vabs(t / (2.0f + t)), x);
}

/* 1 / (1 + e^-x). */
CTK_INLINE ctk_v16 ctk_vsigmoid(ctk_v16 x) { return 1.0f / (1.0f + ctk_vexp(-x)); }

/* ln(m 2^n) for m in sqrt(1/2) ... sqrt(2): ln(1 + f) = f - f^2/2 + f^3 q(f). */
CTK_INLINE ctk_v16 ctk_vlog_parts(ctk_v16 m, ctk_v16 n) {
  ctk_v16 f = m - 1.0f;
  ctk_v16 q = -0.114797338f + f * 0.0697161147f;
  q = 0.116854199f + f * q;
  q = -0.124256873f + f * q;
  q = 0.142490576f + f * q;
  q = -0.166678023f + f * q;
  q = 0.200007157f + f * q;
  q = -0.24999997f + f * q;
  q = 0.333333312f + f * q;
  ctk_v16 square = f * f;
  ctk_v16 y = f * square * q + n * 1.42860677e-6f;
  return n * 0.693145752f + (f + (y - 0.5f * square));
}

/* ln x: -infinity at zero, NaN below. */
CTK_INLINE ctk_v16 ctk_vlog(ctk_v16 x) {
  ctk_i16 tiny = x < 1.17549435e-38f;
  ctk_i16 bits = (ctk_i16)ctk_choose(tiny, x * 16777216.0f, x);
  ctk_i16 e = (bits - 0x3f3504f3) >> 23;
  ctk_v16 n = __builtin_convertvector(e - (tiny & 24), ctk_v16);
  ctk_v16 y = ctk_vlog_parts((ctk_v16)(bits - (e << 23)), n);
  y = ctk_choose(x < __builtin_inff(), y, x); /* infinity and NaN stay */
  y = ctk_choose(x == 0.0f, ctk_splat(-__builtin_inff()), y);
  return ctk_choose(x < 0.0f, ctk_splat(__builtin_nanf("")), y);
}

/* ln(1 + e^x). The rounding of w = 1 + u is put right to first order: ln(1 + u) = ln w + (u - (w - 1)) / w, where
   1 / w between 1/2 and 1 may be taken as 1 - u / 2. */
CTK_INLINE ctk_v16 ctk_vsoftplus(ctk_v16 x) {
  ctk_v16 u = ctk_vexp(-ctk_vabs(x));
  ctk_v16 w = 1.0f + u;
  ctk_v16 rest = (u - (w - 1.0f)) * (1.0f - 0.5f * u);
  ctk_i16 high = w > 1.41421356f;
  ctk_v16 n = (ctk_v16)(high & (ctk_i16)ctk_splat(1));
  ctk_v16 tail = ctk_vlog_parts(ctk_choose(high, 0.5f * w, w), n) + rest;
  return ctk_choose(x > 0.0f, x, ctk_splat(0)) + tail;
}

/* The standard normal density at x and, returned, the distribution function.

   Below zero the latter is exp(-z^2/2) P(t) / (z + 4) with z = |x|, t = (z - 4) / (z + 4). z^2 is taken with its
   rounding error, else the tail would lose digits. */
CTK_INLINE ctk_v16 ctk_vnormal(ctk_v16 x, ctk_v16 *density) {
  ctk_v16 z = ctk_vabs(x);
  z = ctk_choose(z > 14.5f, ctk_splat(14.5f), z);
  ctk_v16 high = (z + 49152.0f) - 49152.0f; /* a multiple of 1/256: its square is exact */
  ctk_v16 bell = ctk_vexp_bounded(-0.5f * high * high, -0.5f * (z - high) * (z + high));
  *density = bell * 0.398942280f;
  ctk_v16 inverse = 1.0f / (z + 4.0f);
  ctk_v16 t = 1.0f - 8.0f * inverse;
  ctk_v16 p = 0.00018899652f - t * 0.00012555839f;
  p = 0.00156688169f + t * p;
  p = -0.00352097282f + t * p;
  p = -0.00752540242f + t * p;
  p = 0.0604061855f + t * p;
  p = -0.186523307f + t * p;
  p = 0.387136683f + t * p;
  p = -0.607896594f + t * p;
  p = 0.755285139f + t * p;
  ctk_v16 below = bell * (p * inverse);
  return ctk_choose(x < 0.0f, below, 1.0f - below);
}

#endif
