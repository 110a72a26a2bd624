// The page on which reviewers label, put in by C23's #embed from the folder pages/review.

#include "CJudgeAssets.h"

static const unsigned char text_js[] = {
#embed "../../pages/review/text.js"
};
static const unsigned char values_js[] = {
#embed "../../pages/review/values.js"
};
static const unsigned char session_js[] = {
#embed "../../pages/review/session.js"
};
static const unsigned char bundle_js[] = {
#embed "../../pages/review/bundle.js"
};
static const unsigned char file_source_js[] = {
#embed "../../pages/review/file-source.js"
};
static const unsigned char dom_js[] = {
#embed "../../pages/review/dom.js"
};
static const unsigned char markdown_js[] = {
#embed "../../pages/review/markdown.js"
};
static const unsigned char conversation_js[] = {
#embed "../../pages/review/conversation.js"
};
static const unsigned char reading_js[] = {
#embed "../../pages/review/reading.js"
};
static const unsigned char tree_js[] = {
#embed "../../pages/review/tree.js"
};
static const unsigned char evidence_js[] = {
#embed "../../pages/review/evidence.js"
};
static const unsigned char questions_js[] = {
#embed "../../pages/review/questions.js"
};
static const unsigned char queue_js[] = {
#embed "../../pages/review/queue.js"
};
static const unsigned char dialogs_js[] = {
#embed "../../pages/review/dialogs.js"
};
static const unsigned char keys_js[] = {
#embed "../../pages/review/keys.js"
};
static const unsigned char settings_js[] = {
#embed "../../pages/review/settings.js"
};
static const unsigned char page_js[] = {
#embed "../../pages/review/page.js"
};
static const unsigned char main_js[] = {
#embed "../../pages/review/main.js"
};
static const unsigned char review_css[] = {
#embed "../../pages/review/review.css"
};

static const cjudgeassets_file files[] = {
    {"text.js", text_js, sizeof text_js},
    {"values.js", values_js, sizeof values_js},
    {"session.js", session_js, sizeof session_js},
    {"bundle.js", bundle_js, sizeof bundle_js},
    {"file-source.js", file_source_js, sizeof file_source_js},
    {"dom.js", dom_js, sizeof dom_js},
    {"markdown.js", markdown_js, sizeof markdown_js},
    {"conversation.js", conversation_js, sizeof conversation_js},
    {"reading.js", reading_js, sizeof reading_js},
    {"tree.js", tree_js, sizeof tree_js},
    {"evidence.js", evidence_js, sizeof evidence_js},
    {"questions.js", questions_js, sizeof questions_js},
    {"queue.js", queue_js, sizeof queue_js},
    {"dialogs.js", dialogs_js, sizeof dialogs_js},
    {"keys.js", keys_js, sizeof keys_js},
    {"settings.js", settings_js, sizeof settings_js},
    {"page.js", page_js, sizeof page_js},
    {"main.js", main_js, sizeof main_js},
    {"review.css", review_css, sizeof review_css},
};

size_t cjudgeassets_review_count(void) { return sizeof files / sizeof files[0]; }

const cjudgeassets_file *cjudgeassets_review_at(size_t position) {
  return position < cjudgeassets_review_count() ? &files[position] : NULL;
}
