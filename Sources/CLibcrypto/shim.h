// SHA-256 and SHA-1 of OpenSSL's libcrypto, one message at a time.
//
// The low-level calls are used, not EVP: on messages of a few hundred bytes EVP's method look-up
// costs more than the hashing. OpenSSL 3 marks them deprecated; the wrappers keep that from Swift.

#ifndef CLIBCRYPTO_SHIM_H
#define CLIBCRYPTO_SHIM_H

#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED 1
#endif
#include <openssl/sha.h>
#include <stddef.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/// State of a SHA-256 computation.
typedef struct {
  SHA256_CTX state;
} clibcrypto_sha256;

/// State of a SHA-1 computation.
typedef struct {
  SHA_CTX state;
} clibcrypto_sha1;

static inline clibcrypto_sha256 clibcrypto_sha256_init(void) {
  clibcrypto_sha256 context;
  SHA256_Init(&context.state);
  return context;
}

static inline void clibcrypto_sha256_update(
    clibcrypto_sha256 *_Nonnull context, const void *_Nullable bytes, size_t count) {
  if (count > 0) SHA256_Update(&context->state, bytes, count);
}

/// Writes 32 bytes to `digest`.
static inline void clibcrypto_sha256_final(
    clibcrypto_sha256 *_Nonnull context, unsigned char *_Nonnull digest) {
  SHA256_Final(digest, &context->state);
}

static inline clibcrypto_sha1 clibcrypto_sha1_init(void) {
  clibcrypto_sha1 context;
  SHA1_Init(&context.state);
  return context;
}

static inline void clibcrypto_sha1_update(
    clibcrypto_sha1 *_Nonnull context, const void *_Nullable bytes, size_t count) {
  if (count > 0) SHA1_Update(&context->state, bytes, count);
}

/// Writes 20 bytes to `digest`.
static inline void clibcrypto_sha1_final(
    clibcrypto_sha1 *_Nonnull context, unsigned char *_Nonnull digest) {
  SHA1_Final(digest, &context->state);
}

#pragma GCC diagnostic pop

#endif
