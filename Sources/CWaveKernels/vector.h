#ifndef VECTOR_H
#define VECTOR_H

/* 16 floats at a time, and what every stencil needs. */

#include "wave_kernels.h"

#pragma clang fp contract(fast)
#pragma clang diagnostic ignored "-Wpsabi" /* vectors never cross a call: all is inlined */

typedef float v16 __attribute__((vector_size(64)));
typedef float v16u __attribute__((vector_size(64), aligned(4), may_alias));

#define WK_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__linux__)
#define WK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WK_CLONES
#endif

#define LOAD(p) (*(const v16u *)(p))
#define STORE(p, v) (*(v16u *)(p) = (v))

/* Centred staggered difference of order 2 * radius between f[0] and f[s]; weights by Taylor expansion. */
#define DIFFERENCE(radius, f, s)                                                                        \
  ((radius) == 2                                                                                        \
       ? (9.0f / 8) * (LOAD((f) + (s)) - LOAD(f)) - (1.0f / 24) * (LOAD((f) + 2 * (s)) - LOAD((f) - (s))) \
   : (radius) == 3                                                                                      \
       ? (75.0f / 64) * (LOAD((f) + (s)) - LOAD(f)) -                                                   \
             (25.0f / 384) * (LOAD((f) + 2 * (s)) - LOAD((f) - (s))) +                                  \
             (3.0f / 640) * (LOAD((f) + 3 * (s)) - LOAD((f) - 2 * (s)))                                 \
       : (1225.0f / 1024) * (LOAD((f) + (s)) - LOAD(f)) -                                               \
             (245.0f / 3072) * (LOAD((f) + 2 * (s)) - LOAD((f) - (s))) +                                \
             (49.0f / 5120) * (LOAD((f) + 3 * (s)) - LOAD((f) - 2 * (s))) -                             \
             (5.0f / 7168) * (LOAD((f) + 4 * (s)) - LOAD((f) - 3 * (s))))

/* Where a row or vector stands; constants in each compiled variant. */
enum { Z_CENTRED = 0, Z_ABSORBING = 1, Z_NEAR_SURFACE = 2, Z_SURFACE = 3 };

/* One-sided difference along z at column p of plane 0. */
#define ONE_SIDED(stencil, p, s)                                                                  \
  ((stencil)->weight[0] * LOAD(p) + (stencil)->weight[1] * LOAD((p) + (s)) +                      \
   (stencil)->weight[2] * LOAD((p) + 2 * (s)) + (stencil)->weight[3] * LOAD((p) + 3 * (s)) +      \
   (stencil)->weight[4] * LOAD((p) + 4 * (s)) + (stencil)->weight[5] * LOAD((p) + 5 * (s)) +      \
   (stencil)->weight[6] * LOAD((p) + 6 * (s)) + (stencil)->weight[7] * LOAD((p) + 7 * (s)))

/* The PML's answer to a derivative d: advances psi and returns d + psi. */
WK_INLINE v16 absorb(float *psi, v16 d, v16 b, v16 a) {
  v16 p = b * LOAD(psi) + a * d;
  STORE(psi, p);
  return d + p;
}

