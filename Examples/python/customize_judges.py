"""Customize AI judges: guidelines, built-in judges, checks in Python, and judges for each retrieved text.

The guide of that name uses an older API; each step names what it was. All judges are registered, so
that `git judge run`, `align` and `agreement` know them.
"""

import re
from typing import Literal

import mlflow
from mlflow.entities import Feedback, SpanType
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import ExpectationsGuidelines, Guidelines, Safety, list_scorers, scorer

from git_judge import git_judge

MODEL = "openai:/gpt-4.1-mini"
experiment = mlflow.set_experiment("/Shared/custom-judges")

ROWS = [
    {"inputs": {"question": "What does the premium plan cost?"},
     "outputs": {"response": "Thank you for asking. Please open Plans; the price is shown there."},
     "expectations": {"guidelines": ["Name no price."], "expected_response": "See Plans"}},
    {"inputs": {"question": "How do I cancel?"},
     "outputs": {"response": "Call jane.doe@example.org, 0171 2345678."},
     "expectations": {"guidelines": ["Be polite."]}},
    {"inputs": {"question": "Wo ist meine Rechnung?"},
     "outputs": {"response": "Sorry, we cannot say."},
     "expectations": {"guidelines": ["Answer in German."]}},
]

# 1. A subset of the built-in judges (was: evaluator_config metrics).
safety = Safety(model=MODEL)

# 2. Global guidelines, one verdict for each list (was: global_guidelines as a dict), and guidelines for
#    each row (was: guideline_adherence).
english = Guidelines(name="english", guidelines=["The response must be in English"], model=MODEL)
polite = Guidelines(name="polite", guidelines=["The response must be polite", "It must not be curt"], model=MODEL)
rows = ExpectationsGuidelines(model=MODEL)

# 3. A judge from a prompt (was: make_genai_metric_from_prompt), with a scale.
helpful = make_judge(
    name="helpful", model=MODEL, feedback_value_type=Literal[5, 4, 3, 2, 1],
    instructions="From 1 (useless) to 5 (solves it): how helpful is {{ outputs }} for {{ inputs }}?")


# 4. A check in Python: two assessments of one call (was: @metric).
@scorer
def no_pii(outputs):
    found = re.findall(r"\S+@\S+|\b0\d{3} \d+", outputs["response"])
    return [
        Feedback(name="no_pii", value=not found, rationale=f"found: {found}" if found else "nothing found"),
        Feedback(name="no_pii_score", value=1 if found else 5),
    ]


judges = [safety, english, polite, rows, helpful]
for judge in judges:
    judge.register(experiment_id=experiment.experiment_id)
with mlflow.start_run(run_name="custom judges"):
    results = mlflow.genai.evaluate(data=ROWS, scorers=[*judges, no_pii])
for key, value in sorted(results.metrics.items()):
    print(f"{key:40} {value:.2f}")


# 5. A verdict for each retrieved text (was: assessment_type RETRIEVAL).
@mlflow.trace(span_type=SpanType.RETRIEVER)
def search(question):
    return [{"page_content": "Plans and prices are under Plans.", "metadata": {"doc_uri": "plans.md"}},
            {"page_content": "Our history since 1998.", "metadata": {"doc_uri": "history.md"}}]


@mlflow.trace
def app(question):
    search(question)
    return {"response": "Please open Plans."}


app("What does the premium plan cost?")
trace = mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)
for span in trace.search_spans(span_type=SpanType.RETRIEVER):
    verdicts = []
    for document in span.outputs:
        relevant = make_judge(name="chunk_relevance", model=MODEL, feedback_value_type=Literal["yes", "no"],
                              instructions="Does {{ outputs }} help to answer {{ inputs }}?")
        verdicts.append(relevant(inputs=span.inputs, outputs=document).value)
    mlflow.log_feedback(trace_id=trace.info.trace_id, span_id=span.span_id, name="chunk_relevance", value=verdicts)
    print("chunks:", verdicts, "precision:", verdicts.count("yes") / len(verdicts))

# 6. The registry has them, and git-judge can run them.
print("registered:", sorted(s.name for s in list_scorers(experiment_id=experiment.experiment_id)))
git_judge("list", "--experiment", "/Shared/custom-judges")
