#include "CTensorKernels.h"
#include "vector_math.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* One complex matrix product and its two gradients; complex numbers lie as (re, im) pairs. */

/* Eight complex numbers times i: (re, im) becomes (-im, re). */
CTK_INLINE ctk_v16 times_i(ctk_v16 z) {
  ctk_v16 s = __builtin_shufflevector(z, z, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  return s * (ctk_v16){-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1};
}

/* y[r][o] = sum_i x[r][i] w[i][o] for `rows` <= 8 rows and `vectors` (1 or 2) times 8 complex columns. */
CTK_INLINE void forward_block(
    const int rows, const int vectors, ptrdiff_t in, ptrdiff_t out, const float *restrict x,
    const float *restrict w, float *restrict y) {
  ctk_v16 sum[8][2];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++) sum[r][v] = ctk_splat(0);
  for (ptrdiff_t i = 0; i < in; i++) {
    ctk_v16 p[2], q[2];
    for (int v = 0; v < vectors; v++) {
      p[v] = CTK_LOAD(w + 2 * i * out + 16 * v);
      q[v] = times_i(p[v]);
      __builtin_prefetch(w + 2 * (in + i) * out + 16 * v, 0, 2); /* the next mode's */
    }
    for (int r = 0; r < rows; r++) {
      ctk_v16 re = ctk_splat(x[2 * (r * in + i)]), im = ctk_splat(x[2 * (r * in + i) + 1]);
      for (int v = 0; v < vectors; v++) sum[r][v] += re * p[v];
      for (int v = 0; v < vectors; v++) sum[r][v] += im * q[v];
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++) CTK_STORE(y + 2 * r * out + 16 * v, sum[r][v]);
}

#define FORWARD_ROWS(r)                                                               \
  case r: {                                                                           \
    ptrdiff_t o = 0;                                                                  \
    for (; o + 16 <= out; o += 16) forward_block(r, 2, in, out, x, w + 2 * o, y + 2 * o); \
    for (; o + 8 <= out; o += 8) forward_block(r, 1, in, out, x, w + 2 * o, y + 2 * o);   \
    if (o < out) forward_block(r, 1, in, out, x, w + 2 * (out - 8), y + 2 * (out - 8));   \
    break;                                                                            \
  }

CTK_INLINE void forward_narrow(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *restrict x, const float *restrict w,
    float *restrict y) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t o = 0; o < 2 * out; o++) y[2 * r * out + o] = 0;
    for (ptrdiff_t i = 0; i < in; i++) {
      float re = x[2 * (r * in + i)], im = x[2 * (r * in + i) + 1];
      for (ptrdiff_t o = 0; o < out; o++) {
        float p = w[2 * (i * out + o)], q = w[2 * (i * out + o) + 1];
        y[2 * (r * out + o)] += re * p - im * q;
        y[2 * (r * out + o) + 1] += re * q + im * p;
      }
    }
  }
}

CTK_CLONES void ctk_mode_product(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *w, float *y) {
  if (out < 8) {
    forward_narrow(rows, in, out, x, w, y);
    return;
  }
  for (ptrdiff_t done = 0; done < rows; done += 8, x += 16 * in, y += 16 * out) {
    switch (rows - done < 8 ? rows - done : 8) {
      FORWARD_ROWS(1) FORWARD_ROWS(2) FORWARD_ROWS(3) FORWARD_ROWS(4)
      FORWARD_ROWS(5) FORWARD_ROWS(6) FORWARD_ROWS(7) FORWARD_ROWS(8)
    }
  }
}

/* dx[i][8 rows] = sum_o conj(w[i][o]) dy[o][8 rows] for `count` <= 8 values of i. */
CTK_INLINE void input_block(
    const int count, ptrdiff_t out, const float *restrict w, const float *next,
    const float *restrict dy, float *restrict dx) {
  ctk_v16 re[8], im[8];
  for (int i = 0; i < count; i++) re[i] = im[i] = ctk_splat(0);
  for (ptrdiff_t o = 0; o < out; o++) {
    ctk_v16 p = CTK_LOAD(dy + 16 * o);
    __builtin_prefetch(next + 2 * count * o, 0, 2);
    for (int i = 0; i < count; i++) {
      re[i] += ctk_splat(w[2 * (i * out + o)]) * p;
      im[i] += ctk_splat(w[2 * (i * out + o) + 1]) * p;
    }
  }
  for (int i = 0; i < count; i++) CTK_STORE(dx + 16 * i, re[i] - times_i(im[i]));
}

typedef unsigned long long pair __attribute__((aligned(4), may_alias));

