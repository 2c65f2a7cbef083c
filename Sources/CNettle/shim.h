#ifndef CNETTLE_SHIM_H
#define CNETTLE_SHIM_H

#include <nettle/sha2.h>
#include <nettle/version.h>

/* Nettle 4 takes no length: a hash is always written whole. */
static inline void cnettle_sha256_digest(struct sha256_ctx *state, uint8_t *digest) {
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest(state, digest);
#else
  sha256_digest(state, SHA256_DIGEST_SIZE, digest);
#endif
}

#endif
