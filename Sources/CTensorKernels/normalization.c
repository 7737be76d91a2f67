/* Batch, instance and layer normalisation: moments, the normalised numbers, and their gradients.

   Two arrangements: a plane holds numbers of one channel; columns hold rows of `width` channels each. Sums over
   a piece of at most some ten thousand numbers are single precision in 64 lanes; the caller joins pieces in
   double precision and in order. */
#include "CTensorKernels.h"
#include "vector_math.h"

CTK_INLINE float lane_sum(const ctk_v16 *v) {
  float sum = 0;
  for (int i = 0; i < 16; i++) sum += (*v)[i];
  return sum;
}

CTK_INLINE float plane_sum(ptrdiff_t n, const float *x) {
  ctk_v16 s0 = ctk_splat(0), s1 = s0, s2 = s0, s3 = s0;
  ptrdiff_t i = 0;
  for (; i + 64 <= n; i += 64) {
    s0 += CTK_LOAD(x + i);
    s1 += CTK_LOAD(x + i + 16);
    s2 += CTK_LOAD(x + i + 32);
    s3 += CTK_LOAD(x + i + 48);
  }
  s0 = (s0 + s1) + (s2 + s3);
  float sum = lane_sum(&s0);
  for (; i < n; i++) sum += x[i];
  return sum;
}

CTK_INLINE void plane_moments(ptrdiff_t n, const float *x, float *mean, float *squares) {
  float m = plane_sum(n, x) / (float)n;
  ctk_v16 s0 = ctk_splat(0), s1 = s0;
  ptrdiff_t i = 0;
  for (; i + 32 <= n; i += 32) {
    ctk_v16 d0 = CTK_LOAD(x + i) - m, d1 = CTK_LOAD(x + i + 16) - m;
    s0 += d0 * d0;
    s1 += d1 * d1;
  }
  s0 += s1;
  float sum = lane_sum(&s0);
  for (; i < n; i++) sum += (x[i] - m) * (x[i] - m);
  *mean = m;
  *squares = sum;
}

CTK_INLINE void plane_gradient_sums(ptrdiff_t n, float mean, const float *g, const float *x,
                                    float *sum, float *product) {
  ctk_v16 s0 = ctk_splat(0), s1 = s0, p0 = s0, p1 = s0;
  ptrdiff_t i = 0;
  for (; i + 32 <= n; i += 32) {
    ctk_v16 g0 = CTK_LOAD(g + i), g1 = CTK_LOAD(g + i + 16);
    s0 += g0;
    s1 += g1;
    p0 += g0 * (CTK_LOAD(x + i) - mean);
    p1 += g1 * (CTK_LOAD(x + i + 16) - mean);
  }
  s0 += s1;
  p0 += p1;
  float s = lane_sum(&s0), p = lane_sum(&p0);
  for (; i < n; i++) {
    s += g[i];
    p += g[i] * (x[i] - mean);
  }
  *sum = s;
  *product = p;
}

CTK_CLONES void ctk_plane_moments(ptrdiff_t n, const float *x, float *mean, float *squares) {
  plane_moments(n, x, mean, squares);
}

CTK_CLONES void ctk_plane_normalize(ptrdiff_t n, float mean, float scale, float shift,
                                    const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = (x[i] - mean) * scale + shift;
}

CTK_CLONES void ctk_plane_gradient_sums(ptrdiff_t n, float mean, const float *g, const float *x,
                                        float *sum, float *product) {
  plane_gradient_sums(n, mean, g, x, sum, product);
}

CTK_CLONES void ctk_plane_gradient(ptrdiff_t n, const float *restrict coefficients, ptrdiff_t stride,
                                   const float *restrict g, const float *restrict x,
                                   float *restrict dx) {
  float mean = coefficients[0], a = coefficients[stride];
  float b = coefficients[2 * stride], c = coefficients[3 * stride];
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = a * g[i] + (b * (x[i] - mean) + c);
}

/* Up to 16 columns at a time; `w` of them are there. */
CTK_INLINE void strip_moments(ptrdiff_t rows, ptrdiff_t width, int w, const float *x, float *mean,
                              float *squares) {
  float s[16] = {0}, q[16] = {0};
  for (ptrdiff_t r = 0; r < rows; r++)
    for (int j = 0; j < w; j++) s[j] += x[r * width + j];
  for (int j = 0; j < w; j++) s[j] /= (float)rows;
  for (ptrdiff_t r = 0; r < rows; r++)
    for (int j = 0; j < w; j++) {
      float d = x[r * width + j] - s[j];
      q[j] += d * d;
    }
  for (int j = 0; j < w; j++) mean[j] = s[j], squares[j] = q[j];
}

