import contextlib
import os
import sys

import mlflow
from mlflow.entities import AssessmentSource, Feedback
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import scorer

from checks import Skip, check, contains, equal
from client.common import client, flush, fresh_experiment, traced, unique


@contextlib.contextmanager
def model():
    """The client's judges call the stub model of the checks."""
    import stub_model

    server = stub_model.start()
    before = {k: os.environ.get(k) for k in ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL")}
    os.environ.update(OPENAI_API_KEY="stub", OPENAI_API_BASE=server.url, OPENAI_BASE_URL=server.url)
    try:
        yield server
    finally:
        server.shutdown()
        for key, value in before.items():
            if value is None:
                os.environ.pop(key)
            else:
                os.environ[key] = value


@scorer
def exact(outputs, expectations):
    return outputs == expectations["expected_response"]


@scorer
def length(outputs):
    return len(outputs)


@scorer
def wordy(inputs, outputs):
    return Feedback(value="long" if len(outputs) > 3 else "short", rationale=f"{len(outputs)} letters",
                    metadata={"by": "check"})


@scorer
def broken(outputs):
    raise ValueError("no such thing")


ROWS = [
    {"inputs": {"q": "1"}, "outputs": "one", "expectations": {"expected_response": "one"}},
    {"inputs": {"q": "2"}, "outputs": "two!", "expectations": {"expected_response": "two"}},
    {"inputs": {"q": "3"}, "outputs": "three", "expectations": {"expected_response": "three"}},
]


def evaluate(data, scorers, **options):
    with contextlib.redirect_stderr(open(os.devnull, "w")):
        return mlflow.genai.evaluate(data=data, scorers=scorers, **options)


def traces_of(result):
    return mlflow.search_traces(
        locations=[mlflow.get_run(result.run_id).info.experiment_id], run_id=result.run_id, return_type="list")


@check("rows with outputs: metrics are right, and on the run")
def _():
    fresh_experiment()
    result = evaluate(ROWS, [exact, length])
    equal(result.metrics["length/mean"], 4.0)
    assert abs(result.metrics["exact/mean"] - 2 / 3) < 1e-9, result.metrics
    logged = mlflow.get_run(result.run_id).data.metrics
    assert abs(logged["exact/mean"] - 2 / 3) < 1e-9 and logged["length/mean"] == 4.0, logged
    equal(mlflow.get_run(result.run_id).info.status, "FINISHED")


@check("each row becomes a trace of the run, with the assessments of the scorers")
def _():
    fresh_experiment()
    result = evaluate(ROWS, [exact, wordy])
    traces = traces_of(result)
    equal(len(traces), 3)
    found = {t.data.spans[0].inputs["q"]: {a.name: a for a in t.info.assessments} for t in traces}
    equal({q: (a["exact"].value, a["wordy"].value) for q, a in found.items()},
          {"1": (True, "short"), "2": (False, "long"), "3": (True, "long")})
    equal(found["2"]["wordy"].rationale, "4 letters")
    equal(found["2"]["wordy"].source.source_type, "CODE")
    equal(found["2"]["wordy"].metadata["mlflow.assessment.sourceRunId"], result.run_id)
    equal(found["1"]["expected_response"].value, "one")


@check("the table of results has a row for each item")
def _():
    fresh_experiment()
    table = evaluate(ROWS, [exact]).tables["eval_results"]
    equal(len(table), 3)
    equal(sorted(map(bool, table["exact/value"])), [False, True, True])


@check("predict_fn is called for each row, and its own spans are in the trace")
def _():
    fresh_experiment()

    @mlflow.trace
    def lookup(q):
        return {"1": "one", "2": "two", "3": "three"}[q]

    def app(q):
        return lookup(q)

    rows = [{"inputs": r["inputs"], "expectations": r["expectations"]} for r in ROWS]
    result = evaluate(rows, [exact], predict_fn=app)
    equal(result.metrics["exact/mean"], 1.0)
    equal(len(traces_of(result)), 3)
    for trace in traces_of(result):
        contains([s.name for s in trace.data.spans], "lookup")


@check("a scorer that fails leaves an error on the trace, and the others count")
def _():
    fresh_experiment()
    result = evaluate(ROWS, [broken, length])
    equal(result.metrics["length/mean"], 4.0)
    for trace in traces_of(result):
        found = {a.name: a for a in trace.info.assessments}
        equal(found["broken"].value, None)
        contains(found["broken"].error.error_message, "no such thing")


@check("traces of the store are evaluated, and the assessments are on them")
def _():
    experiment = fresh_experiment()
    ids = {traced(inputs={"q": str(n)}, outputs="x" * n) for n in (1, 2, 3)}
    traces = mlflow.search_traces(locations=[experiment], return_type="list")
    result = evaluate(traces, [length])
    equal(result.metrics["length/mean"], 2.0)
    found = {t.info.trace_id: t for t in traces_of(result)}
    equal(set(found), ids)
    for trace in found.values():
        equal(len(trace.search_assessments("length")), 1)


@check("the table that search_traces returns is evaluated")
def _():
    experiment = fresh_experiment()
    for number in (2, 4):
        traced(inputs={"q": str(number)}, outputs="x" * number)
    result = evaluate(mlflow.search_traces(locations=[experiment]), [length])
    equal(result.metrics["length/mean"], 3.0)


@check("a dataset of the server is evaluated")
def _():
    from mlflow.genai.datasets import create_dataset

    experiment = fresh_experiment()
    dataset = create_dataset(name=unique("ds"), experiment_id=experiment)
    dataset.merge_records([{"inputs": r["inputs"], "expectations": r["expectations"]} for r in ROWS])
    result = evaluate(dataset, [exact], predict_fn=lambda q: {"1": "one", "2": "two", "3": "drei"}[q])
    assert abs(result.metrics["exact/mean"] - 2 / 3) < 1e-9, result.metrics
    inputs = mlflow.get_run(result.run_id).inputs.dataset_inputs
    equal(len(inputs), 1)


@check("within a run of the program, the results are on that run")
def _():
    fresh_experiment()
    with mlflow.start_run(run_name="mine") as run:
        result = evaluate(ROWS, [exact])
    equal(result.run_id, run.info.run_id)
    contains(mlflow.get_run(run.info.run_id).data.metrics, "exact/mean")


@check("rows with tags become tags of the traces")
def _():
    fresh_experiment()
    result = evaluate([{**ROWS[0], "tags": {"split": "test"}}], [exact])
    equal(traces_of(result)[0].info.tags["split"], "test")


@check("forty rows, ten at a time")
def _():
    fresh_experiment()
    rows = [{"inputs": {"q": str(n)}, "outputs": "x" * (n % 5)} for n in range(40)]
    result = evaluate(rows, [length, wordy])
    equal(result.metrics["length/mean"], 2.0)
    traces = traces_of(result)
    equal(len(traces), 40)
    for trace in traces:
        equal(sorted(a.name for a in trace.info.assessments), ["length", "wordy"])


@check("a judge of the client is evaluated with a model, and its verdicts are on the traces")
def _():
    from typing import Literal

    fresh_experiment()
    judge = make_judge(name="tone", instructions="Is {{ outputs }} kind? {{ inputs }}", model="openai:/stub",
                       feedback_value_type=Literal["kind", "cold"])
    with model():
        result = evaluate([{"inputs": {"q": "a"}, "outputs": "so kind"}, {"inputs": {"q": "b"}, "outputs": "so cold"}], [judge])
    found = {t.data.spans[0].inputs["q"]: t.search_assessments("tone")[0] for t in traces_of(result)}
    equal({q: a.value for q, a in found.items()}, {"a": "kind", "b": "cold"})
    equal((found["a"].source.source_type, found["a"].source.source_id), ("LLM_JUDGE", "openai:/stub"))


@check("a judge that was registered is fetched and evaluated, and its version is on the assessments")
def _():
    from typing import Literal

    from mlflow.genai.scorers import get_scorer

    experiment = fresh_experiment()
    make_judge(name="tone", instructions="Is {{ outputs }} kind? {{ inputs }}", model="openai:/stub",
               feedback_value_type=Literal["kind", "cold"]).register(experiment_id=experiment)
    with model():
        result = evaluate([{"inputs": {"q": "a"}, "outputs": "so kind"}], [get_scorer(name="tone", experiment_id=experiment)])
    found = traces_of(result)[0].search_assessments("tone")[0]
    equal(found.value, "kind")
    contains(found.metadata, "mlflow.assessment.scorerDigest")


@check("scorers of sessions see all traces of a session")
def _():
    experiment = fresh_experiment()
    for number in range(4):
        @mlflow.trace
        def app(q):
            mlflow.update_current_trace(metadata={"mlflow.trace.session": f"s{number % 2}"})
            return q

        app(f"turn {number}")
    flush()

    @scorer
    def turns(session):
        return len(session)

    result = evaluate(mlflow.search_traces(locations=[experiment]), [turns])
    equal(result.metrics["turns/mean"], 2.0)


@check("criteria of quality are kept as a tag of the run")
def _():
    if tuple(map(int, mlflow.__version__.split(".")[:2])) < (3, 18):
        raise Skip("the client has quality_criteria since 3.18")
    fresh_experiment()
    result = evaluate(ROWS, [exact], quality_criteria="exact >= 0.5")
    contains(mlflow.get_run(result.run_id).data.tags, "mlflow.genaiEvaluate.qualityCriteria")


@check("two evaluations are compared")
def _():
    if not hasattr(mlflow.genai, "compare_evaluations"):
        raise Skip("the client has compare_evaluations since 3.18")
    try:
        import scipy  # noqa: F401
    except ImportError:
        raise Skip("scipy is not installed") from None
    fresh_experiment()
    rows = [{"inputs": {"q": str(n)}, "outputs": "x" * n} for n in range(8)]
    first = evaluate(rows, [length])
    second = evaluate([{**r, "outputs": r["outputs"] + "y"} for r in rows], [length])
    assert mlflow.genai.compare_evaluations(candidate_run_id=second.run_id, baseline_run_id=first.run_id) is not None
