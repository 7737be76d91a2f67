#ifndef CONEDNN_H
#define CONEDNN_H

#include <stddef.h>

/* The one place that knows oneDNN: its C interfaces of versions 2 and 3 behind plain functions.
   Every primitive runs on the calling thread only; callers divide the work. */

/* The version of the library in use, such as 20603 for 2.6.3. */
int odn_version(void);

#endif
