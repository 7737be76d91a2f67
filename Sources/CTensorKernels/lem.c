/* A whole sequence of the long expressive memory (Rusch et al. 2022, eq. 3) and its gradient, 16 sequences at a
   time: every number of the state is a vector of 16 lanes, one lane a sequence. */
#include "CTensorKernels.h"
#include "vector_math.h"

enum { LANES = 16 };

/* out[r] += sum over k of w[r, k] x[k], for `count` rows side by side. */
#define ROWS(count)                                                                        \
  CTK_INLINE void product_##count(ptrdiff_t columns, const float *w, const float *x, float *out) { \
    ctk_v16 sum[count];                                                                    \
    for (int j = 0; j < count; j++) sum[j] = CTK_LOAD(out + j * LANES);                    \
    for (ptrdiff_t k = 0; k < columns; k++) {                                              \
      ctk_v16 v = CTK_LOAD(x + k * LANES);                                                 \
      for (int j = 0; j < count; j++) sum[j] += w[j * columns + k] * v;                    \
    }                                                                                      \
    for (int j = 0; j < count; j++) CTK_STORE(out + j * LANES, sum[j]);                    \
  }

ROWS(8)
ROWS(1)

CTK_INLINE void product(ptrdiff_t rows, ptrdiff_t columns, const float *w, const float *x, float *out) {
  ptrdiff_t r = 0;
  for (; r + 8 <= rows; r += 8) product_8(columns, w + r * columns, x, out + r * LANES);
  for (; r < rows; r++) product_1(columns, w + r * columns, x, out + r * LANES);
}

/* to[k] += sum over rows r of w[r, k] x[r]. */
CTK_INLINE void transposed_product(ptrdiff_t rows, ptrdiff_t columns, const float *w, const float *x,
                                   float *to) {
  ptrdiff_t k = 0;
  for (; k + 8 <= columns; k += 8) {
    ctk_v16 sum[8];
    for (int j = 0; j < 8; j++) sum[j] = CTK_LOAD(to + (k + j) * LANES);
    for (ptrdiff_t r = 0; r < rows; r++) {
      ctk_v16 v = CTK_LOAD(x + r * LANES);
      for (int j = 0; j < 8; j++) sum[j] += w[r * columns + k + j] * v;
    }
    for (int j = 0; j < 8; j++) CTK_STORE(to + (k + j) * LANES, sum[j]);
  }
  for (; k < columns; k++) {
    ctk_v16 sum = CTK_LOAD(to + k * LANES);
    for (ptrdiff_t r = 0; r < rows; r++) sum += w[r * columns + k] * CTK_LOAD(x + r * LANES);
    CTK_STORE(to + k * LANES, sum);
  }
}

/* Up to 16 samples [lanes, n] as [n][16]; zeros where there is no sample. */
CTK_INLINE void pack(ptrdiff_t lanes, ptrdiff_t n, const float *from, float *to) {
  for (ptrdiff_t i = 0; i < n; i++)
    for (ptrdiff_t l = 0; l < LANES; l++) to[i * LANES + l] = from && l < lanes ? from[l * n + i] : 0;
}

CTK_INLINE void unpack(ptrdiff_t lanes, ptrdiff_t n, const float *from, float *to) {
  for (ptrdiff_t l = 0; l < lanes; l++)
    for (ptrdiff_t i = 0; i < n; i++) to[l * n + i] = from[i * LANES + l];
}

CTK_INLINE void fill(ptrdiff_t rows, const float *a, const float *b, float *to) {
  for (ptrdiff_t r = 0; r < rows; r++) CTK_STORE(to + r * LANES, ctk_splat(a[r] + b[r]));
}

CTK_INLINE void step_forward(const ctk_lem_shape *s, const ctk_lem_weights *w, const float *u,
                             const float *state, float *gates, float *next) {
  ptrdiff_t h = s->hidden, v = h * LANES, in = s->inputs;
  float *slow = gates, *fast = slow + v, *a = fast + v, *c = a + v;
  fill(2 * h, w->input_bias, w->hidden_bias, slow);
  fill(h, w->input_bias + 3 * h, w->hidden_bias + 2 * h, a);
  fill(h, w->input_bias + 2 * h, w->memory_bias, c);
  product(2 * h, in, w->input, u, slow);
  product(h, in, w->input + 3 * h * in, u, a);
  product(h, in, w->input + 2 * h * in, u, c);
  product(3 * h, h, w->hidden, state, slow);
  for (ptrdiff_t i = 0; i < v; i += LANES) {
    ctk_v16 f = s->dt * ctk_vsigmoid(CTK_LOAD(fast + i)), e = ctk_vtanh(CTK_LOAD(a + i));
    ctk_v16 z = CTK_LOAD(state + v + i);
    CTK_STORE(slow + i, s->dt * ctk_vsigmoid(CTK_LOAD(slow + i)));
    CTK_STORE(fast + i, f);
    CTK_STORE(a + i, e);
    CTK_STORE(next + v + i, z + f * (e - z));
  }
  product(h, h, w->memory, next + v, c);
  for (ptrdiff_t i = 0; i < v; i += LANES) {
    ctk_v16 e = ctk_vtanh(CTK_LOAD(c + i)), y = CTK_LOAD(state + i);
    CTK_STORE(c + i, e);
    CTK_STORE(next + i, y + CTK_LOAD(slow + i) * (e - y));
  }
}

