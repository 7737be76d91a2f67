#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <stddef.h>

#include "CTensorKernelsConvLEM.h"

/* The hot loops of the learning engine: one thread, no allocation, no I/O. */

/* sum[i] += x[i] for i in 0 ..< n. */
void ctk_accumulate(ptrdiff_t n, const float *x, float *sum);

/* The x86-64 level of this processor's vector instructions: 4 with AVX-512, 3 with AVX2 and FMA, else 0. */
int ctk_vector_level(void);

/* -- Products in the cache (panel_product.c, mode_product.c) -- */

/* c[m, n] = A b[k, n] with A(i, l) = a[i * a_row + l * a_column]; rows of b and c are `ldb` and `ldc` apart. */
void ctk_panel_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row, ptrdiff_t a_column,
    const float *b, ptrdiff_t ldb, float *c, ptrdiff_t ldc);

/* From x[height, width] to even[height/2 + 1, width] = x[y] + x[-y] (x itself where both are one row) and
   odd[(height - 1)/2, width] = x[y] - x[-y] for y = 1, 2, ... */
void ctk_fold_rows(ptrdiff_t height, ptrdiff_t width, const float *x, float *even, float *odd);

/* The transpose of folding: x[y] = even[y] + odd[y - 1], x[-y] = even[y] - odd[y - 1]. */
void ctk_unfold_rows(
    ptrdiff_t height, ptrdiff_t width, const float *even, const float *odd, float *x);

/* The same plus other[height, width]. */
void ctk_unfold_rows_adding(
    ptrdiff_t height, ptrdiff_t width, const float *even, const float *odd, const float *other,
    float *x);

/* to[k, planes] = from[planes, k] for k in 0 ..< pairs complex numbers; rows of `from` are `stride` and rows of
   `to` `step` floats apart. */
void ctk_gather_pairs(
    ptrdiff_t pairs, ptrdiff_t planes, const float *from, ptrdiff_t stride, float *to,
    ptrdiff_t step);

/* The inverse: to[planes, k] = from[k, planes]. */
void ctk_scatter_pairs(
    ptrdiff_t pairs, ptrdiff_t planes, const float *from, ptrdiff_t step, float *to,
    ptrdiff_t stride);

/* Complex y[rows, out] = x[rows, in] w[in, out]; every number is a pair (re, im). */
void ctk_mode_product(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *w, float *y);

/* Complex dx[rows, in] = dy[rows, out] conj(w)^T; `scratch` holds 16 (in + out) floats. */
void ctk_mode_product_input_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *w, const float *dy, float *dx,
    float *scratch);

/* Complex dw[in, out] = conj(x)^T dy; written past the cache where its rows begin at multiples of 64 bytes. */
void ctk_mode_product_weight_gradient(
    ptrdiff_t rows, ptrdiff_t in, ptrdiff_t out, const float *x, const float *dy, float *dw);
/* -- Functions of each number (activations.c, broadcast.c) -- */

/* y[i] = f(x[i]); gelu by the exact normal distribution, softplus ln(1 + e^x), silu x / (1 + e^-x). */
void ctk_exp(ptrdiff_t n, const float *x, float *y);
void ctk_log(ptrdiff_t n, const float *x, float *y);
void ctk_square_root(ptrdiff_t n, const float *x, float *y);
void ctk_square(ptrdiff_t n, const float *x, float *y);
void ctk_magnitude(ptrdiff_t n, const float *x, float *y);
void ctk_tanh(ptrdiff_t n, const float *x, float *y);
void ctk_sigmoid(ptrdiff_t n, const float *x, float *y);
void ctk_relu(ptrdiff_t n, const float *x, float *y);
void ctk_gelu(ptrdiff_t n, const float *x, float *y);
void ctk_silu(ptrdiff_t n, const float *x, float *y);
void ctk_softplus(ptrdiff_t n, const float *x, float *y);
void ctk_leaky_relu(ptrdiff_t n, const float *x, float slope, float *y);
void ctk_clamp(ptrdiff_t n, const float *x, float low, float high, float *y);

/* dx[i] = g[i] f'(x[i]); `kept` is y for exp, square_root, tanh, sigmoid and relu, else x. */
void ctk_exp_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_log_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_square_root_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_square_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_magnitude_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_tanh_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_sigmoid_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_relu_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_gelu_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_silu_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_softplus_gradient(ptrdiff_t n, const float *kept, const float *g, float *dx);
void ctk_leaky_relu_gradient(ptrdiff_t n, const float *x, const float *g, float slope, float *dx);
void ctk_clamp_gradient(ptrdiff_t n, const float *x, const float *g, float low, float high, float *dx);

