#ifndef C_SIGNAL_KERNELS_H
#define C_SIGNAL_KERNELS_H

/* The hot loop of phase retrieval: short-time Fourier transforms of sixteen signals at once, one in each lane
   of a vector. One thread, no allocation, no I/O.

   Arrays hold one vector of SK_LANES floats where the text says "a number". */

#include <stddef.h>

#define SK_LANES 16

/* The largest number of passes of a transform. */
#define SK_PASSES 16

/* A complex transform of n numbers whose prime factors are 2, 3 and 5, and how frames are cut. */
typedef struct {
  ptrdiff_t n;               /* samples of a frame */
  ptrdiff_t hop;             /* samples from one frame to the next */
  ptrdiff_t frames;          /* number of frames */
  ptrdiff_t bins;            /* n / 2 + 1 */
  int pass_count;            /* number of passes */
  int radix[SK_PASSES];      /* 2, 3, 4 or 5 for each pass; their product is n */
  const float *twiddles;     /* n pairs: cos(2πk/n), −sin(2πk/n) */
  const float *window;       /* n weights */
  const float *overlap;      /* (frames − 1) hop + n: 1 / (n Σ w²), or 0 */
  ptrdiff_t margin;          /* samples before the first and after the last true one */
  ptrdiff_t count;           /* true samples */
  int reflects;              /* whether the margins mirror the signal; zeros if not */
} sk_frames;

/* Adds the inverse transforms of all frames up to a signal of (frames − 1) hop + n numbers.

   estimate: frames × bins × (real, imaginary); work: 4 n numbers; all aligned to 64 bytes. */
void sk_synthesize(const sk_frames *f, const float *estimate, float *signal, float *work);

/* Cuts the signal into frames, transforms them and gives them the wanted magnitudes:

     rebuilt = STFT(signal),   a = rebuilt + momentum (rebuilt − previous),
     estimate = magnitude a / |a|,   previous = rebuilt

   misfit: SK_LANES doubles, Σ (|rebuilt| − magnitude)² over frames and bins.
   Where a is zero, the estimate is zero. */
void sk_analyze(const sk_frames *f, const float *signal, const float *magnitude, float momentum,
                float *previous, float *estimate, double *misfit, float *work);

#endif