CTK_INLINE void forward(const ctk_lem_shape *s, const ctk_lem_weights *w, const ctk_lem_group *g,
                        const float *u, const float *y0, const float *z0, float *ys, float *z) {
  ptrdiff_t h = s->hidden, v = h * LANES, in = s->inputs, n = s->batch;
  pack(g->lanes, h, y0 ? y0 + g->first * h : y0, g->states);
  pack(g->lanes, h, z0 ? z0 + g->first * h : z0, g->states + v);
  for (ptrdiff_t t = 0; t < s->steps; t++) {
    float *packed = g->inputs + t * in * LANES, *next = g->states + (t + 1) * 2 * v;
    pack(g->lanes, in, u + (t * n + g->first) * in, packed);
    step_forward(s, w, packed, g->states + t * 2 * v, g->gates + t * 4 * v, next);
    unpack(g->lanes, h, next, ys + (t * n + g->first) * h);
  }
  unpack(g->lanes, h, g->states + s->steps * 2 * v + v, z + g->first * h);
}

CTK_CLONES void ctk_lem_forward(const ctk_lem_shape *s, const ctk_lem_weights *w, const ctk_lem_group *g,
                                const float *u, const float *y0, const float *z0, float *ys, float *z) {
  forward(s, w, g, u, y0, z0, ys, z);
}

/* From the gradients (dy, dz) of the state after a step to those before it; d takes those of the sums inside the
   gates, in the order slow, fast, a, c. */
CTK_INLINE void step_backward(const ctk_lem_shape *s, const ctk_lem_weights *w, const float *gates,
                              const float *state, float *dy, float *dz, float *d) {
  ptrdiff_t h = s->hidden, v = h * LANES;
  const float *slow = gates, *fast = slow + v, *a = fast + v, *c = a + v;
  float inverse = 1.0f / s->dt;
  for (ptrdiff_t i = 0; i < v; i += LANES) {
    ctk_v16 g = CTK_LOAD(dy + i), m = CTK_LOAD(slow + i), e = CTK_LOAD(c + i);
    CTK_STORE(d + i, g * (e - CTK_LOAD(state + i)) * m * (1.0f - m * inverse));
    CTK_STORE(d + 3 * v + i, g * m * (1.0f - e * e));
    CTK_STORE(dy + i, g * (1.0f - m));
  }
  transposed_product(h, h, w->memory, d + 3 * v, dz);
  for (ptrdiff_t i = 0; i < v; i += LANES) {
    ctk_v16 g = CTK_LOAD(dz + i), m = CTK_LOAD(fast + i), e = CTK_LOAD(a + i);
    CTK_STORE(d + v + i, g * (e - CTK_LOAD(state + v + i)) * m * (1.0f - m * inverse));
    CTK_STORE(d + 2 * v + i, g * m * (1.0f - e * e));
    CTK_STORE(dz + i, g * (1.0f - m));
  }
  transposed_product(3 * h, h, w->hidden, d, dy);
}

/* out[r, k] = sum over steps and lanes of d[t][r] x[t][k]. */
CTK_INLINE void outer(ptrdiff_t steps, ptrdiff_t rows, ptrdiff_t columns, const float *d, ptrdiff_t d_step,
                      const float *x, ptrdiff_t x_step, float *out) {
  for (ptrdiff_t r = 0; r < rows; r += 4)
    for (ptrdiff_t k = 0; k < columns; k += 4) {
      ptrdiff_t m = rows - r < 4 ? rows - r : 4, n = columns - k < 4 ? columns - k : 4;
      /* Tiles at the edge go over rows or columns again instead of beyond. */
      ptrdiff_t ri[4], ki[4];
      for (int i = 0; i < 4; i++) {
        ri[i] = (r + (i < m ? i : m - 1)) * LANES;
        ki[i] = (k + (i < n ? i : n - 1)) * LANES;
      }
      ctk_v16 sum[16];
      for (int i = 0; i < 16; i++) sum[i] = ctk_splat(0);
      for (ptrdiff_t t = 0; t < steps; t++) {
        ctk_v16 b[4];
        for (int j = 0; j < 4; j++) b[j] = CTK_LOAD(x + t * x_step + ki[j]);
        for (int i = 0; i < 4; i++) {
          ctk_v16 a = CTK_LOAD(d + t * d_step + ri[i]);
          for (int j = 0; j < 4; j++) sum[4 * i + j] += a * b[j];
        }
      }
      for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) {
          float total = 0;
          for (int l = 0; l < LANES; l++) total += sum[4 * i + j][l];
          out[(r + i) * columns + k + j] = total;
        }
    }
}

