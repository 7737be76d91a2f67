#ifndef C_WAVE_KERNELS_H
#define C_WAVE_KERNELS_H

/* The hot loops of the simulator. One thread, no allocation, no I/O. */

#include "receiver_kernels.h"
#include "wave_kernels.h"

/* Makes the calling thread flush subnormal numbers to zero; decaying fields would else run at a
   hundredth of the speed. Returns the mode before. Does nothing on architectures without such a switch. */
unsigned long long wk_flush_subnormals(void);

/* Gives the calling thread back the mode that wk_flush_subnormals returned. */
void wk_restore_subnormals(unsigned long long mode);

#endif
