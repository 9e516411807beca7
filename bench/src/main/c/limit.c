/*
 * What the machine's memory allows: batch normalization in plain loops that read and write as little as they can, in float (float64
 * in double) and without regard for what float sums lose; with DOUBLE_SUMS the same, but for sums in double. A yardstick, no engine.
 *
 * Training and backward read for the sums, then read again and write; the second walk goes backwards, since what the first one
 * has read last is still in the cache. Channels first, a thread does whole channels; where there are few, and for inference, it
 * takes a range of elements. Channels last, it takes a range of rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runs.h"
#include "team.h"

enum { TRAIN = 0, INFER = 1, BACKWARD = 2 };

/* Below this many elements waking a thread takes longer than the work. */
enum { SHARED = 1 << 15 };

/* Channels narrower than this are put side by side until a row is whole vectors. */
enum { NARROW = 1024 };

/* So many rows are added up without double. */
enum { ROWS = 256 };

struct limit {
    struct team *team;
    int threads;
    int pass;
    int streaming;
    const element *x, *dy;
    element *out;
    size_t samples, channels, spatial;
    const float *gamma, *beta;
    const double *mean, *variance;
    double eps;
    /* Rows: how many there are, of how many elements each, and what is left over. */
    size_t rows, width, rest;
    /* One per channel, or per element of a row: out = source*a + b, and + x*p where it is backward. */
    real *a, *b, *p;
    /* Per thread: two totals per channel, and two sums per element of a row. */
    double *totals;
    sum *partial;
};

static inline size_t share(size_t n, int member, int threads) {
    return n * (size_t)member / (size_t)threads;
}

static inline const element *source(const struct limit *l) {
    return l->pass == BACKWARD ? l->dy : l->x;
}

static inline double *totals_of(const struct limit *l, int member) {
    return l->totals + 2 * l->channels * (size_t)member;
}

/* What a channel is multiplied with, from its total, sum(source), and sum(source*x). */
static void set_coefficients(struct limit *l, size_t c, double total, double product) {
    double n = (double)(l->samples * l->spatial);
    double mean = l->pass == TRAIN ? total / n : l->mean[c];
    double variance = l->pass == TRAIN ? product / n - mean * mean : l->variance[c];
    double inv_std = 1 / sqrt(variance + l->eps), a = l->gamma[c] * inv_std;
    l->a[c] = (real)a;
    if (l->pass == BACKWARD) {
        double k = (product - mean * total) / n * inv_std * inv_std;
        l->p[c] = (real)(-a * k);
        l->b[c] = (real)(a * (mean * k - total / n));
    } else {
        l->b[c] = (real)(l->beta[c] - a * mean);
    }
}

static void write_run(const struct limit *l, size_t at, size_t n, size_t c) {
    if (l->pass == BACKWARD) {
        affine2(l->dy + at, l->x + at, l->out + at, n, l->a[c], l->p[c], l->b[c], l->streaming);
    } else {
        affine(l->x + at, l->out + at, n, l->a[c], l->b[c], l->streaming);
    }
}

/* Planes: whole channels. */

static void do_channels(void *argument, int member) {
    struct limit *l = argument;
    size_t spatial = l->spatial;
    for (size_t c = share(l->channels, member, l->threads); c < share(l->channels, member + 1, l->threads); c++) {
        double total = 0, product = 0;
        for (size_t n = 0; n < l->samples; n++) {
            size_t at = (n * l->channels + c) * spatial;
            add_sums(source(l) + at, l->x + at, spatial, &total, &product);
        }
        set_coefficients(l, c, total, product);
        for (size_t n = l->samples; n-- > 0;) {
            write_run(l, (n * l->channels + c) * spatial, spatial, c);
        }
    }
    stream_ends();
}

/* Planes: ranges of elements. */

static inline size_t elements(const struct limit *l) {
    return l->samples * l->channels * l->spatial;
}

static void sum_range(void *argument, int member) {
    struct limit *l = argument;
    double *totals = totals_of(l, member);
    memset(totals, 0, 2 * l->channels * sizeof *totals);
    size_t to = share(elements(l), member + 1, l->threads);
    for (size_t at = share(elements(l), member, l->threads), n; at < to; at += n) {
        size_t c = at / l->spatial % l->channels, left = l->spatial - at % l->spatial;
        n = left < to - at ? left : to - at;
        add_sums(source(l) + at, l->x + at, n, &totals[2 * c], &totals[2 * c + 1]);
    }
}

