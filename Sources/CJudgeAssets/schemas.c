// The schemas, put in by C23's #embed from the folder schema/ at the root of the package.

#include "CJudgeAssets.h"

#include <string.h>

static const unsigned char experiment_schema[] = {
#embed "../../schema/experiment.json"
};
static const unsigned char run_schema[] = {
#embed "../../schema/run.json"
};
static const unsigned char trace_schema[] = {
#embed "../../schema/trace.json"
};
static const unsigned char spans_schema[] = {
#embed "../../schema/spans.json"
};
static const unsigned char assessment_schema[] = {
#embed "../../schema/assessment.json"
};
static const unsigned char verdicts_schema[] = {
#embed "../../schema/verdicts.json"
};
static const unsigned char judge_schema[] = {
#embed "../../schema/judge.json"
};
static const unsigned char registration_schema[] = {
#embed "../../schema/registration.json"
};
static const unsigned char report_schema[] = {
#embed "../../schema/report.json"
};
static const unsigned char rubric_schema[] = {
#embed "../../schema/rubric.json"
};
static const unsigned char assignment_schema[] = {
#embed "../../schema/assignment.json"
};
static const unsigned char adjudication_schema[] = {
#embed "../../schema/adjudication.json"
};
static const unsigned char change_schema[] = {
#embed "../../schema/change.json"
};
static const unsigned char redaction_schema[] = {
#embed "../../schema/redaction.json"
};
static const unsigned char endorsement_schema[] = {
#embed "../../schema/endorsement.json"
};
static const unsigned char format_schema[] = {
#embed "../../schema/format.json"
};

#define FILE_OF(kind) {#kind, kind##_schema, sizeof kind##_schema}

static const cjudgeassets_file schemas[] = {
    FILE_OF(experiment),
    FILE_OF(run),
    FILE_OF(trace),
    FILE_OF(spans),
    FILE_OF(assessment),
    FILE_OF(verdicts),
    FILE_OF(judge),
    FILE_OF(registration),
    FILE_OF(report),
    FILE_OF(rubric),
    FILE_OF(assignment),
    FILE_OF(adjudication),
    FILE_OF(change),
    FILE_OF(redaction),
    FILE_OF(endorsement),
    FILE_OF(format),
};

static const size_t schema_count = sizeof schemas / sizeof schemas[0];

size_t cjudgeassets_schema_count(void) { return schema_count; }

const cjudgeassets_file *cjudgeassets_schema_at(size_t position) {
  return position < schema_count ? &schemas[position] : NULL;
}

const cjudgeassets_file *cjudgeassets_schema(const char *name) {
  for (size_t position = 0; position < schema_count; position++) {
    if (strcmp(schemas[position].name, name) == 0) return &schemas[position];
  }
  return NULL;
}
