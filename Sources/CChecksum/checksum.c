#include "CChecksum.h"

#include <zlib.h>

#if defined(__x86_64__)

#include <immintrin.h>

/* Carry-less products keep the remainder of a message while they make it shorter; zlib takes it from
   there. The method is that of Gopal and others, "Fast CRC Computation for Generic Polynomials Using
   PCLMULQDQ Instruction" (Intel, 2009), with bits reflected as gzip has them.

   A constant is the remainder of x^n, reflected and shifted by one; n is 32 more, in the low half, and 32
   less, in the high half, than the bits over which a register is folded. */
#define FOLD_512 _mm_set_epi64x(0x1c6e41596, 0x154442bd4)
#define FOLD_128 _mm_set_epi64x(0x0ccaa009e, 0x1751997d0)

#define CARRYLESS __attribute__((target("pclmul")))

enum { register_size = 16, step_size = 4 * register_size };

CARRYLESS static inline __m128i load(const unsigned char *bytes) {
  return _mm_loadu_si128((const __m128i *)bytes);
}

/* What `value` comes to behind the bits over which it is folded, added to what is there. */
CARRYLESS static inline __m128i fold(__m128i value, __m128i constants, __m128i there) {
  __m128i low = _mm_clmulepi64_si128(value, constants, 0x00);
  __m128i high = _mm_clmulepi64_si128(value, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), there);
}

/* Takes at least one step. */
CARRYLESS static uint32_t folded_crc32(const unsigned char *bytes, size_t count) {
  /* The CRC begins with all ones, which is the same as the complement of the first 32 bits. */
  __m128i first = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128(-1));
  __m128i second = load(bytes + register_size);
  __m128i third = load(bytes + 2 * register_size);
  __m128i fourth = load(bytes + 3 * register_size);
  size_t at = step_size;
  for (; count - at >= step_size; at += step_size) {
    first = fold(first, FOLD_512, load(bytes + at));
    second = fold(second, FOLD_512, load(bytes + at + register_size));
    third = fold(third, FOLD_512, load(bytes + at + 2 * register_size));
    fourth = fold(fourth, FOLD_512, load(bytes + at + 3 * register_size));
  }
  second = fold(first, FOLD_128, second);
  third = fold(second, FOLD_128, third);
  fourth = fold(third, FOLD_128, fourth);
  for (; count - at >= register_size; at += register_size)
    fourth = fold(fourth, FOLD_128, load(bytes + at));

  unsigned char rest[register_size];
  _mm_storeu_si128((__m128i *)rest, fourth);
  /* zlib complements what it is given: so it begins with zero. */
  uLong crc = crc32_z(0xFFFFFFFF, rest, register_size);
  return (uint32_t)crc32_z(crc, bytes + at, count - at);
}

uint32_t cchecksum_crc32(const void *bytes, size_t count) {
  if (count >= step_size && __builtin_cpu_supports("pclmul")) return folded_crc32(bytes, count);
  return (uint32_t)crc32_z(crc32_z(0, Z_NULL, 0), bytes, count);
}

#else

uint32_t cchecksum_crc32(const void *bytes, size_t count) {
  return (uint32_t)crc32_z(crc32_z(0, Z_NULL, 0), bytes, count);
}

#endif