static void write_range(void *argument, int member) {
    struct limit *l = argument;
    size_t from = share(elements(l), member, l->threads);
    for (size_t to = share(elements(l), member + 1, l->threads), n; to > from; to -= n) {
        size_t c = (to - 1) / l->spatial % l->channels, left = (to - 1) % l->spatial + 1;
        n = left < to - from ? left : to - from;
        write_run(l, to - n, n, c);
    }
    stream_ends();
}

/* Rows. */

/* As in add_sums_of. */
static inline __attribute__((always_inline)) void add_row_sums_of(
        const element *v, const element *x, int squares, size_t width, size_t rows, sum *restrict s, sum *restrict p) {
    for (; rows >= 2; rows -= 2, v += 2 * width, x += 2 * width) {
        size_t j = 0;
        for (; j + SUM_LANES <= width; j += SUM_LANES) {
            sums v0 = load_sums(v + j), v1 = load_sums(v + width + j);
            *(sums *)(s + j) += v0 + v1;
            sums x0 = squares ? v0 : load_sums(x + j), x1 = squares ? v1 : load_sums(x + width + j);
            *(sums *)(p + j) += v0 * x0 + v1 * x1;
        }
        for (; j < width; j++) {
            s[j] += (sum)get(v[j]) + get(v[width + j]);
            p[j] += (sum)get(v[j]) * get(x[j]) + (sum)get(v[width + j]) * get(x[width + j]);
        }
    }
    for (size_t j = 0; rows > 0 && j < width; j++) {
        s[j] += get(v[j]);
        p[j] += (sum)get(v[j]) * get(x[j]);
    }
}

static void add_row_sums(const struct limit *l, size_t row, size_t rows, sum *s, sum *p) {
    const element *x = l->x + row * l->width;
    if (source(l) == l->x) {
        add_row_sums_of(x, x, 1, l->width, rows, s, p);
    } else {
        add_row_sums_of(source(l) + row * l->width, x, 0, l->width, rows, s, p);
    }
}

static void sum_rows(void *argument, int member) {
    struct limit *l = argument;
    double *totals = totals_of(l, member);
    memset(totals, 0, 2 * l->channels * sizeof *totals);
    sum *s = l->partial + 2 * l->width * (size_t)member, *p = s + l->width;
    size_t to = share(l->rows, member + 1, l->threads);
    for (size_t row = share(l->rows, member, l->threads), n; row < to; row += n) {
        n = to - row < ROWS ? to - row : ROWS;
        memset(s, 0, 2 * l->width * sizeof *s);
        add_row_sums(l, row, n, s, p);
        for (size_t j = 0, c = 0; j < l->width; j++, c = c + 1 == l->channels ? 0 : c + 1) {
            totals[2 * c] += s[j];
            totals[2 * c + 1] += p[j];
        }
    }
    if (member == 0) {
        for (size_t i = 0, at = l->rows * l->width; i < l->rest; i++, at++) {
            size_t c = i % l->channels;
            totals[2 * c] += get(source(l)[at]);
            totals[2 * c + 1] += (double)get(source(l)[at]) * get(l->x[at]);
        }
    }
}

static void write_row(const struct limit *l, size_t at, size_t width, int streaming) {
    const element *x = l->x + at, *dy = l->dy + at;
    const real *a = l->a, *b = l->b, *p = l->p;
    element *out = l->out + at;
    size_t j = 0;
    if (l->pass == BACKWARD) {
        for (; j + LANES <= width; j += LANES) {
            lanes v = load(dy + j) * *(const lanes *)(a + j) + (load(x + j) * *(const lanes *)(p + j) + *(const lanes *)(b + j));
            if (streaming) {
                stream(out + j, v);
            } else {
                store(out + j, v);
            }
        }
        for (; j < width; j++) {
            out[j] = put(get(dy[j]) * a[j] + (get(x[j]) * p[j] + b[j]));
        }
    } else {
        for (; j + LANES <= width; j += LANES) {
            lanes v = load(x + j) * *(const lanes *)(a + j) + *(const lanes *)(b + j);
            if (streaming) {
                stream(out + j, v);
            } else {
                store(out + j, v);
            }
        }
        for (; j < width; j++) {
            out[j] = put(get(x[j]) * a[j] + b[j]);
        }
    }
}

