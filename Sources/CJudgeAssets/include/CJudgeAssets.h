// Files that lie in the program: the JSON Schemas of the record kinds, sample data, and the page
// on which reviewers label.

#ifndef CJUDGEASSETS_H
#define CJUDGEASSETS_H

#include <stddef.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// One file: its name without folder and extension, its bytes, and how many they are.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cjudgeassets_file;

/// Keeps all threads of the process on one heap (mallopt(3), M_ARENA_MAX).
void judge_use_one_heap(void);

/// How many schemas there are.
size_t cjudgeassets_schema_count(void);

/// The schema at a position from 0, in the order of the design; NULL beyond the last.
const cjudgeassets_file *_Nullable cjudgeassets_schema_at(size_t position);

/// The schema of a kind of record, such as "assessment", or of "format"; NULL for another name.
const cjudgeassets_file *_Nullable cjudgeassets_schema(const char *name);

/// The number of sample data files.
size_t cjudgeassets_sample_count(void);

/// The sample file at a position from 0, named by its path; NULL beyond the last.
const cjudgeassets_file *_Nullable cjudgeassets_sample_at(size_t position);

/// The number of files of the review page.
size_t cjudgeassets_review_count(void);

/// The file of the review page at a position from 0, named as in the folder pages/review; NULL
/// beyond the last.
const cjudgeassets_file *_Nullable cjudgeassets_review_at(size_t position);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
