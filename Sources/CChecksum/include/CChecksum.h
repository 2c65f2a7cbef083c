#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The CRC-32 of gzip (RFC 1952, section 8) over `count` bytes: what zlib's crc32_z gives. */
uint32_t cchecksum_crc32(const void *bytes, size_t count);

#endif
