/* Loops over contiguous floats: one read or write of each, in vectors of 64 bytes that the compiler splits where the machine's
   are narrower. Sums have four accumulators each and go to double every so often. */
#ifndef LANEWISE_RUNS_H
#define LANEWISE_RUNS_H

#include <stddef.h>
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { LANES = 16, WAYS = 4, STEP = LANES * WAYS, BLOCK = STEP * 512 };

typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(sizeof(float)), may_alias));

static inline lanes all(float value) {
    return (lanes){0} + value;
}

static inline double fold(lanes v) {
    double sum = 0;
    for (int i = 0; i < LANES; i++) {
        sum += v[i];
    }
    return sum;
}

/* Writes past the cache, if the address is a multiple of 64. */
static inline void stream(float *to, lanes v) {
#if defined(__AVX512F__)
    _mm512_stream_ps(to, (__m512)v);
#elif defined(__AVX__)
    union { lanes all; __m256 half[2]; } parts = {v};
    _mm256_stream_ps(to, parts.half[0]);
    _mm256_stream_ps(to + LANES / 2, parts.half[1]);
#else
    *(lanes *)to = v;
#endif
}

/* To be called after streaming, before another thread reads. */
static inline void stream_ends(void) {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

/* The elements before the first that lies on a multiple of 64. */
static inline size_t before_aligned(const float *p, size_t n) {
    size_t k = (64 - (uintptr_t)p % 64) % 64 / sizeof(float);
    return k < n ? k : n;
}

/* Adds sum(x) and sum(x*w); w may be x. */
static inline void add_sums(const float *x, const float *w, size_t n, double *sum, double *product) {
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t to = n - from < BLOCK ? n : from + BLOCK;
        lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, p0 = {0}, p1 = {0}, p2 = {0}, p3 = {0};
        size_t i = from;
        for (; i + STEP <= to; i += STEP) {
            lanes x0 = *(const lanes *)(x + i), x1 = *(const lanes *)(x + i + LANES);
            lanes x2 = *(const lanes *)(x + i + 2 * LANES), x3 = *(const lanes *)(x + i + 3 * LANES);
            s0 += x0;
            s1 += x1;
            s2 += x2;
            s3 += x3;
            p0 += x0 * *(const lanes *)(w + i);
            p1 += x1 * *(const lanes *)(w + i + LANES);
            p2 += x2 * *(const lanes *)(w + i + 2 * LANES);
            p3 += x3 * *(const lanes *)(w + i + 3 * LANES);
        }
        for (; i + LANES <= to; i += LANES) {
            lanes x0 = *(const lanes *)(x + i);
            s0 += x0;
            p0 += x0 * *(const lanes *)(w + i);
        }
        double s = fold((s0 + s1) + (s2 + s3)), p = fold((p0 + p1) + (p2 + p3));
        for (; i < to; i++) {
            s += x[i];
            p += (double)x[i] * w[i];
        }
        *sum += s;
        *product += p;
    }
}

/* y = x*a + b. */
static inline void affine(const float *x, float *y, size_t n, float a, float b, int streaming) {
    lanes va = all(a), vb = all(b);
    size_t i = 0;
    if (streaming) {
        for (size_t k = before_aligned(y, n); i < k; i++) {
            y[i] = x[i] * a + b;
        }
        for (; i + LANES <= n; i += LANES) {
            stream(y + i, *(const lanes *)(x + i) * va + vb);
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            *(lanes *)(y + i) = *(const lanes *)(x + i) * va + vb;
        }
    }
    for (; i < n; i++) {
        y[i] = x[i] * a + b;
    }
}

/* out = dy*a + x*p + q. */
static inline void affine2(
        const float *dy, const float *x, float *out, size_t n, float a, float p, float q, int streaming) {
    lanes va = all(a), vp = all(p), vq = all(q);
    size_t i = 0;
    if (streaming) {
        for (size_t k = before_aligned(out, n); i < k; i++) {
            out[i] = dy[i] * a + (x[i] * p + q);
        }
        for (; i + LANES <= n; i += LANES) {
            stream(out + i, *(const lanes *)(dy + i) * va + (*(const lanes *)(x + i) * vp + vq));
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            *(lanes *)(out + i) = *(const lanes *)(dy + i) * va + (*(const lanes *)(x + i) * vp + vq);
        }
    }
    for (; i < n; i++) {
        out[i] = dy[i] * a + (x[i] * p + q);
    }
}

#endif