CTK_CLONES void ctk_column_moments(ptrdiff_t rows, ptrdiff_t width, const float *restrict x,
                                   float *restrict mean, float *restrict squares) {
  ptrdiff_t j = 0;
  for (; j + 16 <= width; j += 16) strip_moments(rows, width, 16, x + j, mean + j, squares + j);
  if (j < width) strip_moments(rows, width, (int)(width - j), x + j, mean + j, squares + j);
}

CTK_CLONES void ctk_column_normalize(ptrdiff_t rows, ptrdiff_t width, const float *restrict mean,
                                     const float *restrict scale, const float *restrict shift,
                                     const float *restrict x, float *restrict y) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t j = 0; j < width; j++)
      y[r * width + j] = (x[r * width + j] - mean[j]) * scale[j] + shift[j];
}

CTK_INLINE void strip_gradient_sums(ptrdiff_t rows, ptrdiff_t width, int w, const float *mean,
                                    const float *g, const float *x, float *sum, float *product) {
  float s[16] = {0}, p[16] = {0};
  for (ptrdiff_t r = 0; r < rows; r++)
    for (int j = 0; j < w; j++) {
      s[j] += g[r * width + j];
      p[j] += g[r * width + j] * (x[r * width + j] - mean[j]);
    }
  for (int j = 0; j < w; j++) sum[j] = s[j], product[j] = p[j];
}

CTK_CLONES void ctk_column_gradient_sums(ptrdiff_t rows, ptrdiff_t width, const float *restrict mean,
                                         const float *restrict g, const float *restrict x,
                                         float *restrict sum, float *restrict product) {
  ptrdiff_t j = 0;
  for (; j + 16 <= width; j += 16)
    strip_gradient_sums(rows, width, 16, mean + j, g + j, x + j, sum + j, product + j);
  if (j < width)
    strip_gradient_sums(rows, width, (int)(width - j), mean + j, g + j, x + j, sum + j, product + j);
}

CTK_CLONES void ctk_column_gradient(ptrdiff_t rows, ptrdiff_t width,
                                    const float *restrict coefficients, ptrdiff_t stride,
                                    const float *restrict g, const float *restrict x,
                                    float *restrict dx) {
  const float *mean = coefficients, *a = mean + stride, *b = a + stride, *c = b + stride;
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t j = 0; j < width; j++) {
      ptrdiff_t i = r * width + j;
      dx[i] = a[j] * g[i] + (b[j] * (x[i] - mean[j]) + c[j]);
    }
}

CTK_CLONES void ctk_layer_normalize(ptrdiff_t rows, ptrdiff_t n, float epsilon,
                                    const float *restrict x, const float *restrict scale,
                                    const float *restrict shift, float *restrict y,
                                    float *restrict moments) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float mean, squares;
    plane_moments(n, x + r * n, &mean, &squares);
    float inverse = 1.0f / __builtin_elementwise_sqrt(squares / (float)n + epsilon);
    for (ptrdiff_t j = 0; j < n; j++)
      y[r * n + j] = (x[r * n + j] - mean) * inverse * scale[j] + shift[j];
    moments[2 * r] = mean;
    moments[2 * r + 1] = inverse;
  }
}

CTK_INLINE void layer_sums(ptrdiff_t n, float mean, const float *g, const float *x,
                           const float *scale, float *sum, float *product) {
  ctk_v16 s = ctk_splat(0), p = s;
  ptrdiff_t i = 0;
  for (; i + 16 <= n; i += 16) {
    ctk_v16 v = CTK_LOAD(g + i) * CTK_LOAD(scale + i);
    s += v;
    p += v * (CTK_LOAD(x + i) - mean);
  }
  *sum = lane_sum(&s);
  *product = lane_sum(&p);
  for (; i < n; i++) {
    *sum += g[i] * scale[i];
    *product += g[i] * scale[i] * (x[i] - mean);
  }
}

CTK_CLONES void ctk_layer_gradient(ptrdiff_t rows, ptrdiff_t n, const float *restrict g,
                                   const float *restrict x, const float *restrict moments,
                                   const float *restrict scale, float *restrict dx,
                                   float *restrict dscale, float *restrict dshift) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *gr = g + r * n, *xr = x + r * n;
    float mean = moments[2 * r], inverse = moments[2 * r + 1], sum, product;
    layer_sums(n, mean, gr, xr, scale, &sum, &product);
    float c = sum / (float)n, b = product / (float)n * inverse * inverse;
    for (ptrdiff_t j = 0; j < n; j++) {
      float d = xr[j] - mean;
      dx[r * n + j] = inverse * (gr[j] * scale[j] - c - d * b);
      dscale[j] += gr[j] * d * inverse;
      dshift[j] += gr[j];
    }
  }
}
