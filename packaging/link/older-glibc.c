// Functions whose default version on Debian 12 is newer than GLIBC_2.34. Because the program defines them, it does not
// import them, and it runs on every glibc from 2.34 on. They are hidden: the loader would take a visible `hypot` of the
// program for the one of libm.

#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

#pragma GCC visibility push(hidden)

// glibc 2.35 gave `hypot` a new version only because the new one does not call the old error handler. The first version
// stays in glibc for ever; it computes the same, overflow, underflow, infinities and NaN included.
extern __attribute__((visibility("default"))) double first_hypot(double x, double y);
extern __attribute__((visibility("default"))) float first_hypotf(float x, float y);
__asm__(".symver first_hypot, hypot@GLIBC_2.2.5");
__asm__(".symver first_hypotf, hypotf@GLIBC_2.2.5");

double hypot(double x, double y) { return first_hypot(x, y); }
float hypotf(float x, float y) { return first_hypotf(x, y); }

// glibc 2.36 has the arc4random functions, and libstdc++.a is compiled to use them. glibc's own are the kernel's
// random bytes too, and they end the program if the kernel has none.
void arc4random_buf(void *bytes, size_t count) {
  unsigned char *next = bytes;
  while (count > 0) {
    ssize_t read = getrandom(next, count, 0);
    if (read > 0) {
      next += read;
      count -= (size_t)read;
    } else if (read < 0 && errno != EINTR) {
      abort();
    }
  }
}

uint32_t arc4random(void) {
  uint32_t value;
  arc4random_buf(&value, sizeof value);
  return value;
}

// Below `bound`, each value equally likely: the remainder of a value from the part of the range that `bound` divides.
uint32_t arc4random_uniform(uint32_t bound) {
  if (bound < 2) return 0;
  uint32_t least = -bound % bound;
  for (;;) {
    uint32_t value = arc4random();
    if (value >= least) return value % bound;
  }
}

#pragma GCC visibility pop
