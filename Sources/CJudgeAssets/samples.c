// The sample data of the quickstart, put in by C23's #embed from the folder Examples/.

#include "CJudgeAssets.h"

static const unsigned char traces[] = {
#embed "../../Examples/support/traces.jsonl"
};
static const unsigned char reviewer_a[] = {
#embed "../../Examples/support/labels/reviewer-a.jsonl"
};
static const unsigned char reviewer_b[] = {
#embed "../../Examples/support/labels/reviewer-b.jsonl"
};
static const unsigned char reviewer_c[] = {
#embed "../../Examples/support/labels/reviewer-c.jsonl"
};
static const unsigned char judge[] = {
#embed "../../Examples/support/judge.json"
};
static const unsigned char rubric[] = {
#embed "../../Examples/support/rubric.md"
};
static const unsigned char rows[] = {
#embed "../../Examples/support/rows.jsonl"
};
static const unsigned char results[] = {
#embed "../../Examples/check/results.csv"
};

static const cjudgeassets_file samples[] = {
    {"traces.jsonl", traces, sizeof traces},
    {"labels/reviewer-a.jsonl", reviewer_a, sizeof reviewer_a},
    {"labels/reviewer-b.jsonl", reviewer_b, sizeof reviewer_b},
    {"labels/reviewer-c.jsonl", reviewer_c, sizeof reviewer_c},
    {"judge.json", judge, sizeof judge},
    {"rubric.md", rubric, sizeof rubric},
    {"rows.jsonl", rows, sizeof rows},
    {"results.csv", results, sizeof results},
};

size_t cjudgeassets_sample_count(void) { return sizeof samples / sizeof samples[0]; }

const cjudgeassets_file *cjudgeassets_sample_at(size_t position) {
  return position < cjudgeassets_sample_count() ? &samples[position] : NULL;
}
