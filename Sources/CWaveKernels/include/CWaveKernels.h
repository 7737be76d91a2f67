#ifndef C_WAVE_KERNELS_H
#define C_WAVE_KERNELS_H

/* The hot loops of the simulator. One thread, no allocation, no I/O. */

#include "wave_kernels.h"

/* Makes the calling thread flush subnormal numbers to zero; decaying fields would else run at a
   hundredth of the speed. Does nothing on architectures without such a switch. */
void wk_flush_subnormals(void);

#endif
