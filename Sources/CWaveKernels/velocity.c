/* Velocities from stresses:  dv/dt = (1/rho) div(sigma).

   Reads 6 stress fields and 3 buoyancies, updates 3 velocities: 60 bytes of traffic a point where the
   buoyancies are not shared between rows. References: see wave_kernels.h. No sources, no threads. */

#include "vector.h"

WK_INLINE void velocity_vector(
    const wk_grid *g, int fused, int radius, int px, int py, int zmode, ptrdiff_t k, ptrdiff_t j, ptrdiff_t i,
    const float *buoyancy, const wk_row_layer *layer) {
  ptrdiff_t sx = NODE_STRIDE(fused), sy = g->row * sx, sz = g->plane * sx;
  ptrdiff_t column = j * sy + i * sx, at = k * sz + column;
  wk_psi psi = psi_at(g, fused, 0, k, j, i, px, py, zmode);

  v16 sxx_x = DIFFERENCE(radius, g->sxx + at, sx);
  v16 sxy_x = DIFFERENCE(radius, g->sxy + at - sx, sx);
  v16 sxz_x = DIFFERENCE(radius, g->sxz + at - sx, sx);
  v16 sxy_y = DIFFERENCE(radius, g->sxy + at - sy, sy);
  v16 syy_y = DIFFERENCE(radius, g->syy + at, sy);
  v16 syz_y = DIFFERENCE(radius, g->syz + at - sy, sy);
  v16 sxz_z, syz_z, szz_z;
  if (zmode == Z_NEAR_SURFACE) {
    const wk_surface_stencil *node = &g->surface->shear_at_node[k], *half = &g->surface->normal_at_half[k];
    if (node->used) {
      sxz_z = ONE_SIDED(node, g->sxz + column, sz);
      syz_z = ONE_SIDED(node, g->syz + column, sz);
    } else if (node->order == 4) {
      sxz_z = DIFFERENCE(2, g->sxz + at - sz, sz);
      syz_z = DIFFERENCE(2, g->syz + at - sz, sz);
    } else if (node->order == 6) {
      sxz_z = DIFFERENCE(3, g->sxz + at - sz, sz);
      syz_z = DIFFERENCE(3, g->syz + at - sz, sz);
    } else {
      sxz_z = DIFFERENCE(4, g->sxz + at - sz, sz);
      syz_z = DIFFERENCE(4, g->syz + at - sz, sz);
    }
    if (half->used)
      szz_z = ONE_SIDED(half, g->szz + column, sz);
    else if (half->order == 4)
      szz_z = DIFFERENCE(2, g->szz + at, sz);
    else if (half->order == 6)
      szz_z = DIFFERENCE(3, g->szz + at, sz);
    else
      szz_z = DIFFERENCE(4, g->szz + at, sz);
  } else {
    sxz_z = DIFFERENCE(radius, g->sxz + at - sz, sz);
    syz_z = DIFFERENCE(radius, g->syz + at - sz, sz);
    szz_z = DIFFERENCE(radius, g->szz + at, sz);
  }

  ABSORB_X(0, sxx_x, half) ABSORB_X(1, sxy_x, node) ABSORB_X(2, sxz_x, node)
  ABSORB_Y(0, sxy_y, node) ABSORB_Y(1, syy_y, half) ABSORB_Y(2, syz_y, node)
  ABSORB_Z(0, sxz_z, node) ABSORB_Z(1, syz_z, node) ABSORB_Z(2, szz_z, half)

  ptrdiff_t nx = g->nx;
  STORE(g->vx + at, LOAD(g->vx + at) + coefficient(buoyancy + i, fused) * (sxx_x + sxy_y + sxz_z));
  STORE(g->vy + at, LOAD(g->vy + at) + coefficient(buoyancy + nx + i, fused) * (sxy_x + syy_y + syz_z));
  STORE(g->vz + at, LOAD(g->vz + at) + coefficient(buoyancy + 2 * nx + i, fused) * (sxz_x + syz_y + szz_z));
}

WK_INLINE void velocity_row(
    const wk_grid *g, int fused, int radius, int py, int zmode, ptrdiff_t k, ptrdiff_t j) {
  const float *buoyancy = g->buoyancy[k * g->ny + j];
  const wk_row_layer layer = row_layer(g, py, zmode, k, j);
  ptrdiff_t nodes = fused ? 1 : WK_LANES, edge = x_edge(g, fused), i = 0;
  for (; i < edge; i += nodes) velocity_vector(g, fused, radius, 1, py, zmode, k, j, i, buoyancy, &layer);
  for (; i < g->nx - edge; i += nodes)
    velocity_vector(g, fused, radius, 0, py, zmode, k, j, i, buoyancy, &layer);
  for (; i < g->nx; i += nodes) velocity_vector(g, fused, radius, 1, py, zmode, k, j, i, buoyancy, &layer);
}

WK_INLINE void velocity_rows(
    const wk_grid *g, int fused, int radius, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  if (g->free_surface && k < WK_SURFACE_PLANES) {
    for (ptrdiff_t j = j0; j < j1; j++)
      in_y_layer(g, j) ? velocity_row(g, fused, radius, 1, Z_NEAR_SURFACE, k, j)
                       : velocity_row(g, fused, radius, 0, Z_NEAR_SURFACE, k, j);
  } else if (in_z_layer(g, k)) {
    for (ptrdiff_t j = j0; j < j1; j++)
      in_y_layer(g, j) ? velocity_row(g, fused, radius, 1, Z_ABSORBING, k, j)
                       : velocity_row(g, fused, radius, 0, Z_ABSORBING, k, j);
  } else {
    for (ptrdiff_t j = j0; j < j1; j++)
      in_y_layer(g, j) ? velocity_row(g, fused, radius, 1, Z_CENTRED, k, j)
                       : velocity_row(g, fused, radius, 0, Z_CENTRED, k, j);
  }
}

WK_CLONES static void velocity4(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  velocity_rows(&g, ONE_RUN, 2, k, j0, j1);
}
WK_CLONES static void velocity6(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  velocity_rows(&g, ONE_RUN, 3, k, j0, j1);
}
WK_CLONES static void velocity8(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  velocity_rows(&g, ONE_RUN, 4, k, j0, j1);
}
WK_CLONES static void fused_velocity4(const wk_grid *shared, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  const wk_grid g = *shared;
  velocity_rows(&g, FUSED, 2, k, j0, j1);
}

void wk_velocity(const wk_grid *g, int order, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  if (order == 4) velocity4(g, k, j0, j1);
  else if (order == 6) velocity6(g, k, j0, j1);
  else velocity8(g, k, j0, j1);
}

void wk_fused_velocity(const wk_grid *g, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1) {
  fused_velocity4(g, k, j0, j1);
}
