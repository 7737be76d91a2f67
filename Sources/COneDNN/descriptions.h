/* The parts of the C interface that versions 2 and 3 spell differently. */
#ifndef ODN_DESCRIPTIONS_H
#define ODN_DESCRIPTIONS_H

#include <dnnl.h>

#include "COneDNN.h"

/* In version 2 a memory description is a struct of ours, in version 3 an object of the library. */
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t odn_memory_desc;
typedef const_dnnl_memory_desc_t odn_const_memory_desc;
#else
typedef dnnl_memory_desc_t *odn_memory_desc;
typedef const dnnl_memory_desc_t *odn_const_memory_desc;
#endif

/* NULL if the description makes no sense to the library. */
odn_memory_desc odn_describe(int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag);
void odn_forget(odn_memory_desc description);

/* The descriptions of the four tensors of a convolution. */
struct odn_tensors {
  odn_memory_desc input, weights, bias, output;
};

/* A description of the primitive itself, with user-managed scratch memory; NULL where there is none. */
dnnl_primitive_desc_t odn_describe_primitive(const struct odn_shape *shape,
                                             const struct odn_tensors *tensors, dnnl_engine_t engine);

#endif
