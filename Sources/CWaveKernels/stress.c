/* Stresses and memory variables from velocities:

     ds/dt = c : strain rate - sum over l of r_l
     dr_l/dt = -r_l / tau_l + (w_l / tau_l) * (loss applied to c : strain rate)

   The loss acts apart on the mean stress (bulk) and on the deviator (shear), so that any stiffness keeps its
   Q_p and Q_s. `memory` holds dt * r at half steps: r <- decay r + weight * target, exact for a constant rate.
   Reads 3 velocities and 9 stiffnesses, updates 6 stresses: 96 bytes of traffic a point, and 48 more for
   coarse-grained memory variables. References: see wave_kernels.h. No sources, no threads. */

#include "vector.h"

/* The relaxation coefficients of one vector. */
typedef struct {
  v16 decay, weight, weight2;
} relaxation;

WK_INLINE relaxation relaxation_at(
    const wk_grid *g, int fused, int l, ptrdiff_t k, ptrdiff_t j, ptrdiff_t i) {
  relaxation q;
  if (fused) {
    ptrdiff_t n = g->parities == 1 ? l : 4 * (k & 1) + 2 * (j & 1) + (i & 1);
    q.decay = splat(g->decay[n]);
    q.weight = splat(g->weight[n]);
    q.weight2 = splat(g->weight2[n]);
    return q;
  }
  if (g->parities == 1) {
    q.decay = splat(g->decay[l]);
    q.weight = splat(g->weight[l]);
    q.weight2 = splat(g->weight2[l]);
    return q;
  }
  ptrdiff_t e = 4 * (k & 1) + 2 * (j & 1), o = e + 1;
#define ALTERNATE(c) \
  (v16) { c[e], c[o], c[e], c[o], c[e], c[o], c[e], c[o], c[e], c[o], c[e], c[o], c[e], c[o], c[e], c[o] }
  q.decay = ALTERNATE(g->decay);
  q.weight = ALTERNATE(g->weight);
  q.weight2 = ALTERNATE(g->weight2);
#undef ALTERNATE
  return q;
}

WK_INLINE v16 remember(float *memory, const relaxation *q, v16 target) {
  v16 old = LOAD(memory), new = q->decay * old + target;
  STORE(memory, new);
  return 0.5f * (old + new);
}

