"""The end-to-end judge workflow: create, collect feedback, align, register, evaluate.

MLflow's guide of that name, with its client unmodified; `git judge align` takes the place of
`judge.align(traces)`.
"""

import time
from typing import Literal

import mlflow
from mlflow.entities import AssessmentSource
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import get_scorer

from git_judge import git_judge
from support import CASES, answer, reviewed

# 1. Development: an experiment, a judge, traces with verdicts.
name = f"support-judge-development-{int(time.time())}"
experiment_id = mlflow.create_experiment(name)
mlflow.set_experiment(experiment_id=experiment_id)

support_judge = make_judge(
    name="support_quality",
    instructions="Rate how well {{ outputs }} helps the customer with {{ inputs }}: good or poor.",
    model="openai:/gpt-4.1-mini",
    feedback_value_type=Literal["good", "poor"],
)
version = support_judge.register(experiment_id=experiment_id)

verdicts = []
with mlflow.start_run(experiment_id=experiment_id, run_name="collect"):
    for issue, response in CASES:
        result = answer(issue, response)
        verdicts.append((mlflow.get_last_active_trace_id(), support_judge(inputs={"issue": issue}, outputs=result)))
for trace_id, verdict in verdicts:      # no flush is needed: the server waits for the last traces
    mlflow.log_assessment(trace_id=trace_id, assessment=verdict)

# 2. Feedback of experts.
for trace in mlflow.search_traces(locations=[experiment_id], return_type="list"):
    value, reason = reviewed(trace.data.spans[0].outputs["response"])
    mlflow.log_feedback(
        trace_id=trace.info.trace_id, name="support_quality", value=value, rationale=reason,
        source=AssessmentSource(source_type="HUMAN", source_id="expert@example.org"))

# 3. The traces that have both a verdict and a label.
traces = mlflow.search_traces(locations=[experiment_id], max_results=100, return_type="list")
both = []
for trace in traces:
    sources = {a.source.source_type for a in trace.search_assessments(name="support_quality")}
    if {"LLM_JUDGE", "HUMAN"} <= sources:
        both.append(trace)
print(f"{len(both)} of {len(traces)} traces have a verdict and a label")

# 4. Align and register.
git_judge("align", "support_quality", "--experiment", name)
git_judge("register", "support_quality", "--experiment", name, "--tag", "alignment_date=today")

# 5. Production: the registered judge evaluates new answers.
aligned = get_scorer(name="support_quality", experiment_id=experiment_id)
new = {"issue": "The app crashes"}
print("one case:", aligned(inputs=new, outputs={"response": "Sorry. Please open Settings and press Reset."}).value)

results = mlflow.genai.evaluate(
    data=[{"inputs": {"issue": i}, "outputs": {"response": r}} for i, r in CASES[:6]],
    scorers=[aligned],
)
table = results.tables["eval_results"]
print(table["support_quality/value"].value_counts().to_dict())

# 6. All of it is in git.
git_judge("runs", "list", "--experiment", name)
git_judge("agreement", "support_quality", "--experiment", name)
