#ifndef CONEDNN_H
#define CONEDNN_H

#include <stddef.h>

/* The one place that knows oneDNN: its C interfaces of versions 2 and 3 behind plain functions.
   Every primitive runs on the calling thread only; callers divide the work. */

/* The version of the library in use, such as 20603 for 2.6.3. */
int odn_version(void);

/* C = alpha op(A) op(B) + beta C, row-major: op(A) is [m, k], op(B) is [k, n], C is [m, n]; A is stored [k, m]
   where transposed, B [n, k]; lda, ldb, ldc are the distances between stored rows. Returns 0 on success. */
int odn_gemm(int transpose_a, int transpose_b, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, float alpha,
             const float *a, ptrdiff_t lda, const float *b, ptrdiff_t ldb, float beta, float *c,
             ptrdiff_t ldc);

/* What a convolution primitive works out. */
enum odn_task {
  odn_output = 0,          /* the output, from input and weights; with a bias if has_bias */
  odn_input_gradient = 1,  /* the input's gradient, from the output's gradient and weights */
  odn_weight_gradient = 2, /* the weights' gradient, from input and the output's gradient */
};

/* A convolution [n, ci, h, w] -> [n, co, oh, ow] with kernel [co, ci, kh, kw]. Images are stored
   [n, c/16, h, w, 16], co is a multiple of 16, and ci too unless plain_input asks for a row-major input. With
   `adds` an output is added to what is there already. */
struct odn_shape {
  int task, winograd, adds, has_bias, plain_input;
  int n, ci, h, w, co, oh, ow, kh, kw;
  int stride_h, stride_w, top, left, bottom, right; /* the paddings */
};

typedef struct odn_convolution odn_convolution;

/* A primitive for the shape, or NULL where the library has none. May be used by several threads at once. */
odn_convolution *odn_convolution_create(const struct odn_shape *shape);
void odn_convolution_destroy(odn_convolution *convolution);

/* Sizes in floats: of the weights in the layout that the primitive wants, and of the memory it needs to run. */
size_t odn_packed_weight_count(const odn_convolution *convolution);
size_t odn_scratch_count(const odn_convolution *convolution);

/* Whether two primitives want weights in one and the same layout. */
int odn_same_weight_layout(const odn_convolution *a, const odn_convolution *b);

/* Weights from row-major order to the primitive's layout, or (for a weight gradient) back. 0 on success. */
int odn_pack_weights(const odn_convolution *convolution, const float *plain, float *packed);
int odn_unpack_weights(const odn_convolution *convolution, const float *packed, float *plain);

/* Runs it. `input`, `weights` (packed), `bias` and `output` are the tensors or, as the task says, their gradients;
   `bias` may be NULL without one; `scratch` has odn_scratch_count floats. 0 on success. */
int odn_convolution_run(const odn_convolution *convolution, float *input, float *weights, float *bias,
                        float *output, float *scratch);

/* The name that the library gives the primitive. */
const char *odn_convolution_name(const odn_convolution *convolution);

#endif
