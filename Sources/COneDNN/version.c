#include "COneDNN.h"

#include <dnnl.h>

int odn_version(void) {
  const dnnl_version_t *v = dnnl_version();
  return v->major * 10000 + v->minor * 100 + v->patch;
}
