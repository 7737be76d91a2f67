#ifndef CTENSORKERNELS_CONV_LEM_H
#define CTENSORKERNELS_CONV_LEM_H

#include <stddef.h>

/* ---- Convolutional long expressive memory: Lyu et al. (2025), arXiv 2405.20516 ----

     s2 = sigmoid(a2 + h2 + P2 z)        z' = z + dt s2 (tz - z),  tz = tanh(ay + hy)
     s1 = sigmoid(a1 + h1 + P1 z')       y' = y + dt s1 (ty - y),  ty = tanh(g q + az)
     g  = dt sigmoid(ag + hg + P4 z')    q  = Wz * z' + bz, a convolution that the caller does in between

   Everything is said for one sample; its arrays hold the same numbers in the same order. Blocks are indexed by
   the names below; without a reset gate gates[CTK_AG] is NULL and g = 1. */
enum { CTK_A1, CTK_A2, CTK_AG, CTK_AZ, CTK_AY, CTK_BLOCKS };

typedef struct {
  float time_step;                      /* dt */
  const float *sums[CTK_BLOCKS];        /* a1 ... ay, from the input; forward only */
  const float *state_sums[CTK_BLOCKS];  /* h1, h2, hg, hy, from the state; none for az; forward only */
  const float *peepholes[CTK_BLOCKS];   /* P1, P2, P4 at A1, A2, AG */
  float *gates[CTK_BLOCKS];             /* s1, s2, g, ty, tz; the backward calls put the gradients of a1 ... ay there */
} ctk_conv_lem;

typedef struct {
  const float *z, *z_new;               /* memory before and after the step */
  float *dz;                            /* gradient of z' in, of z out */
  const float *convolved;               /* gradient of z' through q */
  float *d_state_sums[CTK_BLOCKS];      /* gradients of h1, h2, hg, hy out */
  float *d_peepholes[CTK_BLOCKS];       /* gradients of P1, P2, P4: added to */
} ctk_conv_lem_memory;

/* Numbers from ..< to: z', and the gates s1, s2, g, tz. */
void ctk_conv_lem_memory_forward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *z, float *z_new);
/* y', and the gate ty. */
void ctk_conv_lem_state_forward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *q, const float *y, float *y_new);
/* dy goes from the gradient of y' to that of y by the direct path; dq is the gradient of q. */
void ctk_conv_lem_state_backward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const float *q, const float *y, float *dy, float *dq);
/* dz goes from the gradient of z' to that of z, and the gradients of all sums are written. */
void ctk_conv_lem_memory_backward(
    const ctk_conv_lem *c, ptrdiff_t from, ptrdiff_t to, const ctk_conv_lem_memory *m);

#endif
