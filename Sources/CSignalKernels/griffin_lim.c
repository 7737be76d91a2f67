#include "CSignalKernels.h"

/* One number of each signal. */
typedef float lanes __attribute__((vector_size(4 * SK_LANES)));

#if defined(__x86_64__) && defined(__linux__)
#define SK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SK_CLONES
#endif

#define SK_INLINE static inline __attribute__((always_inline))

#pragma clang fp contract(fast)
#pragma clang diagnostic ignored "-Wpsabi" /* vectors never cross a call: all is inlined */

/* One pass of Stockham's transform: input x, output y, m butterflies of s numbers each; the twiddle factor of
   butterfly p is exp(−2πi p j s / n) for output j. */
#define SK_BUTTERFLIES(RADIX, ...)                                             \
  for (ptrdiff_t p = 0; p < m; p++) {                                          \
    float wr[RADIX], wi[RADIX];                                                \
    for (int j = 0; j < RADIX; j++) {                                          \
      wr[j] = f->twiddles[2 * (p * j * s)];                                    \
      wi[j] = f->twiddles[2 * (p * j * s) + 1];                                \
    }                                                                          \
    for (ptrdiff_t q = 0; q < s; q++) {                                        \
      lanes ar[RADIX], ai[RADIX], br[RADIX], bi[RADIX];                        \
      for (int k = 0; k < RADIX; k++) {                                        \
        ar[k] = xr[q + s * (p + m * k)];                                       \
        ai[k] = xi[q + s * (p + m * k)];                                       \
      }                                                                        \
      __VA_ARGS__                                                              \
      yr[q + s * RADIX * p] = br[0];                                           \
      yi[q + s * RADIX * p] = bi[0];                                           \
      for (int j = 1; j < RADIX; j++) {                                        \
        yr[q + s * (RADIX * p + j)] = br[j] * wr[j] - bi[j] * wi[j];           \
        yi[q + s * (RADIX * p + j)] = br[j] * wi[j] + bi[j] * wr[j];           \
      }                                                                        \
    }                                                                          \
  }

SK_INLINE void pass(const sk_frames *f, int radix, ptrdiff_t m, ptrdiff_t s, const lanes *xr,
                    const lanes *xi, lanes *yr, lanes *yi) {
  if (radix == 2) {
    SK_BUTTERFLIES(2, {
      br[0] = ar[0] + ar[1];
      bi[0] = ai[0] + ai[1];
      br[1] = ar[0] - ar[1];
      bi[1] = ai[0] - ai[1];
    })
  } else if (radix == 4) {
    SK_BUTTERFLIES(4, {
      lanes pr = ar[0] + ar[2], pi = ai[0] + ai[2], mr = ar[0] - ar[2], mi = ai[0] - ai[2];
      lanes ur = ar[1] + ar[3], ui = ai[1] + ai[3], vr = ar[1] - ar[3], vi = ai[1] - ai[3];
      br[0] = pr + ur;
      bi[0] = pi + ui;
      br[1] = mr + vi;
      bi[1] = mi - vr;
      br[2] = pr - ur;
      bi[2] = pi - ui;
      br[3] = mr - vi;
      bi[3] = mi + vr;
    })
  } else if (radix == 3) {
    const float c = -0.5f, d = 0.866025403784438647f;
    SK_BUTTERFLIES(3, {
      lanes pr = ar[1] + ar[2], pi = ai[1] + ai[2];
      lanes mr = d * (ar[1] - ar[2]), mi = d * (ai[1] - ai[2]);
      lanes hr = ar[0] + c * pr, hi = ai[0] + c * pi;
      br[0] = ar[0] + pr;
      bi[0] = ai[0] + pi;
      br[1] = hr + mi;
      bi[1] = hi - mr;
      br[2] = hr - mi;
      bi[2] = hi + mr;
    })
  } else {
    const float c1 = 0.309016994374947424f, c2 = -0.809016994374947424f;
    const float s1 = 0.951056516295153572f, s2 = 0.587785252292473129f;
    SK_BUTTERFLIES(5, {
      lanes pr = ar[1] + ar[4], pi = ai[1] + ai[4], mr = ar[1] - ar[4], mi = ai[1] - ai[4];
      lanes ur = ar[2] + ar[3], ui = ai[2] + ai[3], vr = ar[2] - ar[3], vi = ai[2] - ai[3];
      lanes hr = ar[0] + c1 * pr + c2 * ur, hi = ai[0] + c1 * pi + c2 * ui;
      lanes gr = ar[0] + c2 * pr + c1 * ur, gi = ai[0] + c2 * pi + c1 * ui;
      lanes er = s1 * mr + s2 * vr, ei = s1 * mi + s2 * vi;
      lanes dr = s2 * mr - s1 * vr, di = s2 * mi - s1 * vi;
      br[0] = ar[0] + pr + ur;
      bi[0] = ai[0] + pi + ui;
      br[1] = hr + ei;
      bi[1] = hi - er;
      br[4] = hr - ei;
      bi[4] = hi + er;
      br[2] = gr + di;
      bi[2] = gi - dr;
      br[3] = gr - di;
      bi[3] = gi + dr;
    })
  }
}

/* The transform of the numbers in (re, im); returns which of the two buffers holds it: 0 for (re, im), 1 for
   (other_re, other_im). */
SK_INLINE int transform(const sk_frames *f, lanes *re, lanes *im, lanes *other_re, lanes *other_im) {
  ptrdiff_t s = 1, rest = f->n;
  int swapped = 0;
  for (int i = 0; i < f->pass_count; i++) {
    int r = f->radix[i];
    rest /= r;
    if (swapped) {
      pass(f, r, rest, s, other_re, other_im, re, im);
    } else {
      pass(f, r, rest, s, re, im, other_re, other_im);
    }
    swapped = !swapped;
    s *= r;
  }
  return swapped;
}

