#include "CTensorKernels.h"
#include "kernels.h"

CTK_CLONES void ctk_accumulate(ptrdiff_t n, const float *restrict x, float *restrict sum) {
  for (ptrdiff_t i = 0; i < n; i++) sum[i] += x[i];
}