WK_INLINE void stress_vector(
    const wk_grid *g, int fused, int radius, int px, int py, int zmode, int visco, ptrdiff_t k, ptrdiff_t j,
    ptrdiff_t i, const float *c, const float *loss, const relaxation *q, const wk_row_layer *layer) {
  ptrdiff_t nx = g->nx, sx = NODE_STRIDE(fused), sy = g->row * sx, sz = g->plane * sx;
  ptrdiff_t column = j * sy + i * sx, at = k * sz + column;
  wk_psi psi = psi_at(g, fused, 1, k, j, i, px, py, zmode);

  v16 vx_x = DIFFERENCE(radius, g->vx + at - sx, sx);
  v16 vy_y = DIFFERENCE(radius, g->vy + at - sy, sy);
  v16 vy_x = DIFFERENCE(radius, g->vy + at, sx);
  v16 vx_y = DIFFERENCE(radius, g->vx + at, sy);
  v16 vz_x = DIFFERENCE(radius, g->vz + at, sx);
  v16 vz_y = DIFFERENCE(radius, g->vz + at, sy);
  ABSORB_X(0, vx_x, node) ABSORB_X(1, vy_x, half) ABSORB_X(2, vz_x, half)
  ABSORB_Y(0, vy_y, node) ABSORB_Y(1, vx_y, half) ABSORB_Y(2, vz_y, half)

#define STIFFNESS(term) coefficient(c + (term)*nx + i, fused)
  const v16 c11 = STIFFNESS(0), c22 = STIFFNESS(1), c33 = STIFFNESS(2), c12 = STIFFNESS(3),
            c13 = STIFFNESS(4), c23 = STIFFNESS(5);
  ptrdiff_t m = ((k * g->ny + j) * nx + i) * sx, step = g->nz * g->ny * nx * sx;

  v16 vz_z, vx_z, vy_z;
  if (zmode == Z_SURFACE || zmode == Z_NEAR_SURFACE) {
    const wk_surface_stencil *node = &g->surface->vertical_at_node[k], *half = &g->surface->horizontal_at_half[k];
    if (half->used) {
      vx_z = ONE_SIDED(half, g->vx + column, sz);
      vy_z = ONE_SIDED(half, g->vy + column, sz);
    } else if (half->order == 4) {
      vx_z = DIFFERENCE(2, g->vx + at, sz);
      vy_z = DIFFERENCE(2, g->vy + at, sz);
    } else if (half->order == 6) {
      vx_z = DIFFERENCE(3, g->vx + at, sz);
      vy_z = DIFFERENCE(3, g->vy + at, sz);
    } else {
      vx_z = DIFFERENCE(4, g->vx + at, sz);
      vy_z = DIFFERENCE(4, g->vy + at, sz);
    }
    if (zmode == Z_SURFACE) { /* szz stays zero: its rate gives dvz/dz */
      v16 pull = c13 * vx_x + c23 * vy_y;
      if (visco)
        for (int l = 0; l < g->mechanisms; l++) pull -= LOAD(g->memory + (6 * l + 2) * step + m);
      vz_z = -pull / c33;
      STORE(g->surface_strain + column, vz_z);
    } else if (node->used) {
      vz_z = ONE_SIDED(node, g->vz + column, sz) + node->surface_strain * LOAD(g->surface_strain + column);
    } else if (node->order == 4) {
      vz_z = DIFFERENCE(2, g->vz + at - sz, sz);
    } else if (node->order == 6) {
      vz_z = DIFFERENCE(3, g->vz + at - sz, sz);
    } else {
      vz_z = DIFFERENCE(4, g->vz + at - sz, sz);
    }
  } else {
    vz_z = DIFFERENCE(radius, g->vz + at - sz, sz);
    vx_z = DIFFERENCE(radius, g->vx + at, sz);
    vy_z = DIFFERENCE(radius, g->vy + at, sz);
    ABSORB_Z(0, vz_z, node) ABSORB_Z(1, vx_z, half) ABSORB_Z(2, vy_z, half)
  }

  v16 sxx = c11 * vx_x + c12 * vy_y + c13 * vz_z;
  v16 syy = c12 * vx_x + c22 * vy_y + c23 * vz_z;
  v16 szz = c13 * vx_x + c23 * vy_y + c33 * vz_z;
  v16 syz = STIFFNESS(6) * (vz_y + vy_z);
  v16 sxz = STIFFNESS(7) * (vz_x + vx_z);
  v16 sxy = STIFFNESS(8) * (vx_y + vy_x);

#undef STIFFNESS

  if (visco) {
    v16 bulk = coefficient(loss + i, fused), shear = coefficient(loss + nx + i, fused);
    v16 mean = (sxx + syy + szz) * (1.0f / 3);
    v16 rxx = sxx - mean, ryy = syy - mean, rzz = szz - mean, ryz = syz, rxz = sxz, rxy = sxy;
    for (int l = 0; l < g->mechanisms; l++) {
      relaxation at_l = fused || g->parities == 1 ? relaxation_at(g, fused, l, k, j, i) : *q;
      v16 wb = bulk * (at_l.weight + at_l.weight2 * bulk) * mean;
      v16 ws = shear * (at_l.weight + at_l.weight2 * shear);
      float *r = g->memory + 6 * l * step + m;
      sxx -= remember(r, &at_l, wb + ws * rxx);
      syy -= remember(r + step, &at_l, wb + ws * ryy);
      szz -= remember(r + 2 * step, &at_l, wb + ws * rzz);
      syz -= remember(r + 3 * step, &at_l, ws * ryz);
      sxz -= remember(r + 4 * step, &at_l, ws * rxz);
      sxy -= remember(r + 5 * step, &at_l, ws * rxy);
    }
  }

  STORE(g->sxx + at, LOAD(g->sxx + at) + sxx);
  STORE(g->syy + at, LOAD(g->syy + at) + syy);
  if (zmode != Z_SURFACE) STORE(g->szz + at, LOAD(g->szz + at) + szz);
  STORE(g->syz + at, LOAD(g->syz + at) + syz);
  STORE(g->sxz + at, LOAD(g->sxz + at) + sxz);
  STORE(g->sxy + at, LOAD(g->sxy + at) + sxy);
}