/* Copies `count` complex numbers that are `step` floats apart to places `stride` floats apart. */
CTK_INLINE void move_pairs(
    ptrdiff_t count, const float *restrict from, ptrdiff_t step, float *restrict to,
    ptrdiff_t stride) {
  for (ptrdiff_t i = 0; i < count; i++) *(pair *)(to + i * stride) = *(const pair *)(from + i * step);
}

CTK_CLONES void ctk_mode_product_input_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *w, const float *restrict dy,
    float *restrict dx, float *restrict scratch) {
  float *columns = scratch, *sums = scratch + 16 * out;
  for (ptrdiff_t done = 0; done < rows; done += 8, dy += 16 * out, dx += 16 * in) {
    ptrdiff_t count = rows - done < 8 ? rows - done : 8;
    if (count < 8)
      for (ptrdiff_t j = 0; j < 16 * out; j++) columns[j] = 0;
    for (ptrdiff_t r = 0; r < count; r++) move_pairs(out, dy + 2 * r * out, 2, columns + 2 * r, 16);
    ptrdiff_t i = 0;
    for (; i + 8 <= in; i += 8) input_block(8, out, w + 2 * i * out, w + 2 * (in + i) * out, columns, sums + 16 * i);
    for (; i < in; i++) input_block(1, out, w + 2 * i * out, w + 2 * (in + i) * out, columns, sums + 16 * i);
    for (ptrdiff_t r = 0; r < count; r++) move_pairs(in, sums + 2 * r, 16, dx + 2 * r * in, 2);
  }
}

/* dw[i][16 floats of o] = sum_r conj(x[r][i]) dy[r][o] for `count` <= 8 values of i. */
CTK_INLINE void weight_block(
    const int count, const int streamed, ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out,
    const float *restrict x, const float *restrict dy, float *restrict dw) {
  ctk_v16 sum[8];
  for (int i = 0; i < count; i++) sum[i] = ctk_splat(0);
  for (ptrdiff_t r = 0; r < rows; r++) {
    ctk_v16 p = CTK_LOAD(dy + 2 * r * out), q = -times_i(p);
    for (int i = 0; i < count; i++) {
      sum[i] += ctk_splat(x[2 * (r * in + i)]) * p;
      sum[i] += ctk_splat(x[2 * (r * in + i) + 1]) * q;
    }
  }
  for (int i = 0; i < count; i++) {
    if (streamed)
      __builtin_nontemporal_store(sum[i], (ctk_v16 *)(dw + 2 * i * out));
    else
      CTK_STORE(dw + 2 * i * out, sum[i]);
  }
}

CTK_INLINE void weight_narrow(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *restrict x, const float *restrict dy,
    float *restrict dw) {
  for (ptrdiff_t i = 0; i < in; i++) {
    for (ptrdiff_t o = 0; o < out; o++) {
      float re = 0, im = 0;
      for (ptrdiff_t r = 0; r < rows; r++) {
        float a = x[2 * (r * in + i)], b = x[2 * (r * in + i) + 1];
        float p = dy[2 * (r * out + o)], q = dy[2 * (r * out + o) + 1];
        re += a * p + b * q;
        im += a * q - b * p;
      }
      dw[2 * (i * out + o)] = re;
      dw[2 * (i * out + o) + 1] = im;
    }
  }
}

CTK_INLINE void weight_rows(
    const int count, ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *dy,
    float *dw) {
  const int streamed = out % 8 == 0 && (size_t)dw % 64 == 0;
  ptrdiff_t o = 0;
  if (streamed) {
    for (; o < out; o += 8) weight_block(count, 1, rows, in, out, x, dy + 2 * o, dw + 2 * o);
    return;
  }
  for (; o + 8 <= out; o += 8) weight_block(count, 0, rows, in, out, x, dy + 2 * o, dw + 2 * o);
  if (o < out) {
    o = out - 8;
    weight_block(count, 0, rows, in, out, x, dy + 2 * o, dw + 2 * o);
  }
}

CTK_CLONES void ctk_mode_product_weight_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *dy, float *dw) {
  if (out < 8) {
    weight_narrow(rows, in, out, x, dy, dw);
    return;
  }
  ptrdiff_t i = 0;
  for (; i + 8 <= in; i += 8) weight_rows(8, rows, in, out, x + 2 * i, dy, dw + 2 * i * out);
  for (; i < in; i++) weight_rows(1, rows, in, out, x + 2 * i, dy, dw + 2 * i * out);
#if defined(__x86_64__)
  _mm_sfence(); /* streamed stores are not ordered with what tells other threads that we are done */
#endif
}