static void write_rows(void *argument, int member) {
    struct limit *l = argument;
    int streaming = l->streaming && l->width % LANES == 0 && (uintptr_t)l->out % sizeof(stored) == 0;
    if (member == 0 && l->rest > 0) {
        write_row(l, l->rows * l->width, l->rest, 0);
    }
    size_t from = share(l->rows, member, l->threads);
    for (size_t row = share(l->rows, member + 1, l->threads); row-- > from;) {
        write_row(l, row * l->width, l->width, streaming);
    }
    stream_ends();
}

/* Calls. */

static void both(const struct limit *l, void (*work)(void *, int)) {
    if (l->threads > 1) {
        team_run(l->team, work, (void *)l);
    } else {
        work((void *)l, 0);
    }
}

static void merge_sums(struct limit *l) {
    for (size_t c = 0; c < l->channels; c++) {
        double total = 0, product = 0;
        for (int member = 0; member < l->threads; member++) {
            total += totals_of(l, member)[2 * c];
            product += totals_of(l, member)[2 * c + 1];
        }
        set_coefficients(l, c, total, product);
    }
}

static void repeat_coefficients(struct limit *l) {
    for (size_t j = l->channels; j < l->width; j++) {
        l->a[j] = l->a[j - l->channels];
        l->b[j] = l->b[j - l->channels];
        l->p[j] = l->p[j - l->channels];
    }
}

void limit_run(struct limit *l) {
    int planes = l->width == 0;
    if (planes && l->pass != INFER && l->channels >= 8 * (size_t)l->threads) {
        both(l, do_channels);
        return;
    }
    if (l->pass == INFER) {
        for (size_t c = 0; c < l->channels; c++) {
            set_coefficients(l, c, 0, 0);
        }
    } else {
        both(l, planes ? sum_range : sum_rows);
        merge_sums(l);
    }
    if (!planes) {
        repeat_coefficients(l);
    }
    both(l, planes ? write_range : write_rows);
}

void limit_close(struct limit *l) {
    if (l->team != NULL) {
        team_close(l->team);
    }
    free(l->a);
    free(l->b);
    free(l->p);
    free(l->totals);
    free(l->partial);
    free(l);
}

static void divide_into_rows(struct limit *l) {
    size_t all = l->samples * l->spatial, side_by_side = 1;
    if (l->channels < NARROW) {
        while (l->channels * side_by_side % LANES != 0) {
            side_by_side++;
        }
    }
    l->width = l->channels * side_by_side;
    l->rows = all / side_by_side;
    l->rest = all % side_by_side * l->channels;
}

/* A call that can be repeated on the same memory; NULL if there is not enough for it. The statistics are not used in training. */
struct limit *limit_open(int pass, int channels_last, int streaming, int threads, long samples, long channels, long spatial,
        const element *x, const element *dy, element *out, const float *gamma, const float *beta, const double *mean,
        const double *variance, double eps) {
    struct limit *l = calloc(1, sizeof *l);
    if (l == NULL) {
        return NULL;
    }
    *l = (struct limit){.pass = pass, .streaming = streaming, .x = x, .dy = dy, .out = out, .gamma = gamma, .beta = beta,
        .mean = mean, .variance = variance, .eps = eps, .samples = (size_t)samples, .channels = (size_t)channels,
        .spatial = (size_t)spatial};
    l->threads = elements(l) < SHARED ? 1 : threads;
    if (channels_last || spatial == 1) {
        divide_into_rows(l);
    }
    size_t width = l->width > l->channels ? l->width : l->channels;
    l->a = calloc(width, sizeof(real));
    l->b = calloc(width, sizeof(real));
    l->p = calloc(width, sizeof(real));
    l->totals = calloc(2 * l->channels * (size_t)l->threads, sizeof(double));
    l->partial = calloc(2 * width * (size_t)l->threads, sizeof(sum));
    l->team = l->threads > 1 ? team_open(l->threads) : NULL;
    if (!l->a || !l->b || !l->p || !l->totals || !l->partial || (l->threads > 1 && !l->team)) {
        limit_close(l);
        return NULL;
    }
    return l;
}