WK_INLINE v16 splat(float x) { return (v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }

/* The PML's coefficients of one row, the same for all its vectors. */
typedef struct {
  v16 y_node_b, y_node_a, y_half_b, y_half_a, z_node_b, z_node_a, z_half_b, z_half_a;
} wk_row_layer;

WK_INLINE wk_row_layer row_layer(const wk_grid *g, int py, int zmode, ptrdiff_t k, ptrdiff_t j) {
  wk_row_layer r = {0};
  if (py) {
    r.y_node_b = splat(g->y_node.b[j]), r.y_node_a = splat(g->y_node.a[j]);
    r.y_half_b = splat(g->y_half.b[j]), r.y_half_a = splat(g->y_half.a[j]);
  }
  if (zmode == Z_ABSORBING) {
    r.z_node_b = splat(g->z_node.b[k]), r.z_node_a = splat(g->z_node.a[k]);
    r.z_half_b = splat(g->z_half.b[k]), r.z_half_a = splat(g->z_half.a[k]);
  }
  return r;
}

/* What one vector holds: 16 neighbouring nodes of one run, or one node of 16 runs. A constant as well. */
enum { ONE_RUN = 0, FUSED = 1 };

/* Floats from a node to the next along x. */
#define NODE_STRIDE(fused) ((fused) ? WK_LANES : 1)

/* Coefficients of the nodes of a vector: each its own, or the same for all lanes. */
WK_INLINE v16 coefficient(const float *p, int fused) { return fused ? splat(*p) : LOAD(p); }

/* Offsets of psi for one vector. */
typedef struct {
  float *x, *y, *z;             /* psi of derivative 0; the next is `step_*` floats on */
  ptrdiff_t step_x, step_y, step_z;
  ptrdiff_t edge;               /* into the x profiles: 0 ... 15 at the start of a row, 16 ... 31 at its end */
} wk_psi;

/* How many nodes at each end of a row take the PML along x. The last inner half node lies in it at the far end. */
WK_INLINE ptrdiff_t x_edge(const wk_grid *g, int fused) {
  if (g->pml == 0) return 0;
  return fused && g->pml < WK_LANES ? g->pml + 1 : WK_LANES;
}

/* `pass` 0: the derivatives of stresses, 1: those of velocities. What a row needs lies together. */
WK_INLINE wk_psi psi_at(
    const wk_grid *g, int fused, int pass, ptrdiff_t k, ptrdiff_t j, ptrdiff_t i, int px, int py, int zmode) {
  wk_psi p = {0, 0, 0, 0, 0, 0, 0};
  ptrdiff_t n = g->pml, stride = NODE_STRIDE(fused);
  if (px) {
    ptrdiff_t width = 2 * x_edge(g, fused), ii = i < width / 2 ? i : i - (g->nx - width);
    p.edge = i < WK_LANES ? i : i - (g->nx - 2 * WK_LANES);
    p.step_x = width * stride;
    p.x = g->psi_x + ((pass * g->nz + k) * g->ny + j) * 3 * p.step_x + ii * stride;
  }
  if (py) {
    ptrdiff_t jj = j < n ? j : j - (g->ny - 2 * n);
    p.step_y = g->nx * stride;
    p.y = g->psi_y + ((pass * g->nz + k) * 2 * n + jj) * 3 * p.step_y + i * stride;
  }
  if (zmode == Z_ABSORBING) {
    ptrdiff_t planes = g->free_surface ? n : 2 * n;
    ptrdiff_t kk = k >= g->nz - n ? k - (g->nz - planes) : k;
    p.step_z = g->nx * stride;
    p.z = g->psi_z + ((pass * planes + kk) * g->ny + j) * 3 * p.step_z + i * stride;
  }
  return p;
}

#define ABSORB_X(n, d, at)                                                              \
  if (px)                                                                               \
    d = absorb(psi.x + (n)*psi.step_x, d, coefficient(g->x_##at.b + psi.edge, fused),   \
               coefficient(g->x_##at.a + psi.edge, fused));
#define ABSORB_Y(n, d, at) \
  if (py) d = absorb(psi.y + (n)*psi.step_y, d, layer->y_##at##_b, layer->y_##at##_a);
#define ABSORB_Z(n, d, at) \
  if (zmode == Z_ABSORBING) d = absorb(psi.z + (n)*psi.step_z, d, layer->z_##at##_b, layer->z_##at##_a);

/* Whether row j or plane k lies in the PML. */
WK_INLINE int in_y_layer(const wk_grid *g, ptrdiff_t j) {
  return g->pml > 0 && (j < g->pml || j >= g->ny - g->pml);
}
WK_INLINE int in_z_layer(const wk_grid *g, ptrdiff_t k) {
  return g->pml > 0 && ((!g->free_surface && k < g->pml) || k >= g->nz - g->pml);
}

#endif