/* Two frames a and b make one complex spectrum A + iB; its inverse holds a in the real and b in the imaginary part.
   The inverse is the forward transform with real and imaginary parts exchanged. */
SK_CLONES
void sk_synthesize(const sk_frames *f, const float *estimate, float *signal, float *work) {
  const lanes *spectra = (const lanes *)estimate;
  lanes *sum = (lanes *)signal;
  lanes *w0 = (lanes *)work, *w1 = w0 + f->n, *w2 = w1 + f->n, *w3 = w2 + f->n;
  ptrdiff_t n = f->n, length = (f->frames - 1) * f->hop + n;
  lanes zero = {0};
  for (ptrdiff_t i = 0; i < length; i++) sum[i] = zero;
  for (ptrdiff_t t = 0; t < f->frames; t += 2) {
    int pair = t + 1 < f->frames;
    const lanes *a = spectra + 2 * f->bins * t, *b = a + (pair ? 2 * f->bins : 0);
    for (ptrdiff_t k = 0; k < f->bins; k++) {
      lanes ar = a[2 * k], ai = a[2 * k + 1], br = b[2 * k], bi = b[2 * k + 1];
      if (!pair) br = bi = zero;
      if (k == 0 || 2 * k == n) {
        /* The coefficients of a real signal are real there. */
        w0[k] = ar;
        w1[k] = br;
      } else {
        w0[k] = ar - bi;
        w1[k] = ai + br;
        w0[n - k] = ar + bi;
        w1[n - k] = br - ai;
      }
    }
    int at = transform(f, w1, w0, w3, w2);
    const lanes *first = at ? w2 : w0, *second = at ? w3 : w1;
    lanes *to = sum + t * f->hop;
    for (ptrdiff_t i = 0; i < n; i++) to[i] += f->window[i] * first[i];
    if (!pair) continue;
    to += f->hop;
    for (ptrdiff_t i = 0; i < n; i++) to[i] += f->window[i] * second[i];
  }
  ptrdiff_t m = f->margin, last = m + f->count - 1;
  for (ptrdiff_t i = m; i <= last; i++) sum[i] = i < length ? sum[i] * f->overlap[i] : zero;
  for (ptrdiff_t i = 1; i <= m; i++) {
    sum[m - i] = f->reflects ? sum[m + i] : zero;
    if (last + i < length) sum[last + i] = f->reflects ? sum[last - i] : zero;
  }
  /* A last frame that reaches beyond the mirrored part sees zeros there. */
  for (ptrdiff_t i = last + m + 1; i < length; i++) sum[i] = zero;
}

/* The rebuilt coefficient c takes the wanted magnitude after acceleration; its misfit is added to the sum. By
   pointers, since a vector as argument would change with the processor. */
SK_INLINE void project(const lanes *c, const lanes *magnitude, float momentum, lanes *previous,
                       lanes *estimate, lanes *sum) {
  lanes r = c[0], i = c[1];
  lanes ar = r + momentum * (r - previous[0]), ai = i + momentum * (i - previous[1]);
  /* Added so that zero over zero is zero: below the squares of all magnitudes that matter. */
  const float tiny = 1e-37f;
  lanes scale = *magnitude / __builtin_elementwise_sqrt(ar * ar + ai * ai + tiny);
  previous[0] = r;
  previous[1] = i;
  estimate[0] = ar * scale;
  estimate[1] = ai * scale;
  lanes off = __builtin_elementwise_sqrt(r * r + i * i) - *magnitude;
  *sum += off * off;
}

SK_CLONES
void sk_analyze(const sk_frames *f, const float *signal, const float *magnitude, float momentum,
                float *previous, float *estimate, double *misfit, float *work) {
  const lanes *x = (const lanes *)signal, *wanted = (const lanes *)magnitude;
  lanes *before = (lanes *)previous, *after = (lanes *)estimate;
  lanes *w0 = (lanes *)work, *w1 = w0 + f->n, *w2 = w1 + f->n, *w3 = w2 + f->n;
  ptrdiff_t n = f->n;
  lanes zero = {0};
  for (int l = 0; l < SK_LANES; l++) misfit[l] = 0;
  for (ptrdiff_t t = 0; t < f->frames; t += 2) {
    int pair = t + 1 < f->frames;
    const lanes *a = x + t * f->hop, *b = a + f->hop;
    for (ptrdiff_t i = 0; i < n; i++) {
      w0[i] = f->window[i] * a[i];
      w1[i] = pair ? f->window[i] * b[i] : zero;
    }
    int at = transform(f, w0, w1, w2, w3);
    const lanes *zr = at ? w2 : w0, *zi = at ? w3 : w1;
    lanes sum = zero;
    ptrdiff_t first = f->bins * t, second = first + f->bins;
    for (ptrdiff_t k = 0; k < f->bins; k++) {
      ptrdiff_t mirror = k == 0 ? 0 : n - k;
      lanes pr = zr[k], pi = zi[k], qr = zr[mirror], qi = zi[mirror];
      lanes one[2] = {0.5f * (pr + qr), 0.5f * (pi - qi)};
      lanes two[2] = {0.5f * (pi + qi), 0.5f * (qr - pr)};
      project(one, wanted + first + k, momentum, before + 2 * (first + k), after + 2 * (first + k),
              &sum);
      if (pair)
        project(two, wanted + second + k, momentum, before + 2 * (second + k),
                after + 2 * (second + k), &sum);
    }
    for (int l = 0; l < SK_LANES; l++) misfit[l] += (double)sum[l];
  }
}