WK_INLINE void stress_row(
    const wk_grid *g, int fused, int radius, int py, int zmode, int visco, ptrdiff_t k, ptrdiff_t j) {
  const float *c = g->stiffness[k * g->ny + j];
  const float *loss = visco ? g->loss[k * g->ny + j] : 0;
  relaxation q;
  if (visco && !fused && g->parities != 1) q = relaxation_at(g, ONE_RUN, 0, k, j, 0);
  const wk_row_layer layer = row_layer(g, py, zmode, k, j);
  ptrdiff_t nodes = fused ? 1 : WK_LANES, edge = x_edge(g, fused), i = 0;
  for (; i < edge; i += nodes)
    stress_vector(g, fused, radius, 1, py, zmode, visco, k, j, i, c, loss, &q, &layer);
  for (; i < g->nx - edge; i += nodes)
    stress_vector(g, fused, radius, 0, py, zmode, visco, k, j, i, c, loss, &q, &layer);
  for (; i < g->nx; i += nodes)
    stress_vector(g, fused, radius, 1, py, zmode, visco, k, j, i, c, loss, &q, &layer);
}

WK_INLINE void stress_plane(
    const wk_grid *g, int fused, int radius, int zmode, int visco, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  for (ptrdiff_t j = j0; j < j1; j++)
    in_y_layer(g, j) ? stress_row(g, fused, radius, 1, zmode, visco, k, j)
                     : stress_row(g, fused, radius, 0, zmode, visco, k, j);
}

WK_INLINE void stress_rows(
    const wk_grid *g, int fused, int radius, int visco, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  if (g->free_surface && k == 0)
    stress_plane(g, fused, radius, Z_SURFACE, visco, k, j0, j1);
  else if (g->free_surface && k < WK_SURFACE_PLANES)
    stress_plane(g, fused, radius, Z_NEAR_SURFACE, visco, k, j0, j1);
  else if (in_z_layer(g, k))
    stress_plane(g, fused, radius, Z_ABSORBING, visco, k, j0, j1);
  else
    stress_plane(g, fused, radius, Z_CENTRED, visco, k, j0, j1);
}

WK_CLONES static void elastic4(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 2, 0, k, j0, j1);
}
WK_CLONES static void elastic6(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 3, 0, k, j0, j1);
}
WK_CLONES static void elastic8(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 4, 0, k, j0, j1);
}
WK_CLONES static void viscoelastic4(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 2, 1, k, j0, j1);
}
WK_CLONES static void viscoelastic6(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 3, 1, k, j0, j1);
}
WK_CLONES static void viscoelastic8(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, ONE_RUN, 4, 1, k, j0, j1);
}
WK_CLONES static void fused_elastic4(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, FUSED, 2, 0, k, j0, j1);
}
WK_CLONES static void fused_viscoelastic4(
    const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  stress_rows(&g, FUSED, 2, 1, k, j0, j1);
}

void wk_stress(const wk_grid *g, int order, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  if (g->memory) {
    if (order == 4) viscoelastic4(g, k, j0, j1);
    else if (order == 6) viscoelastic6(g, k, j0, j1);
    else viscoelastic8(g, k, j0, j1);
  } else {
    if (order == 4) elastic4(g, k, j0, j1);
    else if (order == 6) elastic6(g, k, j0, j1);
    else elastic8(g, k, j0, j1);
  }
}

void wk_fused_stress(const wk_grid *g, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  if (g->memory) fused_viscoelastic4(g, k, j0, j1);
  else fused_elastic4(g, k, j0, j1);
}
