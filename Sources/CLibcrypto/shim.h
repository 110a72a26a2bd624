// SHA-256 and SHA-1 of OpenSSL's libcrypto, one message at a time, and signatures that are verified.
//
// For hashes the low-level calls are used, not EVP: on messages of a few hundred bytes EVP's method
// look-up costs more than the hashing. OpenSSL 3 marks them deprecated; the wrappers keep that from
// Swift. Keys and signatures go through EVP.

#ifndef CLIBCRYPTO_SHIM_H
#define CLIBCRYPTO_SHIM_H

#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED 1
#endif
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
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

/// Writes 64 bytes to `digest`.
static inline void clibcrypto_sha512(
    const void *_Nullable bytes, size_t count, unsigned char *_Nonnull digest) {
  SHA512((const unsigned char *)bytes, count, digest);
}

/// An Ed25519 key of 32 bytes, or NULL if it is none. Free it by `EVP_PKEY_free`.
static inline EVP_PKEY *_Nullable clibcrypto_key_ed25519(const unsigned char *_Nonnull bytes) {
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes, 32);
  ERR_clear_error();
  return key;
}

static inline EVP_PKEY *_Nullable clibcrypto_key(
    const char *_Nonnull type, OSSL_PARAM *_Nullable parameters) {
  EVP_PKEY *key = NULL;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (context != NULL && parameters != NULL && EVP_PKEY_fromdata_init(context) == 1 &&
      EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    key = NULL;
  EVP_PKEY_CTX_free(context);
  ERR_clear_error();
  return key;
}

/// A key on a curve such as "P-256", from its uncompressed point, or NULL if the point is not on
/// it.
static inline EVP_PKEY *_Nullable clibcrypto_key_ecdsa(
    const char *_Nonnull group, const unsigned char *_Nonnull point, size_t count) {
  OSSL_PARAM parameters[3] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, count),
      OSSL_PARAM_construct_end(),
  };
  return clibcrypto_key("EC", parameters);
}

/// An RSA key from its big-endian numbers, or NULL if libcrypto takes them for none.
static inline EVP_PKEY *_Nullable clibcrypto_key_rsa(
    const unsigned char *_Nonnull modulus, size_t modulus_count,
    const unsigned char *_Nonnull exponent, size_t exponent_count) {
  EVP_PKEY *key = NULL;
  BIGNUM *n = BN_bin2bn(modulus, (int)modulus_count, NULL);
  BIGNUM *e = BN_bin2bn(exponent, (int)exponent_count, NULL);
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  OSSL_PARAM *parameters = NULL;
  if (n != NULL && e != NULL && builder != NULL &&
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1)
    parameters = OSSL_PARAM_BLD_to_param(builder);
  key = clibcrypto_key("RSA", parameters);
  OSSL_PARAM_free(parameters);
  OSSL_PARAM_BLD_free(builder);
  BN_free(n);
  BN_free(e);
  ERR_clear_error();
  return key;
}

/// Whether a key made a signature of some data.
///
/// `bits` selects the SHA-2 hash of the data (256, 384 or 512); it is 0 for keys that do their own
/// hashing. RSA is PKCS #1 v1.5. Any failure counts as "no".
static inline int clibcrypto_verify(
    EVP_PKEY *_Nonnull key, int bits, const unsigned char *_Nullable signature,
    size_t signature_count, const unsigned char *_Nullable data, size_t count) {
  const EVP_MD *hash = bits == 256   ? EVP_sha256()
                       : bits == 384 ? EVP_sha384()
                       : bits == 512 ? EVP_sha512()
                                     : NULL;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  int good = context != NULL && signature != NULL && data != NULL &&
             EVP_DigestVerifyInit(context, NULL, hash, NULL, key) == 1 &&
             EVP_DigestVerify(context, signature, signature_count, data, count) == 1;
  EVP_MD_CTX_free(context);
  ERR_clear_error();
  return good;
}

/// The same of an ECDSA signature that comes as two big-endian numbers.
static inline int clibcrypto_verify_ecdsa(
    EVP_PKEY *_Nonnull key, int bits, const unsigned char *_Nullable r, size_t r_count,
    const unsigned char *_Nullable s, size_t s_count, const unsigned char *_Nullable data,
    size_t count) {
  int good = 0;
  unsigned char *encoded = NULL;
  ECDSA_SIG *pair = ECDSA_SIG_new();
  BIGNUM *first = BN_bin2bn(r, (int)r_count, NULL);
  BIGNUM *second = BN_bin2bn(s, (int)s_count, NULL);
  if (pair != NULL && first != NULL && second != NULL && ECDSA_SIG_set0(pair, first, second) == 1) {
    // The pair owns them now.
    first = second = NULL;
    int encoded_count = i2d_ECDSA_SIG(pair, &encoded);
    if (encoded_count > 0)
      good = clibcrypto_verify(key, bits, encoded, (size_t)encoded_count, data, count);
  }
  OPENSSL_free(encoded);
  BN_free(first);
  BN_free(second);
  ECDSA_SIG_free(pair);
  ERR_clear_error();
  return good;
}

#endif