/* out[r] = sum over steps and lanes of d[t][r]. */
CTK_INLINE void row_sums(ptrdiff_t steps, ptrdiff_t rows, const float *d, ptrdiff_t d_step, float *out) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    ctk_v16 sum = ctk_splat(0);
    for (ptrdiff_t t = 0; t < steps; t++) sum += CTK_LOAD(d + t * d_step + r * LANES);
    float total = 0;
    for (int l = 0; l < LANES; l++) total += sum[l];
    out[r] = total;
  }
}

CTK_INLINE void weight_gradients(const ctk_lem_shape *s, const ctk_lem_group *g, const float *d,
                                 const ctk_lem_gradients *out) {
  ptrdiff_t h = s->hidden, v = h * LANES, in = s->inputs, n = s->steps;
  const float *a = d + 2 * v, *c = d + 3 * v;
  outer(n, 3 * h, h, d, 4 * v, g->states, 2 * v, out->hidden);
  outer(n, h, h, c, 4 * v, g->states + 3 * v, 2 * v, out->memory);
  outer(n, 2 * h, in, d, 4 * v, g->inputs, in * LANES, out->input);
  outer(n, h, in, c, 4 * v, g->inputs, in * LANES, out->input + 2 * h * in);
  outer(n, h, in, a, 4 * v, g->inputs, in * LANES, out->input + 3 * h * in);
  row_sums(n, 3 * h, d, 4 * v, out->hidden_bias);
  row_sums(n, h, c, 4 * v, out->memory_bias);
  row_sums(n, 2 * h, d, 4 * v, out->input_bias);
  row_sums(n, h, c, 4 * v, out->input_bias + 2 * h);
  row_sums(n, h, a, 4 * v, out->input_bias + 3 * h);
}

/* The gradient of the inputs of one step, in lanes. */
CTK_INLINE void input_gradient(const ctk_lem_shape *s, const ctk_lem_weights *w, const float *d,
                               float *du) {
  ptrdiff_t h = s->hidden, v = h * LANES, in = s->inputs;
  for (ptrdiff_t i = 0; i < in * LANES; i++) du[i] = 0;
  transposed_product(2 * h, in, w->input, d, du);
  transposed_product(h, in, w->input + 2 * h * in, d + 3 * v, du);
  transposed_product(h, in, w->input + 3 * h * in, d + 2 * v, du);
}

CTK_INLINE void backward(const ctk_lem_shape *s, const ctk_lem_weights *w, const ctk_lem_group *g,
                         const float *gy, const float *gz, float *d, float *scratch,
                         const ctk_lem_gradients *out) {
  ptrdiff_t h = s->hidden, v = h * LANES, in = s->inputs, n = s->batch;
  float *dy = scratch, *dz = dy + v, *arrived = dz + v, *du = arrived + v;
  pack(g->lanes, h, 0, dy);
  pack(g->lanes, h, gz ? gz + g->first * h : gz, dz);
  for (ptrdiff_t t = s->steps - 1; t >= 0; t--) {
    if (gy) {
      pack(g->lanes, h, gy + (t * n + g->first) * h, arrived);
      for (ptrdiff_t i = 0; i < v; i++) dy[i] += arrived[i];
    }
    float *dt = d + t * 4 * v;
    step_backward(s, w, g->gates + t * 4 * v, g->states + t * 2 * v, dy, dz, dt);
    if (out->inputs) {
      input_gradient(s, w, dt, du);
      unpack(g->lanes, in, du, out->inputs + (t * n + g->first) * in);
    }
  }
  unpack(g->lanes, h, dy, out->y0 + g->first * h);
  unpack(g->lanes, h, dz, out->z0 + g->first * h);
  weight_gradients(s, g, d, out);
}

CTK_CLONES void ctk_lem_backward(const ctk_lem_shape *s, const ctk_lem_weights *w, const ctk_lem_group *g,
                                 const float *gy, const float *gz, float *d, float *scratch,
                                 const ctk_lem_gradients *out) {
  backward(s, w, g, gy, gz, d, scratch, out);
}
