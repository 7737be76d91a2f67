#ifndef WAVE_KERNELS_H
#define WAVE_KERNELS_H

#include <stddef.h>

/* Velocity-stress finite differences on the standard staggered grid (Virieux 1986; Levander 1988;
   Graves 1996), orders 4, 6 and 8 in space, with CPML (Komatitsch & Martin 2007), a free surface given by
   one-sided stencils, orthorhombic stiffness and memory variables (Day 1998).

   Where each field sits in the cell of node (i, j, k), x to the right, z down:

        vx   sxx,syy,szz ------ vx (i+1/2)          sxy  (i+1/2, j+1/2, k)
                 |                                   sxz  (i+1/2, j, k+1/2)
                 |                                   syz  (i, j+1/2, k+1/2)
                 vz (k+1/2)                          vy   (i, j+1/2, k)

   Fields are float, x fastest, then y, then z. Pointers point at node (0, 0, 0); `row` and `plane` are the
   distances in floats between rows and planes. Every field has at least four readable nodes around it
   on all sides; `nx` is a multiple of 16 and rows start at multiples of 64 bytes. */

enum { WK_LANES = 16, WK_SURFACE_PLANES = 8, WK_SURFACE_WIDTH = 8 };

/* A row of one-sided differences along z: sum over m of weight[m] * f[plane m], plus `surface_strain` times
   dvz/dz at the surface. Used at the first planes under the free surface. */
typedef struct {
  float weight[WK_SURFACE_WIDTH];
  float surface_strain;
  int used; /* 0: this plane takes the centred stencil */
  int order; /* order of that centred stencil */
} wk_surface_stencil;

/* One-sided differences under the free surface, for planes k < WK_SURFACE_PLANES. */
typedef struct {
  wk_surface_stencil shear_at_node[WK_SURFACE_PLANES];      /* d sxz/dz, d syz/dz at k */
  wk_surface_stencil normal_at_half[WK_SURFACE_PLANES];     /* d szz/dz at k + 1/2 */
  wk_surface_stencil vertical_at_node[WK_SURFACE_PLANES];   /* d vz/dz at k; unused at k = 0 */
  wk_surface_stencil horizontal_at_half[WK_SURFACE_PLANES]; /* d vx/dz, d vy/dz at k + 1/2 */
} wk_surface;

/* Recursion of the convolutional PML: psi = b psi + a d;  d <- d + psi. */
typedef struct {
  const float *b, *a;
} wk_pml_profile;

typedef struct {
  /* fields */
  float *vx, *vy, *vz, *sxx, *syy, *szz, *sxy, *sxz, *syz;
  ptrdiff_t nx, ny, nz, row, plane;
  /* material: for each row k * ny + j a pointer to floats [term][nx]; equal rows share storage */
  const float *const *buoyancy;  /* [3][nx]: dt / (h rho) at vx, vy, vz */
  const float *const *stiffness; /* [9][nx]: dt / h * (c11 c22 c33 c12 c13 c23 c44 c55 c66) */
  const float *const *loss;      /* [2][nx]: bulk and shear loss, about 1/Q; NULL if elastic */
  /* memory variables: [mechanism][6][nz][ny][nx]; NULL if elastic */
  float *memory;
  int mechanisms;        /* 1 and `parities` 8: coarse-grained; n and 1: all mechanisms everywhere */
  int parities;          /* parity of (i, j, k) chooses the relaxation time */
  const float *decay;    /* [mechanism or parity]: exp(-dt/tau) */
  const float *weight;   /* the same: (1 - decay) * first-order weight of the loss */
  const float *weight2;  /* the same: (1 - decay) * second-order weight of the loss */
  /* free surface at k = 0 */
  int free_surface;
  const wk_surface *surface;
  float *surface_strain; /* dvz/dz at the surface times h, rows of `row` floats */
  /* CPML of `pml` nodes on every absorbing side; 0: none */
  int pml;
  wk_pml_profile x_node, x_half; /* 32 floats: the first and the last 16 nodes of a row */
  wk_pml_profile y_node, y_half; /* ny floats */
  wk_pml_profile z_node, z_half; /* nz floats */
  float *psi_x; /* [velocity, stress][nz][ny][3][32] */
  float *psi_y; /* [velocity, stress][nz][2 pml][3][nx] */
  float *psi_z; /* [velocity, stress][pml or 2 pml][ny][3][nx] */
} wk_grid;

/* Advances the velocities of rows j0 <= j < j1 of plane k by one time step. `order` is 4, 6 or 8.
   Reads stresses up to order/2 nodes away (and the first eight planes near the free surface). */
void wk_velocity(const wk_grid *g, int order, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1);

/* Advances stresses and memory variables of rows j0 <= j < j1 of plane k by one time step. At k = 0 under a
   free surface it stores dvz/dz, which plane 1 of the same rows reads. */
void wk_stress(const wk_grid *g, int order, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1);

/* The same for 16 runs at once through one medium (order 4 alone): each value of a field, of psi, of a memory
   variable and of surface_strain is 16 floats, one a run. `row`, `plane`, `nx` and the material count nodes as
   above, nx may be any, and psi_x is [velocity, stress][nz][ny][3][2 edge], edge = pml + 1,
   at most 16. A lane never reads another. */
void wk_fused_velocity(const wk_grid *g, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1);
void wk_fused_stress(const wk_grid *g, ptrdiff_t k, ptrdiff_t j0, ptrdiff_t j1);

#endif
