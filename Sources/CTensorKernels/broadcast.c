/* Functions of two numbers over rows in which either may stand still: what broadcasting comes down to. */
#include "CTensorKernels.h"
#include "vector_math.h"

/* y[r n + i] = expression of p = a[r a_row + i a_column] and q = b[r b_row + i b_column]; columns 0 or 1. */
#define CTK_PAIRS(name, expression)                                                                      \
  CTK_INLINE void name##_row(ptrdiff_t n, const float *restrict a, ptrdiff_t a_column,                   \
                             const float *restrict b, ptrdiff_t b_column, float *restrict y) {           \
    if (a_column && b_column) {                                                                          \
      for (ptrdiff_t i = 0; i < n; i++) {                                                                \
        float p = a[i], q = b[i];                                                                        \
        y[i] = expression;                                                                               \
      }                                                                                                  \
    } else if (a_column) {                                                                               \
      float q = *b;                                                                                      \
      for (ptrdiff_t i = 0; i < n; i++) {                                                                \
        float p = a[i];                                                                                  \
        y[i] = expression;                                                                               \
      }                                                                                                  \
    } else {                                                                                             \
      float p = *a;                                                                                      \
      for (ptrdiff_t i = 0; i < n; i++) {                                                                \
        float q = b[i * b_column];                                                                       \
        y[i] = expression;                                                                               \
      }                                                                                                  \
    }                                                                                                    \
  }                                                                                                      \
  CTK_CLONES void ctk_##name(ctk_rows s, const float *a, const float *b, float *y) {                     \
    if (s.n == 16 && s.a_column && s.b_column) { /* a block of channels */                               \
      for (ptrdiff_t r = 0; r < s.rows; r++)                                                             \
        name##_row(16, a + r * s.a_row, 1, b + r * s.b_row, 1, y + r * 16);                              \
    } else {                                                                                             \
      for (ptrdiff_t r = 0; r < s.rows; r++)                                                             \
        name##_row(s.n, a + r * s.a_row, s.a_column, b + r * s.b_row, s.b_column, y + r * s.n);          \
    }                                                                                                    \
  }

CTK_PAIRS(add, p + q)
CTK_PAIRS(subtract, p - q)
CTK_PAIRS(multiply, p *q)
CTK_PAIRS(divide, p / q)
CTK_PAIRS(maximum, p != p ? p : p < q || q != q ? q : p)
CTK_PAIRS(minimum, p != p ? p : p > q || q != q ? q : p)
CTK_PAIRS(equal, p == q ? 1.0f : 0.0f)
CTK_PAIRS(greater, p > q ? 1.0f : 0.0f)
CTK_PAIRS(greater_share, p > q ? 1.0f : p == q ? 0.5f : 0.0f)
CTK_PAIRS(keep, p != 0 ? q : 0.0f)
CTK_PAIRS(drop, p != 0 ? 0.0f : q)
