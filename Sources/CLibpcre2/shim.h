// PCRE2 for UTF-8 as a Swift module.
//
// PCRE2's own match limit starts again at each position in the text, so it does not bound a search
// through a long text. Here the whole match is bounded: patterns are compiled with a callout before
// each item, and the callout counts steps and looks at the clock.
#ifndef GIT_JUDGE_CLIBPCRE2_SHIM_H
#define GIT_JUDGE_CLIBPCRE2_SHIM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <time.h>

// The limits of a match, and how much of them is left.
typedef struct {
  uint64_t steps;
  uint64_t milliseconds;
  uint32_t heap_kib;
  uint64_t deadline;
} judge_pcre2_effort;

static inline uint64_t judge_pcre2_clock(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static inline int judge_pcre2_step(pcre2_callout_block *block, void *data) {
  judge_pcre2_effort *effort = (judge_pcre2_effort *)data;
  (void)block;
  if (effort->steps == 0) return PCRE2_ERROR_CALLOUT;
  effort->steps -= 1;
  // One item may go through the whole text, so the clock is looked at often.
  if (effort->steps % 64 == 0 && judge_pcre2_clock() > effort->deadline) {
    return PCRE2_ERROR_CALLOUT;
  }
  return 0;
}

// NULL for what is not a pattern; then `error` and `place` say why and at which byte.
static inline pcre2_code *judge_pcre2_compile(
    const uint8_t *pattern, size_t length, size_t longest, int *error, size_t *place) {
  pcre2_compile_context *context = pcre2_compile_context_create(NULL);
  if (context == NULL) {
    *error = PCRE2_ERROR_NOMEMORY;
    return NULL;
  }
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  pcre2_set_max_pattern_length(context, longest);
  pcre2_code *code = pcre2_compile(
      pattern, length,
      PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT,
      error, place, context);
  pcre2_compile_context_free(context);
  return code;
}

// 0 for a match, PCRE2_ERROR_NOMATCH, or another PCRE2_ERROR. The text must be valid UTF-8.
static inline int judge_pcre2_match(
    const pcre2_code *code, const uint8_t *text, size_t length, int is_whole,
    judge_pcre2_effort *effort) {
  pcre2_match_context *context = pcre2_match_context_create(NULL);
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  int result = PCRE2_ERROR_NOMEMORY;
  if (context != NULL && data != NULL) {
    effort->deadline = judge_pcre2_clock() + effort->milliseconds;
    pcre2_set_callout(context, judge_pcre2_step, effort);
    pcre2_set_heap_limit(context, effort->heap_kib);
    pcre2_set_match_limit(context, UINT32_MAX);
    uint32_t options = PCRE2_NO_UTF_CHECK;
    if (is_whole) options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    result = pcre2_match(code, text, length, 0, options, data, context);
    if (result > 0) result = 0;
  }
  pcre2_match_data_free(data);
  pcre2_match_context_free(context);
  return result;
}

// Writes the message of an error, ended by 0.
static inline int judge_pcre2_message(int error, uint8_t *buffer, size_t size) {
  return pcre2_get_error_message(error, buffer, size);
}

static inline void judge_pcre2_free(pcre2_code *code) { pcre2_code_free(code); }

#endif
