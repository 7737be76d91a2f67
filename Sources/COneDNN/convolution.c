#include <stdlib.h>

#include "descriptions.h"
#include "single_thread.h"

struct odn_convolution {
  struct odn_shape shape;
  dnnl_engine_t engine;
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  struct odn_tensors tensors; /* weights: row-major */
};

static odn_memory_desc describe_images(int n, int c, int h, int w, int plain) {
  dnnl_dims_t dims = {n, c, h, w};
  return odn_describe(4, dims, plain ? dnnl_nchw : dnnl_nChw16c);
}

static odn_memory_desc describe_weights(const struct odn_shape *s, dnnl_format_tag_t tag) {
  dnnl_dims_t dims = {s->co, s->ci, s->kh, s->kw};
  return odn_describe(4, dims, tag);
}

static odn_const_memory_desc description_of(const odn_convolution *c, dnnl_query_t what) {
  return dnnl_primitive_desc_query_md(c->description, what, 0);
}

static odn_const_memory_desc packed_weights(const odn_convolution *c) {
  int is_gradient = c->shape.task == odn_weight_gradient;
  return description_of(c, is_gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
}

static int prepare(odn_convolution *c) {
  const struct odn_shape *s = &c->shape;
  dnnl_dims_t bias = {s->co};
  struct odn_tensors *t = &c->tensors;
  t->input = describe_images(s->n, s->ci, s->h, s->w, s->plain_input);
  t->output = describe_images(s->n, s->co, s->oh, s->ow, 0);
  t->bias = s->has_bias ? odn_describe(1, bias, dnnl_a) : NULL;
  t->weights = describe_weights(s, dnnl_oihw);
  struct odn_tensors wanted = *t;
  wanted.weights = describe_weights(s, dnnl_format_tag_any);
  if (t->input && t->output && t->weights && wanted.weights)
    c->description = odn_describe_primitive(s, &wanted, c->engine);
  odn_forget(wanted.weights);
  return c->description && dnnl_primitive_create(&c->primitive, c->description) == dnnl_success;
}

odn_convolution *odn_convolution_create(const struct odn_shape *shape) {
  odn_single_thread();
  odn_convolution *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  c->shape = *shape;
  if (dnnl_engine_create(&c->engine, dnnl_cpu, 0) == dnnl_success && prepare(c)) return c;
  odn_convolution_destroy(c);
  return NULL;
}

void odn_convolution_destroy(odn_convolution *c) {
  if (!c) return;
  if (c->primitive) dnnl_primitive_destroy(c->primitive);
  if (c->description) dnnl_primitive_desc_destroy(c->description);
  odn_forget(c->tensors.input);
  odn_forget(c->tensors.weights);
  odn_forget(c->tensors.bias);
  odn_forget(c->tensors.output);
  if (c->engine) dnnl_engine_destroy(c->engine);
  free(c);
}

static size_t floats(odn_const_memory_desc description) {
  return (dnnl_memory_desc_get_size(description) + sizeof(float) - 1) / sizeof(float);
}

size_t odn_packed_weight_count(const odn_convolution *c) { return floats(packed_weights(c)); }

int odn_same_weight_layout(const odn_convolution *a, const odn_convolution *b) {
  return dnnl_memory_desc_equal(packed_weights(a), packed_weights(b));
}

size_t odn_scratch_count(const odn_convolution *c) {
  return floats(description_of(c, dnnl_query_scratchpad_md));
}

const char *odn_convolution_name(const odn_convolution *c) {
  const char *name = "";
  dnnl_primitive_desc_query(c->description, dnnl_query_impl_info_str, 0, (void *)&name);
  return name;
}

/* Runs a primitive on up to five arguments, each a description and where its numbers are. */
struct argument {
  int place;
  odn_const_memory_desc description;
  float *numbers;
};

static int execute(dnnl_engine_t engine, dnnl_primitive_t primitive, int count,
                   const struct argument *arguments) {
  dnnl_exec_arg_t given[5];
  dnnl_stream_t stream = NULL;
  int made = 0, ok = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags) == dnnl_success;
  for (; ok && made < count; made++) {
    const struct argument *a = &arguments[made];
    given[made].arg = a->place;
    ok = dnnl_memory_create(&given[made].memory, a->description, engine, a->numbers) == dnnl_success;
    if (!ok) break;
  }
  if (ok) ok = dnnl_primitive_execute(primitive, stream, count, given) == dnnl_success;
  if (ok) ok = dnnl_stream_wait(stream) == dnnl_success;
  for (int i = 0; i < made; i++) dnnl_memory_destroy(given[i].memory);
  if (stream) dnnl_stream_destroy(stream);
  return !ok;
}

static int reorder(dnnl_engine_t engine, odn_const_memory_desc from, const float *source,
                   odn_const_memory_desc to, float *destination) {
  odn_single_thread();
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t primitive = NULL;
  int failed = 1;
  if (dnnl_reorder_primitive_desc_create(&description, from, engine, to, engine, NULL) == dnnl_success
      && dnnl_primitive_create(&primitive, description) == dnnl_success) {
    struct argument arguments[] = {{DNNL_ARG_FROM, from, (float *)source},
                                   {DNNL_ARG_TO, to, destination}};
    failed = execute(engine, primitive, 2, arguments);
  }
  if (primitive) dnnl_primitive_destroy(primitive);
  if (description) dnnl_primitive_desc_destroy(description);
  return failed;
}

int odn_pack_weights(const odn_convolution *c, const float *plain, float *packed) {
  return reorder(c->engine, c->tensors.weights, plain, packed_weights(c), packed);
}

int odn_unpack_weights(const odn_convolution *c, const float *packed, float *plain) {
  return reorder(c->engine, packed_weights(c), packed, c->tensors.weights, plain);
}

int odn_convolution_run(const odn_convolution *c, float *input, float *weights, float *bias,
                        float *output, float *scratch) {
  static const int places[3][4] = {
      {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS},
      {DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST, 0},
      {DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_BIAS}};
  odn_single_thread();
  const int *place = places[c->shape.task];
  struct argument arguments[5] = {{place[0], c->tensors.input, input},
                                  {place[1], packed_weights(c), weights},
                                  {place[2], c->tensors.output, output}};
  int count = 3;
  struct argument needed = {DNNL_ARG_SCRATCHPAD, description_of(c, dnnl_query_scratchpad_md), scratch};
  arguments[count++] = needed;
  if (c->tensors.bias && c->shape.task != odn_input_gradient) {
    struct argument b = {place[3], c->tensors.bias, bias};
    arguments[count++] = b;
  }
  return execute(c->engine, c->primitive, count, arguments);
}
