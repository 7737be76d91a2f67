/* oneDNN asks OpenMP for threads; this confines the calling thread to itself. */
#ifndef ODN_SINGLE_THREAD_H
#define ODN_SINGLE_THREAD_H

void odn_single_thread(void);

#endif
