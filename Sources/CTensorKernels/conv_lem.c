/* The gates of the convolutional long expressive memory, forward and backward; equations in CTensorKernels.h. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* Up to n of 16 floats, the others zero. */
CTK_INLINE ctk_v16 get(const float *p, ptrdiff_t n) {
  if (n >= 16) return CTK_LOAD(p);
  ctk_v16 v = ctk_splat(0);
  __builtin_memcpy(&v, p, 4 * (size_t)n);
  return v;
}

CTK_INLINE void put(float *p, ptrdiff_t n, ctk_v16 v) {
  if (n >= 16)
    CTK_STORE(p, v);
  else
    __builtin_memcpy(p, &v, 4 * (size_t)n);
}

/* Calls step(arguments, i, n) for n = 16 numbers from i on, and at last for those that are left over. */
#define FOR_VECTORS(from, to, step, ...)                                       \
  do {                                                                         \
    ptrdiff_t i = from;                                                        \
    for (; i + 16 <= to; i += 16) step(__VA_ARGS__, i, 16);                    \
    if (i < to) step(__VA_ARGS__, i, to - i);                                  \
  } while (0)

CTK_INLINE void memory_step(const ctk_conv_lem *c, const float *z, float *z_new, ptrdiff_t i, ptrdiff_t n) {
  const float *const *a = c->sums, *const *h = c->state_sums, *const *p = c->peepholes;
  ctk_v16 old = get(z + i, n);
  ctk_v16 s2 = ctk_vsigmoid(get(a[CTK_A2] + i, n) + get(h[CTK_A2] + i, n) + get(p[CTK_A2] + i, n) * old);
  ctk_v16 tz = ctk_vtanh(get(a[CTK_AY] + i, n) + get(h[CTK_AY] + i, n));
  ctk_v16 new = old + c->time_step * s2 * (tz - old);
  ctk_v16 s1 = ctk_vsigmoid(get(a[CTK_A1] + i, n) + get(h[CTK_A1] + i, n) + get(p[CTK_A1] + i, n) * new);
  put(z_new + i, n, new);
  put(c->gates[CTK_A1] + i, n, s1);
  put(c->gates[CTK_A2] + i, n, s2);
  put(c->gates[CTK_AY] + i, n, tz);
  if (c->gates[CTK_AG]) {
    ctk_v16 g = ctk_vsigmoid(get(a[CTK_AG] + i, n) + get(h[CTK_AG] + i, n) + get(p[CTK_AG] + i, n) * new);
    put(c->gates[CTK_AG] + i, n, c->time_step * g);
  }
}

CTK_INLINE void state_step(
    const ctk_conv_lem *c, const float *q, const float *y, float *y_new, ptrdiff_t i, ptrdiff_t n) {
  ctk_v16 g = c->gates[CTK_AG] ? get(c->gates[CTK_AG] + i, n) : ctk_splat(1);
  ctk_v16 old = get(y + i, n);
  ctk_v16 ty = ctk_vtanh(g * get(q + i, n) + get(c->sums[CTK_AZ] + i, n));
  put(c->gates[CTK_AZ] + i, n, ty);
  put(y_new + i, n, old + c->time_step * get(c->gates[CTK_A1] + i, n) * (ty - old));
}

CTK_INLINE void state_step_back(
    const ctk_conv_lem *c, const float *q, const float *y, float *dy, float *dq, ptrdiff_t i, ptrdiff_t n) {
  ctk_v16 s1 = get(c->gates[CTK_A1] + i, n), ty = get(c->gates[CTK_AZ] + i, n), d = get(dy + i, n);
  ctk_v16 rate = c->time_step * s1;
  ctk_v16 daz = d * rate * (1.0f - ty * ty);
  put(c->gates[CTK_A1] + i, n, d * (ty - get(y + i, n)) * rate * (1.0f - s1));
  put(c->gates[CTK_AZ] + i, n, daz);
  put(dy + i, n, d * (1.0f - rate));
  if (c->gates[CTK_AG]) {
    ctk_v16 g = get(c->gates[CTK_AG] + i, n), dg = daz * get(q + i, n);
    put(c->gates[CTK_AG] + i, n, dg * g * (1.0f - g * (1.0f / c->time_step)));
    put(dq + i, n, daz * g);
  } else {
    put(dq + i, n, daz);
  }
}

CTK_INLINE void memory_step_back(
    const ctk_conv_lem *c, const ctk_conv_lem_memory *m, ptrdiff_t i, ptrdiff_t n) {
  const float *const *p = c->peepholes;
  ctk_v16 s2 = get(c->gates[CTK_A2] + i, n), tz = get(c->gates[CTK_AY] + i, n);
  ctk_v16 da1 = get(c->gates[CTK_A1] + i, n), old = get(m->z + i, n), new = get(m->z_new + i, n);
  ctk_v16 d = get(m->dz + i, n) + get(m->convolved + i, n) + da1 * get(p[CTK_A1] + i, n);
  if (c->gates[CTK_AG]) {
    ctk_v16 dag = get(c->gates[CTK_AG] + i, n);
    d += dag * get(p[CTK_AG] + i, n);
    put(m->d_state_sums[CTK_AG] + i, n, dag);
    put(m->d_peepholes[CTK_AG] + i, n, get(m->d_peepholes[CTK_AG] + i, n) + dag * new);
  }
  ctk_v16 rate = c->time_step * s2;
  ctk_v16 da2 = d * (tz - old) * rate * (1.0f - s2), day = d * rate * (1.0f - tz * tz);
  put(c->gates[CTK_A2] + i, n, da2);
  put(c->gates[CTK_AY] + i, n, day);
  put(m->d_state_sums[CTK_A1] + i, n, da1);
  put(m->d_state_sums[CTK_A2] + i, n, da2);
  put(m->d_state_sums[CTK_AY] + i, n, day);
  put(m->d_peepholes[CTK_A1] + i, n, get(m->d_peepholes[CTK_A1] + i, n) + da1 * new);
  put(m->d_peepholes[CTK_A2] + i, n, get(m->d_peepholes[CTK_A2] + i, n) + da2 * old);
  put(m->dz + i, n, d * (1.0f - rate) + da2 * get(p[CTK_A2] + i, n));
}

CTK_CLONES void ctk_conv_lem_memory_forward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *z, float *z_new) {
  FOR_VECTORS(from, to, memory_step, c, z, z_new);
}

CTK_CLONES void ctk_conv_lem_state_forward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *q, const float *y, float *y_new) {
  FOR_VECTORS(from, to, state_step, c, q, y, y_new);
}

CTK_CLONES void ctk_conv_lem_state_backward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *q, const float *y, float *dy, float *dq) {
  FOR_VECTORS(from, to, state_step_back, c, q, y, dy, dq);
}

CTK_CLONES void ctk_conv_lem_memory_backward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const ctk_conv_lem_memory *m) {
  FOR_VECTORS(from, to, memory_step_back, c, m);
}
