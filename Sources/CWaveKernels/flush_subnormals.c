#include "CWaveKernels.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
/* Bits 15 and 6 of MXCSR: flush to zero, denormals are zero. */
unsigned long long wk_flush_subnormals(void) {
  unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040);
  return mode;
}
void wk_restore_subnormals(unsigned long long mode) { _mm_setcsr((unsigned)mode); }
#elif defined(__aarch64__)
unsigned long long wk_flush_subnormals(void) {
  unsigned long long mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  __asm__ volatile("msr fpcr, %0" : : "r"(mode | (1ull << 24)));
  return mode;
}
void wk_restore_subnormals(unsigned long long mode) {
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
unsigned long long wk_flush_subnormals(void) { return 0; }
void wk_restore_subnormals(unsigned long long mode) { (void)mode; }
#endif
