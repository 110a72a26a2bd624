// libgit2 without its network transports, and without its SHA-256, which nothing of libgit2 1.5 calls. Each function
// has the signature of the one that it replaces, and fails with a message.

#include <git2.h>
#include <git2/sys/stream.h>
#include <git2/sys/transport.h>
#include <stdbool.h>
#include <stddef.h>

static int absent(const char *what) {
  git_error_set_str(GIT_ERROR_NET, what);
  return -1;
}

// src/libgit2/transports/http.c
bool git_http__expect_continue = false;

int git_smart_subtransport_http(git_smart_subtransport **out, git_transport *owner, void *parameter) {
  (void)owner, (void)parameter;
  *out = NULL;
  return absent("this program has no HTTP transport of libgit2");
}

// src/libgit2/transports/ssh.c
int git_transport_ssh_global_init(void) { return 0; }

int git_smart_subtransport_ssh(git_smart_subtransport **out, git_transport *owner, void *parameter) {
  (void)owner, (void)parameter;
  *out = NULL;
  return absent("this program has no SSH transport of libgit2");
}

int git_transport_ssh_with_paths(git_transport **out, git_remote *owner, void *payload) {
  (void)owner, (void)payload;
  *out = NULL;
  return absent("this program has no SSH transport of libgit2");
}

// src/libgit2/streams/mbedtls.c
int git_mbedtls_stream_global_init(void) { return 0; }

int git_mbedtls__set_cert_location(const char *file, const char *folder) {
  (void)file, (void)folder;
  return absent("this program has no TLS of libgit2");
}

int git_mbedtls_stream_new(git_stream **out, const char *host, const char *port) {
  (void)host, (void)port;
  *out = NULL;
  return absent("this program has no TLS of libgit2");
}

int git_mbedtls_stream_wrap(git_stream **out, git_stream *inner, const char *host) {
  (void)inner, (void)host;
  *out = NULL;
  return absent("this program has no TLS of libgit2");
}

// src/util/hash/mbedtls.c; the context is libgit2's own, and none of these reads it.
int git_hash_sha256_global_init(void) { return 0; }

int git_hash_sha256_ctx_init(void *context) {
  (void)context;
  return absent("this program has no SHA-256 of libgit2");
}

void git_hash_sha256_ctx_cleanup(void *context) { (void)context; }

int git_hash_sha256_init(void *context) { return git_hash_sha256_ctx_init(context); }

int git_hash_sha256_update(void *context, const void *bytes, size_t count) {
  (void)bytes, (void)count;
  return git_hash_sha256_ctx_init(context);
}

int git_hash_sha256_final(unsigned char *out, void *context) {
  (void)out;
  return git_hash_sha256_ctx_init(context);
}
