"""Align judges: a judge of your own and a built-in one, from first verdicts to an aligned version.

MLflow's guide "Align judges", with its client unmodified. Two lines differ from the guide: the
alignment is `git judge align`, which proves its gain on traces that it did not learn from, and
`git judge register`, which makes the aligned judge the next version.
"""

from typing import Literal

import mlflow
from mlflow.entities import AssessmentSource
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import RelevanceToQuery, get_scorer

from git_judge import git_judge
from support import CASES, answer, reviewed

experiment = mlflow.set_experiment("/Shared/product-quality")

# 1. A judge of your own, and its first verdicts.
judge = make_judge(
    name="product_quality",
    instructions="Is {{ outputs }} a good answer to the customer who wrote {{ inputs }}? Rate it good or poor.",
    model="openai:/gpt-4.1-mini",
    feedback_value_type=Literal["good", "poor"],
)
judge.register(experiment_id=experiment.experiment_id)

for issue, response in CASES:
    answer(issue, response)
    trace_id = mlflow.get_last_active_trace_id()
    trace = mlflow.get_trace(trace_id, flush=True)           # the client keeps traces for up to 5 s
    mlflow.log_assessment(trace_id, judge(trace=trace))

# 2. What people say, under the judge's name. In a team they use `git judge label` or the review page.
traces = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")
for trace in traces:
    for person in ("ann@example.org", "ben@example.org"):
        value, reason = reviewed(trace.data.spans[0].outputs["response"])
        mlflow.log_feedback(
            trace_id=trace.info.trace_id, name="product_quality", value=value, rationale=reason,
            source=AssessmentSource(source_type="HUMAN", source_id=person))

# 3. Alignment. The guide calls judge.align(traces); here git-judge learns from the labels in the store.
git_judge("align", "product_quality", "--experiment", "/Shared/product-quality")
git_judge("register", "product_quality", "--experiment", "/Shared/product-quality")

# 4. The aligned judge, in Python, with no key, no dspy and no litellm: git-judge runs it.
aligned = get_scorer(name="product_quality", experiment_id=experiment.experiment_id)
before = get_scorer(name="product_quality", experiment_id=experiment.experiment_id, version=1)
print("the aligned judge is", aligned.model)


labeled = mlflow.search_traces(locations=[experiment.experiment_id], return_type="list")


def accuracy(some_judge):
    right = 0
    for trace in labeled:
        label = next(a for a in trace.search_assessments("product_quality") if a.source.source_type == "HUMAN")
        right += some_judge(trace=trace).value == label.value
    return right / len(labeled)


print(f"agreement with the reviewers: {accuracy(before):.0%} before, {accuracy(aligned):.0%} after "
      "(the report card of git judge align has the figures for traces that it did not learn from)")

# 5. A built-in judge. MLflow aligns it, but cannot call the result; here it is a judge like any other.
relevance = RelevanceToQuery(name="relevance_to_query", model="openai:/gpt-4.1-mini")
relevance.register(experiment_id=experiment.experiment_id)
for trace in traces:
    value, reason = reviewed(trace.data.spans[0].outputs["response"])
    mlflow.log_feedback(
        trace_id=trace.info.trace_id, name="relevance_to_query", value="yes" if value == "good" else "no",
        rationale=reason, source=AssessmentSource(source_type="HUMAN", source_id="ann@example.org"))
git_judge("align", "relevance_to_query", "--experiment", "/Shared/product-quality")
git_judge("list", "--experiment", "/Shared/product-quality")
