/* The element of a tensor, of one type per library: how it is stored, what it is computed in, and the ways between these two, for
   one element and for a vector of 64 computed bytes, which the compiler splits where the machine's are narrower. */
#ifndef LANEWISE_ELEMENT_H
#define LANEWISE_ELEMENT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(FLOAT64)
typedef double element, real;
#elif defined(FLOAT32)
typedef float element, real;
#elif defined(FLOAT16)
typedef _Float16 element;
typedef float real;
#elif defined(BFLOAT16)
typedef uint16_t element;
typedef float real;
#endif

enum { LANES = 64 / sizeof(real) };

typedef real lanes __attribute__((vector_size(LANES * sizeof(real)), aligned(sizeof(real)), may_alias));
typedef element stored __attribute__((vector_size(LANES * sizeof(element)), aligned(sizeof(element)), may_alias));

#if defined(FLOAT32) || defined(FLOAT64)

static inline stored narrow(lanes v) {
    return v;
}

static inline lanes widen(stored v) {
    return v;
}

static inline real get(element e) {
    return e;
}

static inline element put(real value) {
    return value;
}

#elif !defined(__AVX512F__)
/* Compilers convert them one by one, which would be no limit. */
#error types of 16 bits need AVX-512
#elif defined(FLOAT16)

static inline stored narrow(lanes v) {
    return (stored)_mm512_cvtps_ph((__m512)v, _MM_FROUND_TO_NEAREST_INT);
}

static inline lanes widen(stored v) {
    return (lanes)_mm512_cvtph_ps((__m256i)v);
}

static inline real get(element e) {
    return (real)e;
}

static inline element put(real value) {
    return (element)value;
}

#elif defined(BFLOAT16)

/* To the nearest, of two the even one; a NaN may come out as an infinity, and there are none here. */
static inline element put(real value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (element)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static inline stored narrow(lanes v) {
#if defined(__AVX512BF16__)
    return (stored)_mm512_cvtneps_pbh((__m512)v);
#else
    __m512i bits = (__m512i)v, odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
    bits = _mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff)));
    return (stored)_mm512_cvtepi32_epi16(_mm512_srli_epi32(bits, 16));
#endif
}

static inline lanes widen(stored v) {
    return (lanes)_mm512_slli_epi32(_mm512_cvtepu16_epi32((__m256i)v), 16);
}

static inline real get(element e) {
    uint32_t bits = (uint32_t)e << 16;
    real value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif

static inline lanes load(const element *from) {
    return widen(*(const stored *)from);
}

/* What is added up in: the elements' own, or double. */
#if defined(DOUBLE_SUMS)
typedef double sum;
#else
typedef real sum;
#endif

enum { SUM_LANES = 64 / sizeof(sum) };

typedef sum sums __attribute__((vector_size(SUM_LANES * sizeof(sum)), aligned(sizeof(sum)), may_alias));

/* As many elements as there are lanes of sums. */
static inline sums load_sums(const element *from) {
#if defined(DOUBLE_SUMS) && defined(FLOAT32)
    typedef float half __attribute__((vector_size(SUM_LANES * sizeof(float)), aligned(sizeof(float)), may_alias));
    return __builtin_convertvector(*(const half *)from, sums);
#elif defined(DOUBLE_SUMS)
#error sums in double are there for float32
#else
    return load(from);
#endif
}

static inline void store(element *to, lanes v) {
    *(stored *)to = narrow(v);
}

/* Writes past the cache, if the address is a multiple of the vector's bytes. */
static inline void stream(element *to, lanes v) {
#if defined(__AVX512F__)
    if (sizeof(stored) == sizeof(__m512i)) {
        union { stored all; __m512i whole; } parts = {narrow(v)};
        _mm512_stream_si512((__m512i *)to, parts.whole);
        return;
    }
#endif
#if defined(__AVX__)
    union { stored all; __m256i part[sizeof(stored) / sizeof(__m256i)]; } parts = {narrow(v)};
    for (size_t i = 0; i < sizeof(stored) / sizeof(__m256i); i++) {
        _mm256_stream_si256((__m256i *)to + i, parts.part[i]);
    }
#else
    store(to, v);
#endif
}

#endif