/* Rows of pairs: steps from row to row and from column (0 or 1) to column in two operands. */
typedef struct {
  ptrdiff_t rows, n, a_row, a_column, b_row, b_column;
} ctk_rows;

/* y[r n + i] = f(a[r a_row + i a_column], b[r b_row + i b_column]) for r < rows, i < n. greater_share is 1 where
   a > b, 1/2 where they are equal. */
void ctk_add(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_subtract(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_multiply(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_divide(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_maximum(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_minimum(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_equal(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_greater(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_greater_share(ctk_rows shape, const float *a, const float *b, float *y);
/* b where a is not 0 (keep) or is 0 (drop), else 0. */
void ctk_keep(ctk_rows shape, const float *a, const float *b, float *y);
void ctk_drop(ctk_rows shape, const float *a, const float *b, float *y);

/* -- Order (shuffle.c, transpose.c) -- */

/* to[i factor + k] = from[i step + k lane] for i < n, k < factor, and back. */
void ctk_interleave(ptrdiff_t n, ptrdiff_t factor, const float *from, ptrdiff_t step, ptrdiff_t lane,
                    float *to);
void ctk_deinterleave(ptrdiff_t n, ptrdiff_t factor, const float *from, float *to, ptrdiff_t step,
                      ptrdiff_t lane);

/* to[j to_step + i] = from[i from_step + j] for i < rows, j < columns. */
void ctk_transpose(ptrdiff_t rows, ptrdiff_t columns, const float *from, ptrdiff_t from_step, float *to,
                   ptrdiff_t to_step);

/* -- Mixes along an axis (axis_mix.c) -- */

/* Row i of `to` (rows of `inner` numbers) is row places[i] of `from`, or with weights the sum of rows places[2 i]
   and places[2 i + 1] times their weights. */
void ctk_axis_mix(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places, const float *weights,
                  const float *from, float *to);
/* The transpose of that; adds to `to`. */
void ctk_axis_mix_adjoint(ptrdiff_t count, ptrdiff_t inner, const ptrdiff_t *places, const float *weights,
                          const float *from, float *to);

/* -- Softmax (softmax.c) -- */

/* y = e^x / sum e^x in each of `rows` rows of n, or its logarithm. */
void ctk_softmax(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y);
void ctk_log_softmax(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y);
/* dx of the same from y and the gradient g of y. */
void ctk_softmax_gradient(ptrdiff_t rows, ptrdiff_t n, const float *y, const float *g, float *dx);
void ctk_log_softmax_gradient(ptrdiff_t rows, ptrdiff_t n, const float *y, const float *g, float *dx);

/* -- Sums (reductions.c) -- */

/* The sum of n numbers, partial sums of 4096 gathered in double precision. */
double ctk_sum(ptrdiff_t n, const float *x);
/* y[r] = sum of x[r n + i] over i < n. */
void ctk_sum_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, float *y);
/* y[j] = sum of x[r stride + j] over r < rows, for j < columns. */
void ctk_sum_columns(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *x, float *y);

/* -- Optimisers (optimizers.c) -- */

/* What plain and momentum descent need: d = g + decay p. */
typedef struct {
  float rate, decay, momentum, undamped;
  int nesterov;
} ctk_sgd_constants;

/* p -= rate d. */
void ctk_sgd(ptrdiff_t n, ctk_sgd_constants c, const float *g, float *p);

/* b = momentum b + undamped d; p -= rate b, or rate (d + momentum b) with Nesterov's look ahead. */
void ctk_sgd_momentum(ptrdiff_t n, ctk_sgd_constants c, const float *g, float *p, float *b);

/* fresh1 = 1 - beta1, keep2 = beta2, fresh2 = 1 - beta2, rate with the bias correction of m,
   root = 1 / sqrt(1 - beta2^step), shrink = 1 - learning rate * decoupled decay. */
typedef struct {
  float rate, decay, shrink, fresh1, keep2, fresh2, root, epsilon;
} ctk_adam_constants;

/* d = g + decay p; m += fresh1 (d - m); v = keep2 v + fresh2 d^2;
   p = shrink p - rate m / (root sqrt(v) + epsilon). */
void ctk_adam(ptrdiff_t n, ctk_adam_constants c, const float *g, float *p, float *m, float *v);

/* x *= a. */
void ctk_scale(ptrdiff_t n, float a, float *x);

/* y += a x. */
void ctk_add_scaled(ptrdiff_t n, float a, const float *x, float *y);

/* y += a (x - y). */
void ctk_approach(ptrdiff_t n, float a, const float *x, float *y);

/* x = min(max(x, -limit), limit); NaN stays. */
void ctk_clamp_in_place(ptrdiff_t n, float limit, float *x);

/* The sum of x[i] y[i] in double precision, in a fixed order. */
double ctk_dot(ptrdiff_t n, const float *x, const float *y);

/* --- Channel blocks --- */

/* 16 channels of an image from planes [channels, area] to pixels [area, 16], and back; with fewer than 16
   channels the rest of each pixel is set to zero, or left out. */
void ctk_planes_to_block(ptrdiff_t channels, ptrdiff_t area, const float *planes, float *block);
void ctk_block_to_planes(ptrdiff_t channels, ptrdiff_t area, const float *block, float *planes);

/* Transformed 3 x 3 weights of 16 outputs w[16][inputs][9]: position k of input i is the sum of c[k][t] times tap t,
   16 numbers at out[base[k] + offset[i]]. */
void ctk_winograd_weights(
    ptrdiff_t inputs, const float *w, ptrdiff_t positions, const float *c, const ptrdiff_t *base,
    const ptrdiff_t *offset, float *out);

/* --- Convolutions between few channels (small_convolution.c) --- */

/* One row y[co][width] of a convolution of stride 1 with w[co][ci][kh][kw], from rows x[ci][kh][width + kw - 1]
   that go on for 32 numbers more; channels of x and y and rows of x are strides apart; bias may be NULL. */
void ctk_small_convolution_row(
    ptrdiff_t ci, ptrdiff_t co, ptrdiff_t kh, ptrdiff_t kw, ptrdiff_t width, const float *x,
    ptrdiff_t row_stride, ptrdiff_t plane_stride, const float *w, const float *bias, float *y,
    ptrdiff_t y_plane);

/* dw[co][ci][kh][kw], the correlation of rows of dy[co][rows][width], which go on with zeros, with those of
   x[ci][rows + kh - 1][width + kw - 1]. */
void ctk_small_convolution_weights(
    ptrdiff_t ci, ptrdiff_t co, ptrdiff_t kh, ptrdiff_t kw, ptrdiff_t rows, ptrdiff_t width,
    const float *x, ptrdiff_t x_plane, const float *dy, ptrdiff_t dy_plane, ptrdiff_t row_stride,
    float *dw);

/* -- Gated recurrences (gated_recurrence.c): strided rows, `steps` floats apart -- */

/* from: b [rows, 3h], state [rows, h]; to: a [rows, 3h], replaced by r, z, n; b_n [rows, h]; the next state
   [rows, h]; steps in this order. */
void ctk_gated_recurrence(
    ptrdiff_t rows, ptrdiff_t h, const float *const *from, float *const *to, const ptrdiff_t *steps);

/* from: r, z, n [rows, 3h], b_n [rows, h], state [rows, h]; to: the next state's gradient [rows, h], replaced by
   its direct part z d in the state's; da [rows, 3h]; db [rows, 3h]; steps in this order. */
void ctk_gated_recurrence_gradient(
    ptrdiff_t rows, ptrdiff_t h, const float *const *from, float *const *to, const ptrdiff_t *steps);

/* sample[rows, z] = mean + exp(log variance / 2) noise; moments [rows, 2z] hold the mean and the log variance. */
void ctk_gaussian_samples(
    ptrdiff_t rows, ptrdiff_t z, const float *moments, const float *noise, float *sample,
    const ptrdiff_t *steps);

/* -- Normalisation (normalization.c) -- */

/* A plane is n numbers of one channel; columns are [rows, width], one channel
   a column. */

/* The mean and the sum of squared deviations from it. */
void ctk_plane_moments(ptrdiff_t n, const float *x, float *mean, float *squares);
void ctk_column_moments(ptrdiff_t rows, ptrdiff_t width, const float *x, float *mean, float *squares);

/* y = (x - mean) scale + shift. */
void ctk_plane_normalize(ptrdiff_t n, float mean, float scale, float shift, const float *x, float *y);
void ctk_column_normalize(ptrdiff_t rows, ptrdiff_t width, const float *mean, const float *scale,
                          const float *shift, const float *x, float *y);

/* The sums of g and of g (x - mean). */
void ctk_plane_gradient_sums(ptrdiff_t n, float mean, const float *g, const float *x, float *sum,
                             float *product);
void ctk_column_gradient_sums(ptrdiff_t rows, ptrdiff_t width, const float *mean, const float *g,
                              const float *x, float *sum, float *product);

/* dx = a g + b (x - mean) + c, with coefficients mean, a, b, c `stride` apart (and those of columns side by side). */
void ctk_plane_gradient(ptrdiff_t n, const float *coefficients, ptrdiff_t stride, const float *g,
                        const float *x, float *dx);
void ctk_column_gradient(ptrdiff_t rows, ptrdiff_t width, const float *coefficients, ptrdiff_t stride,
                         const float *g, const float *x, float *dx);

/* Each row of x [rows, n] with mean 0 and variance 1, times scale [n] plus shift [n]; moments [rows, 2] takes the
   mean and 1 / sqrt(variance + epsilon). */
void ctk_layer_normalize(ptrdiff_t rows, ptrdiff_t n, float epsilon, const float *x, const float *scale,
                         const float *shift, float *y, float *moments);

/* Its gradient dx; those of scale and shift are added to dscale and dshift. */
void ctk_layer_gradient(ptrdiff_t rows, ptrdiff_t n, const float *g, const float *x, const float *moments,
                        const float *scale, float *dx, float *dscale, float *dshift);

/* -- Losses (losses.c) -- */

/* Sums over n pairs of e^2, |e|, and e^2 / (2 delta) + delta / 2 up to delta, |e| beyond, with
   e = p - t; the gradients for p, times scale. */
double ctk_squared_error(ptrdiff_t n, float delta, const float *p, const float *t);
double ctk_absolute_error(ptrdiff_t n, float delta, const float *p, const float *t);
double ctk_huber_error(ptrdiff_t n, float delta, const float *p, const float *t);
void ctk_squared_error_gradient(ptrdiff_t n, float delta, float scale, const float *p, const float *t,
                                float *dp);
void ctk_absolute_error_gradient(ptrdiff_t n, float delta, float scale, const float *p, const float *t,
                                 float *dp);
void ctk_huber_error_gradient(ptrdiff_t n, float delta, float scale, const float *p, const float *t,
                              float *dp);

/* -- Long expressive memory (lem.c) -- */

/* Sequences of n = batch samples; the learning rate of the state is at most dt. */
typedef struct {
  ptrdiff_t steps, batch, inputs, hidden;
  float dt;
} ctk_lem_shape;

/* With h = hidden: input [4h, inputs], input_bias [4h] (for the slow and the fast gate, then for y and z);
   hidden [3h, h], hidden_bias [3h] (for the gates and for z); memory [h, h], memory_bias [h]. */
typedef struct {
  const float *input, *input_bias, *hidden, *hidden_bias, *memory, *memory_bias;
} ctk_lem_weights;

/* Samples first ..< first + lanes (at most 16) and what the gradient needs of them: inputs [steps][inputs][16],
   states [steps + 1][2h][16] (y, z), gates [steps][4h][16]. */
typedef struct {
  ptrdiff_t first, lanes;
  float *inputs, *states, *gates;
} ctk_lem_group;

/* Where gradients go: of the weights by this group alone; of inputs [steps, batch, inputs] (may be null), y0 and
   z0 [batch, h] into the group's rows. */
typedef struct {
  float *input, *input_bias, *hidden, *hidden_bias, *memory, *memory_bias, *inputs, *y0, *z0;
} ctk_lem_gradients;

/* u [steps, batch, inputs]; y0, z0 [batch, h] or null for zeros; ys [steps, batch, h], z [batch, h]. */
void ctk_lem_forward(
    const ctk_lem_shape *shape, const ctk_lem_weights *weights, const ctk_lem_group *group, const float *u,
    const float *y0, const float *z0, float *ys, float *z);

/* gy and gz, the gradients of ys and z, may be null; d holds [steps][4h][16], scratch (3h + inputs) 16. */
void ctk_lem_backward(
    const ctk_lem_shape *shape, const ctk_lem_weights *weights, const ctk_lem_group *group, const float *gy,
    const float *gz, float *d, float *scratch, const ctk_lem_gradients *out);
/* -- Noise (noise.c) -- */

/* 64 * count standard normal numbers from the Philox blocks first ..< first + 16 * count of a seed and a stream. */
void ctk_normal_numbers(
    ptrdiff_t count, unsigned long long first, unsigned long long seed, unsigned long long stream,
    float *values);

#endif
