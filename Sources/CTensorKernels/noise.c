#include "CTensorKernels.h"
#include "vector_math.h"

/* Normal numbers of a counter-based generator, sixteen counters at a time.

   Philox 4x32 with ten rounds (Salmon et al. 2011) turns a counter into four words; each pair of words becomes
   a pair of normal numbers (Box & Muller 1958). */

typedef unsigned ctk_u16 __attribute__((vector_size(64)));
typedef unsigned long long ctk_wide __attribute__((vector_size(128)));

CTK_INLINE void multiply(ctk_u16 a, unsigned b, ctk_u16 *high, ctk_u16 *low) {
  ctk_wide product = __builtin_convertvector(a, ctk_wide) * (ctk_wide){b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b};
  *high = __builtin_convertvector(product >> 32, ctk_u16);
  *low = a * b;
}

CTK_INLINE void philox(ctk_u16 c[4], unsigned k0, unsigned k1) {
  for (int round = 0; round < 10; round++) {
    ctk_u16 high0, low0, high1, low1;
    multiply(c[0], 0xD2511F53u, &high0, &low0);
    multiply(c[2], 0xCD9E8D57u, &high1, &low1);
    c[0] = high1 ^ c[1] ^ k0;
    c[1] = low1;
    c[2] = high0 ^ c[3] ^ k1;
    c[3] = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

/* sin and cos of 2 pi w / 2^32: w is split into quarter turns and at most half a one to either side, where Taylor
   series up to the ninth power are right to 2e-7 / 100. */
CTK_INLINE void turn(ctk_u16 w, ctk_v16 *sine, ctk_v16 *cosine) {
  ctk_u16 quarter = (w + 0x20000000u) >> 30;
  ctk_i16 rest = (ctk_i16)(w - (quarter << 30));
  ctk_v16 x = __builtin_convertvector(rest, ctk_v16) * 1.46291808e-9f; /* 2 pi / 2^32 */
  ctk_v16 s = x * x;
  ctk_v16 odd = x + x * s * (-1.66666667e-1f + s * (8.33333333e-3f + s * (-1.98412698e-4f + s * 2.75573192e-6f)));
  ctk_v16 even = 1.0f + s * (-0.5f + s * (4.16666667e-2f + s * (-1.38888889e-3f + s * 2.48015873e-5f)));
  ctk_i16 swapped = (ctk_i16)((quarter & 1) == 1);
  ctk_v16 a = ctk_choose(swapped, even, odd), b = ctk_choose(swapped, odd, even);
  ctk_u16 down = (quarter & 2) << 30, left = ((quarter + 1) & 2) << 30;
  *sine = (ctk_v16)((ctk_u16)a ^ down);
  *cosine = (ctk_v16)((ctk_u16)b ^ left);
}

CTK_INLINE void pair(ctk_u16 radius, ctk_u16 angle, float *first, float *second) {
  /* (w + 1/2) / 2^32 as a float is in (0, 1], so that its logarithm is finite. */
  ctk_v16 u = __builtin_convertvector(radius, ctk_v16) * 2.32830644e-10f + 1.16415322e-10f;
  ctk_v16 square = -2.0f * ctk_vlog(u), r, sine, cosine;
  for (int i = 0; i < 16; i++) r[i] = __builtin_sqrtf(square[i] > 0 ? square[i] : 0);
  turn(angle, &sine, &cosine);
  CTK_STORE(first, r * cosine);
  CTK_STORE(second, r * sine);
}

CTK_INLINE void blocks(
    ptrdiff_t count, unsigned long long first, unsigned long long seed, unsigned long long stream,
    float *values) {
  const ctk_u16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (ptrdiff_t i = 0; i < count; i++, values += 64) {
    unsigned long long index = first + 16 * (unsigned long long)i;
    ctk_u16 low = (unsigned)index + lanes;
    ctk_u16 high = (unsigned)(index >> 32) - (ctk_u16)(low < (unsigned)index);
    ctk_u16 c[4] = {low, high, (unsigned)stream - (ctk_u16){0}, (unsigned)(stream >> 32) - (ctk_u16){0}};
    philox(c, (unsigned)seed, (unsigned)(seed >> 32));
    pair(c[0], c[1], values, values + 16);
    pair(c[2], c[3], values + 32, values + 48);
  }
}

CTK_CLONES void ctk_normal_numbers(
    ptrdiff_t count, unsigned long long first, unsigned long long seed, unsigned long long stream,
    float *values) {
  blocks(count, first, seed, stream, values);
}
