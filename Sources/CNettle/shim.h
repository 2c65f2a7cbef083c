#ifndef CNETTLE_SHIM_H
#define CNETTLE_SHIM_H

#include <nettle/sha2.h>
#include <nettle/version.h>

/* Takes memory that is bound to no type, which Swift passes to void pointers only. */
static inline void cnettle_sha256_update(struct sha256_ctx *state, size_t count, const void *bytes) {
  sha256_update(state, count, (const uint8_t *)bytes);
}

/* Nettle 4 takes no length: a hash is always written whole. */
static inline void cnettle_sha256_digest(struct sha256_ctx *state, void *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(state, (uint8_t *)digest);
#else
  sha256_digest(state, SHA256_DIGEST_SIZE, (uint8_t *)digest);
#endif
}

#endif
