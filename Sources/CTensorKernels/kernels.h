/* What the kernels of this folder share: vector types and the choice of instruction set at load time. */
#ifndef CTK_KERNELS_H
#define CTK_KERNELS_H

#if defined(__x86_64__) && defined(__linux__)
#define CTK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CTK_CLONES
#endif

#define CTK_INLINE static inline __attribute__((always_inline))

#endif
