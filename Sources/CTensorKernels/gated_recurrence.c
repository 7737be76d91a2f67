#include "CTensorKernels.h"
#include "vector_math.h"

/* The gates of a gated recurrent unit (Cho et al. 2014, in PyTorch's form) and their gradient:

     r = sigmoid(a_r + b_r)   z = sigmoid(a_z + b_z)   n = tanh(a_n + r b_n)   h' = (1 - z) n + z h

   with a from the input and b from the state. */

CTK_INLINE ctk_v16 load(const float *p, ptrdiff_t count) {
  if (count >= 16) return CTK_LOAD(p);
  ctk_v16 v = ctk_splat(0);
  for (ptrdiff_t i = 0; i < count; i++) v[i] = p[i];
  return v;
}

CTK_INLINE void store(float *p, ctk_v16 v, ptrdiff_t count) {
  if (count >= 16) {
    CTK_STORE(p, v);
    return;
  }
  for (ptrdiff_t i = 0; i < count; i++) p[i] = v[i];
}

CTK_INLINE void gates(
    ptrdiff_t count, ptrdiff_t h, float *a, const float *b, const float *state, float *candidate,
    float *next) {
  ctk_v16 r = ctk_vsigmoid(load(a, count) + load(b, count));
  ctk_v16 z = ctk_vsigmoid(load(a + h, count) + load(b + h, count));
  ctk_v16 c = load(b + 2 * h, count);
  ctk_v16 n = ctk_vtanh(load(a + 2 * h, count) + r * c);
  store(a, r, count);
  store(a + h, z, count);
  store(a + 2 * h, n, count);
  store(candidate, c, count);
  store(next, n + z * (load(state, count) - n), count);
}

CTK_INLINE void all_gates(
    ptrdiff_t rows, ptrdiff_t h, const float *const *from, float *const *to, const ptrdiff_t *step) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *a = to[0] + i * step[2], *candidate = to[1] + i * step[3], *next = to[2] + i * step[4];
    const float *b = from[0] + i * step[0], *state = from[1] + i * step[1];
    ptrdiff_t j = 0;
    for (; j + 16 <= h; j += 16) gates(16, h, a + j, b + j, state + j, candidate + j, next + j);
    if (j < h) gates(h - j, h, a + j, b + j, state + j, candidate + j, next + j);
  }
}

CTK_CLONES void ctk_gated_recurrence(
    ptrdiff_t rows, ptrdiff_t h, const float *const *from, float *const *to,
    const ptrdiff_t *steps) {
  all_gates(rows, h, from, to, steps);
}

/* da and db may be the same memory where only the state's part is wanted twice. */
CTK_INLINE void gradient(
    ptrdiff_t count, ptrdiff_t h, const float *rzn, const float *candidate, const float *state,
    float *dnext, float *da, float *db) {
  ctk_v16 r = load(rzn, count), z = load(rzn + h, count), n = load(rzn + 2 * h, count);
  ctk_v16 d = load(dnext, count);
  ctk_v16 dn = d * (1 - z) * (1 - n * n);
  ctk_v16 dz = d * (load(state, count) - n) * z * (1 - z);
  ctk_v16 dr = dn * load(candidate, count) * r * (1 - r);
  store(da, dr, count);
  store(da + h, dz, count);
  store(da + 2 * h, dn, count);
  store(db, dr, count);
  store(db + h, dz, count);
  store(db + 2 * h, dn * r, count);
  store(dnext, d * z, count);
}

CTK_CLONES void ctk_gated_recurrence_gradient(
    ptrdiff_t rows, ptrdiff_t h, const float *const *from, float *const *to,
    const ptrdiff_t *steps) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *rzn = from[0] + i * steps[0], *candidate = from[1] + i * steps[1];
    const float *state = from[2] + i * steps[2];
    float *dnext = to[0] + i * steps[3], *da = to[1] + i * steps[4], *db = to[2] + i * steps[5];
    ptrdiff_t j = 0;
    for (; j + 16 <= h; j += 16)
      gradient(16, h, rzn + j, candidate + j, state + j, dnext + j, da + j, db + j);
    if (j < h) gradient(h - j, h, rzn + j, candidate + j, state + j, dnext + j, da + j, db + j);
  }
}

CTK_INLINE void draw(
    ptrdiff_t count, ptrdiff_t z, const float *moments, const float *noise, float *sample) {
  ctk_v16 deviation = ctk_vexp(0.5f * load(moments + z, count));
  store(sample, load(moments, count) + deviation * load(noise, count), count);
}

CTK_INLINE void all_draws(
    ptrdiff_t rows, ptrdiff_t z, const float *moments, const float *noise, float *sample,
    const ptrdiff_t *steps) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *m = moments + i * steps[0], *e = noise + i * steps[1];
    float *s = sample + i * steps[2];
    ptrdiff_t j = 0;
    for (; j + 16 <= z; j += 16) draw(16, z, m + j, e + j, s + j);
    if (j < z) draw(z - j, z, m + j, e + j, s + j);
  }
}

CTK_CLONES void ctk_gaussian_samples(
    ptrdiff_t rows, ptrdiff_t z, const float *moments, const float *noise, float *sample,
    const ptrdiff_t *steps) {
  all_draws(rows, z, moments, noise, sample, steps);
}
