// libgit2 as a Swift module. `git_libgit2_opts` is variadic, which Swift cannot call: the options
// that git-judge sets are wrapped here one by one.
#ifndef GIT_JUDGE_CLIBGIT2_SHIM_H
#define GIT_JUDGE_CLIBGIT2_SHIM_H

// No feature macro here: with _GNU_SOURCE `fd_set` would have other members than in Swift's own
// Glibc module, and a program that loads both does not compile.
#include <git2.h>
#include <git2/sys/repository.h>
#include <git2/sys/odb_backend.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int judge_git_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

static inline int judge_git_enable_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

static inline int judge_git_enable_hash_verification(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

static inline int judge_git_set_cache_limit(git_object_t type, size_t size) {
  return git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, type, size);
}

// `open` is variadic as well.
static inline int judge_open(const char *path, int flags, unsigned int mode) {
  return open(path, flags | O_CLOEXEC, mode);
}

// A file in memory, closed on exec; or -1 if it cannot be made. Swift does not import its
// declaration.
static inline int judge_memory_file(const char *name) {
#ifdef SYS_memfd_create
  return (int)syscall(SYS_memfd_create, name, 1u);
#else
  return -1;
#endif
}

// `mkostemp` needs _GNU_SOURCE. No program started in between may inherit the descriptor for good.
static inline int judge_make_temporary(char *path) {
  int descriptor = mkstemp(path);
  if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
}

// The first argument is an enumeration in glibc and a number elsewhere.
static inline int judge_get_file_limit(struct rlimit *limit) {
  return getrlimit(RLIMIT_NOFILE, limit);
}

static inline int judge_set_file_limit(const struct rlimit *limit) {
  return setrlimit(RLIMIT_NOFILE, limit);
}

// `errno` is a macro that Swift does not import.
static inline int judge_errno(void) { return errno; }

static inline char **judge_environment(void) {
  extern char **environ;
  return environ;
}

// glibc declares POSIX_SPAWN_SETSID only under _GNU_SOURCE; its value is part of the ABI.
static inline int judge_spawn_setsid(void) { return 0x80; }

#endif
