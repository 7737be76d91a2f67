#include "CWaveKernels.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
void wk_flush_subnormals(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }
#elif defined(__aarch64__)
void wk_flush_subnormals(void) {
  unsigned long long fpcr;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | (1ull << 24)));
}
#else
void wk_flush_subnormals(void) {}
#endif
