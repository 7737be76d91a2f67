#include "descriptions.h"

#include <stdlib.h>

struct geometry {
  dnnl_dims_t strides, dilates, leading, trailing;
};

static struct geometry geometry_of(const struct odn_shape *s) {
  struct geometry g = {{s->stride_h, s->stride_w}, {0, 0}, {s->top, s->left}, {s->bottom, s->right}};
  return g;
}

static dnnl_alg_kind_t algorithm_of(const struct odn_shape *s) {
  return s->winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
}

/* Inference and training differ in what the library keeps; only inference may prepare weights. */
static const dnnl_prop_kind_t forward_kind = dnnl_forward_inference;

#if DNNL_VERSION_MAJOR >= 3

odn_memory_desc odn_describe(int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  odn_memory_desc made = NULL;
  return dnnl_memory_desc_create_with_tag(&made, rank, dims, dnnl_f32, tag) == dnnl_success ? made : NULL;
}

void odn_forget(odn_memory_desc description) {
  if (description) dnnl_memory_desc_destroy(description);
}

static dnnl_primitive_desc_t describe(int task, const struct odn_shape *s, const struct odn_tensors *t,
                                      dnnl_engine_t engine, dnnl_primitive_attr_t attributes,
                                      const_dnnl_primitive_desc_t forward) {
  struct geometry g = geometry_of(s);
  dnnl_alg_kind_t algorithm = algorithm_of(s);
  dnnl_primitive_desc_t made = NULL;
  dnnl_status_t status;
  if (task == odn_output)
    status = dnnl_convolution_forward_primitive_desc_create(
        &made, engine, forward_kind, algorithm, t->input, t->weights, t->bias, t->output, g.strides,
        g.dilates, g.leading, g.trailing, attributes);
  else if (task == odn_input_gradient)
    status = dnnl_convolution_backward_data_primitive_desc_create(
        &made, engine, algorithm, t->input, t->weights, t->output, g.strides, g.dilates, g.leading,
        g.trailing, forward, attributes);
  else
    status = dnnl_convolution_backward_weights_primitive_desc_create(
        &made, engine, algorithm, t->input, t->weights, t->bias, t->output, g.strides, g.dilates,
        g.leading, g.trailing, forward, attributes);
  return status == dnnl_success ? made : NULL;
}

#else

odn_memory_desc odn_describe(int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  odn_memory_desc made = malloc(sizeof *made);
  if (made && dnnl_memory_desc_init_by_tag(made, rank, dims, dnnl_f32, tag) == dnnl_success) return made;
  free(made);
  return NULL;
}

void odn_forget(odn_memory_desc description) { free(description); }

static dnnl_primitive_desc_t create(const_dnnl_op_desc_t operation, dnnl_engine_t engine,
                                    dnnl_primitive_attr_t attributes,
                                    const_dnnl_primitive_desc_t forward) {
  dnnl_primitive_desc_t made = NULL;
  dnnl_status_t status = dnnl_primitive_desc_create(&made, operation, attributes, engine, forward);
  return status == dnnl_success ? made : NULL;
}

static dnnl_primitive_desc_t describe(int task, const struct odn_shape *s, const struct odn_tensors *t,
                                      dnnl_engine_t engine, dnnl_primitive_attr_t attributes,
                                      const_dnnl_primitive_desc_t forward) {
  struct geometry g = geometry_of(s);
  dnnl_alg_kind_t algorithm = algorithm_of(s);
  dnnl_convolution_desc_t operation;
  dnnl_status_t status;
  if (task == odn_output)
    status = dnnl_convolution_forward_desc_init(
        &operation, forward_kind, algorithm, t->input, t->weights, t->bias, t->output, g.strides,
        g.leading, g.trailing);
  else if (task == odn_input_gradient)
    status = dnnl_convolution_backward_data_desc_init(
        &operation, algorithm, t->input, t->weights, t->output, g.strides, g.leading, g.trailing);
  else
    status = dnnl_convolution_backward_weights_desc_init(
        &operation, algorithm, t->input, t->weights, t->bias, t->output, g.strides, g.leading,
        g.trailing);
  return status == dnnl_success ? create(&operation, engine, attributes, forward) : NULL;
}

#endif

static int append_sum(dnnl_primitive_attr_t attributes) {
  dnnl_post_ops_t operations = NULL;
  if (dnnl_post_ops_create(&operations) != dnnl_success) return 0;
#if DNNL_VERSION_MAJOR >= 3
  int ok = dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef) == dnnl_success;
#else
  int ok = dnnl_post_ops_append_sum(operations, 1) == dnnl_success;
#endif
  ok = ok && dnnl_primitive_attr_set_post_ops(attributes, operations) == dnnl_success;
  dnnl_post_ops_destroy(operations);
  return ok;
}

dnnl_primitive_desc_t odn_describe_primitive(const struct odn_shape *s, const struct odn_tensors *t,
                                             dnnl_engine_t engine) {
  dnnl_primitive_attr_t attributes = NULL;
  if (dnnl_primitive_attr_create(&attributes) != dnnl_success) return NULL;
  dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
  dnnl_primitive_desc_t made = NULL;
  if (s->task == odn_output) {
    if (!s->adds || append_sum(attributes)) made = describe(odn_output, s, t, engine, attributes, NULL);
  } else {
    dnnl_primitive_desc_t forward = describe(odn_output, s, t, engine, attributes, NULL);
    if (forward) {
      made = describe(s->task, s, t, engine, attributes, forward);
      dnnl_primitive_desc_destroy(forward);
    }
  }
  dnnl_primitive_attr_destroy(attributes);
  return made;
}
