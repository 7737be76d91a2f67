#ifndef RECEIVER_KERNELS_H
#define RECEIVER_KERNELS_H

#include <stddef.h>

/* What receivers sample of the velocities, of one run or of 16 fused ones (`lanes` 1 or 16). */

/* Up to 16 neighbouring nodes along x of one component. */
typedef struct {
  int component; /* 0, 1, 2: vx, vy, vz */
  int count;
  ptrdiff_t node; /* distance of the first from node (0, 0, 0), in nodes */
} wk_run;

typedef struct {
  const float *field[3]; /* vx, vy, vz at node (0, 0, 0) */
  const wk_run *runs;
  const float *weights;    /* [run][16], zero beyond `count` */
  const ptrdiff_t *first;  /* [channel + 1]: the first run of each channel */
} wk_receivers;

/* Channels c0 <= c < c1: out[c * step] = scale * value, or += if `adds`. Each value is `lanes` floats. */
void wk_sample(
    const wk_receivers *r, int lanes, ptrdiff_t c0, ptrdiff_t c1, float scale, int adds, float *out,
    ptrdiff_t step);

/* result[t][c] = sum over n of weight[n][t] * record[c][n] for c0 <= c < c1. `times` is the length of a row of
   weights, a multiple of 16; results beyond `kept` are dropped; result rows are `step` floats apart. */
void wk_map_series(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t kept,
    ptrdiff_t c0, ptrdiff_t c1, float *result, ptrdiff_t step);

/* The same for 16 runs with weights of their own: weight[t][n][16], record[c][n][16], result[run][t][c]. */
void wk_map_fused_series(
    const float *weight, const float *record, ptrdiff_t records, ptrdiff_t times, ptrdiff_t c0,
    ptrdiff_t c1, float *const *result, int results, ptrdiff_t step);

#endif
