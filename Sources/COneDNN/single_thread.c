#define _GNU_SOURCE
#include "single_thread.h"

#include <dlfcn.h>

/* omp_set_num_threads sets a control variable of the calling thread, so that it must be called once in each.
   It is looked up by name because the OpenMP runtime comes with oneDNN, not with our compiler. */
void odn_single_thread(void) {
  static _Thread_local int done = 0;
  if (done) return;
  done = 1;
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(1);
}
