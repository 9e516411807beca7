/* Loops over contiguous elements: one read or write of each, in vectors. Sums have four accumulators each; where they are not in
   double, they go there every so often. */
#ifndef LANEWISE_RUNS_H
#define LANEWISE_RUNS_H

#include <stddef.h>

#include "element.h"

enum { WAYS = 4, STEP = SUM_LANES * WAYS, BLOCK = STEP * 512 };

static inline lanes all(real value) {
    return (lanes){0} + value;
}

static inline double fold(sums v) {
    double total = 0;
    for (int i = 0; i < SUM_LANES; i++) {
        total += v[i];
    }
    return total;
}

/* To be called after streaming, before another thread reads. */
static inline void stream_ends(void) {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

/* The elements before the first that lies on a multiple of a stored vector's bytes. */
static inline size_t before_aligned(const element *p, size_t n) {
    size_t bytes = sizeof(stored), k = (bytes - (uintptr_t)p % bytes) % bytes / sizeof(element);
    return k < n ? k : n;
}

/* As add_sums; with squares, w is x, which is then read and converted but once. */
static inline __attribute__((always_inline)) void add_sums_of(
        const element *x, const element *w, int squares, size_t n, double *total, double *product) {
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t to = n - from < BLOCK ? n : from + BLOCK;
        sums s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, p0 = {0}, p1 = {0}, p2 = {0}, p3 = {0};
        size_t i = from;
        for (; i + STEP <= to; i += STEP) {
            sums x0 = load_sums(x + i), x1 = load_sums(x + i + SUM_LANES);
            sums x2 = load_sums(x + i + 2 * SUM_LANES), x3 = load_sums(x + i + 3 * SUM_LANES);
            s0 += x0;
            s1 += x1;
            s2 += x2;
            s3 += x3;
            p0 += x0 * (squares ? x0 : load_sums(w + i));
            p1 += x1 * (squares ? x1 : load_sums(w + i + SUM_LANES));
            p2 += x2 * (squares ? x2 : load_sums(w + i + 2 * SUM_LANES));
            p3 += x3 * (squares ? x3 : load_sums(w + i + 3 * SUM_LANES));
        }
        for (; i + SUM_LANES <= to; i += SUM_LANES) {
            sums x0 = load_sums(x + i);
            s0 += x0;
            p0 += x0 * (squares ? x0 : load_sums(w + i));
        }
        double s = fold((s0 + s1) + (s2 + s3)), p = fold((p0 + p1) + (p2 + p3));
        for (; i < to; i++) {
            s += get(x[i]);
            p += (double)get(x[i]) * get(w[i]);
        }
        *total += s;
        *product += p;
    }
}

/* Adds sum(x) and sum(x*w); w may be x. */
static inline void add_sums(const element *x, const element *w, size_t n, double *total, double *product) {
    if (x == w) {
        add_sums_of(x, x, 1, n, total, product);
    } else {
        add_sums_of(x, w, 0, n, total, product);
    }
}

/* y = x*a + b. */
static inline void affine(const element *x, element *y, size_t n, real a, real b, int streaming) {
    lanes va = all(a), vb = all(b);
    size_t i = 0;
    if (streaming) {
        for (size_t k = before_aligned(y, n); i < k; i++) {
            y[i] = put(get(x[i]) * a + b);
        }
        for (; i + LANES <= n; i += LANES) {
            stream(y + i, load(x + i) * va + vb);
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            store(y + i, load(x + i) * va + vb);
        }
    }
    for (; i < n; i++) {
        y[i] = put(get(x[i]) * a + b);
    }
}

/* out = dy*a + x*p + q. */
static inline void affine2(
        const element *dy, const element *x, element *out, size_t n, real a, real p, real q, int streaming) {
    lanes va = all(a), vp = all(p), vq = all(q);
    size_t i = 0;
    if (streaming) {
        for (size_t k = before_aligned(out, n); i < k; i++) {
            out[i] = put(get(dy[i]) * a + (get(x[i]) * p + q));
        }
        for (; i + LANES <= n; i += LANES) {
            stream(out + i, load(dy + i) * va + (load(x + i) * vp + vq));
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            store(out + i, load(dy + i) * va + (load(x + i) * vp + vq));
        }
    }
    for (; i < n; i++) {
        out[i] = put(get(dy[i]) * a + (get(x[i]) * p + q));
    }
}

#endif
