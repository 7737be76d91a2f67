/* Softmax over rows, one row in the cache at a time. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* Vectors of a row overlap at its end: all start at `at` and only the lanes from `first` on are new. A row of less
   than 16 numbers goes through one vector that is filled up. */
typedef struct {
  ptrdiff_t at;
  int first;
} piece;

CTK_INLINE piece piece_at(ptrdiff_t i, ptrdiff_t n) {
  if (n < 16 || i + 16 <= n) return (piece){i, 0};
  return (piece){n - 16, (int)(i + 16 - n)};
}

static const int lanes[16] __attribute__((aligned(64))) = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* v in the new lanes, else the filling. */
CTK_INLINE ctk_v16 new_lanes(ctk_v16 v, piece p, float filling) {
  return ctk_choose(*(const ctk_i16 *)lanes >= p.first, v, ctk_splat(filling));
}

CTK_INLINE ctk_v16 load(const float *x, ptrdiff_t n, piece p, float filling) {
  if (n >= 16) return CTK_LOAD(x + p.at);
  float last[16];
  for (int i = 0; i < 16; i++) last[i] = filling;
  for (ptrdiff_t i = 0; i < n; i++) last[i] = x[i];
  return CTK_LOAD(last);
}

CTK_INLINE void store(float *y, ptrdiff_t n, piece p, ctk_v16 v) {
  if (n >= 16) {
    CTK_STORE(y + p.at, v);
  } else {
    float last[16];
    CTK_STORE(last, v);
    for (ptrdiff_t i = 0; i < n; i++) y[i] = last[i];
  }
}

CTK_INLINE float total(ctk_v16 v) {
  float sum = 0;
  for (int i = 0; i < 16; i++) sum += v[i];
  return sum;
}

#define CTK_PIECES(n) (ptrdiff_t i = 0; i < (n); i += 16)

CTK_INLINE float largest(ptrdiff_t n, const float *x) {
  ctk_v16 top = ctk_splat(-__builtin_inff());
  for CTK_PIECES(n) {
    ctk_v16 v = load(x, n, piece_at(i, n), -__builtin_inff());
    top = ctk_choose(v > top, v, top);
  }
  float result = top[0];
  for (int i = 1; i < 16; i++) result = top[i] > result ? top[i] : result;
  return result;
}

/* The sum of e^(x - top); the powers go to y unless that is null. */
CTK_INLINE float powers(ptrdiff_t n, const float *x, float top, float *y) {
  ctk_v16 sum = {0};
  for CTK_PIECES(n) {
    piece p = piece_at(i, n);
    ctk_v16 e = ctk_vexp(load(x, n, p, -__builtin_inff()) - top);
    sum += new_lanes(e, p, 0);
    if (y) store(y, n, p, e);
  }
  return total(sum);
}

CTK_INLINE void softmax_row(ptrdiff_t n, const float *restrict x, float *restrict y) {
  float scale = 1 / powers(n, x, largest(n, x), y);
  for (ptrdiff_t i = 0; i < n; i++) y[i] *= scale;
}

CTK_INLINE void log_softmax_row(ptrdiff_t n, const float *restrict x, float *restrict y) {
  float top = largest(n, x);
  float shift = ctk_vlog(ctk_splat(powers(n, x, top, 0)))[0];
  for (ptrdiff_t i = 0; i < n; i++) y[i] = (x[i] - top) - shift;
}

CTK_INLINE void softmax_gradient_row(ptrdiff_t n, const float *restrict y, const float *restrict g,
                                     float *restrict dx) {
  ctk_v16 sum = {0};
  for CTK_PIECES(n) {
    piece p = piece_at(i, n);
    sum += new_lanes(load(y, n, p, 0) * load(g, n, p, 0), p, 0);
  }
  float product = total(sum);
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = y[i] * (g[i] - product);
}

CTK_INLINE void log_softmax_gradient_row(ptrdiff_t n, const float *restrict y, const float *restrict g,
                                         float *restrict dx) {
  ctk_v16 sum = {0};
  for CTK_PIECES(n) {
    piece p = piece_at(i, n);
    sum += new_lanes(load(g, n, p, 0), p, 0);
  }
  float all = total(sum);
  for CTK_PIECES(n) {
    piece p = piece_at(i, n);
    store(dx, n, p, load(g, n, p, 0) - ctk_vexp(load(y, n, p, 0)) * all);
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
