"""What the published guides do: ask for a trace, and log feedback on it, without a flush.

The client exports spans in batches of five, or after 5 s, from a thread of its own. MLflow's server
answers 404 if feedback comes before the trace; git-judge waits for the trace that is on its way.
While the trace is in the client's own memory, `get_trace` asks no server, and finds nothing.
"""

import time

import mlflow
from mlflow.entities import AssessmentSource

from checks import check, equal, raises
from client.common import flush, fresh_experiment, http

RACE = "the client's export is a race with MLflow's server"
HUMAN = AssessmentSource("HUMAN", "ann@example.org")


@mlflow.trace
def app(question):
    return {"response": f"About {question}"}


@check("get_trace directly after the call, with the client's own flush")
def _():
    fresh_experiment()
    for number in range(5):
        app(f"q{number}")
        trace = mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)
        assert trace is not None, f"no trace after call {number}"
        equal(trace.data.spans[0].inputs, {"question": f"q{number}"})


@check("log_feedback directly after the call, seven times", ours=RACE)
def _():
    experiment = fresh_experiment()
    for number in range(7):
        app(f"q{number}")
        mlflow.log_feedback(trace_id=mlflow.get_last_active_trace_id(), name="q", value=number, source=HUMAN)
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list")
    equal(sorted((t.data.spans[0].inputs["question"], t.search_assessments("q")[0].value) for t in found),
          sorted((f"q{n}", n) for n in range(7)))


@check("log_feedback directly after calls of five spans, which the client sends at once", ours=RACE)
def _():
    experiment = fresh_experiment()

    @mlflow.trace
    def five(question):
        return [app(question) for _ in range(4)]

    for number in range(10):
        five(f"q{number}")
        mlflow.log_feedback(trace_id=mlflow.get_last_active_trace_id(), name="q", value=number, source=HUMAN)
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list")
    equal(sorted(t.search_assessments("q")[0].value for t in found), list(range(10)))
    equal({len(t.data.spans) for t in found}, {5})


@check("log_expectation directly after the call", ours=RACE)
def _():
    fresh_experiment()
    app("x")
    identity = mlflow.get_last_active_trace_id()
    mlflow.log_expectation(trace_id=identity, name="e", value=["y"], source=HUMAN)
    flush()
    equal(mlflow.get_trace(identity).search_assessments("e")[0].value, ["y"])


@check("ask, label, search: the whole round without a flush", ours=RACE)
def _():
    experiment = fresh_experiment()
    ids = []
    for number in range(3):
        app(f"q{number}")
        identity = mlflow.get_last_active_trace_id()
        mlflow.log_feedback(trace_id=identity, name="q", value="good", source=HUMAN)
        ids.append(identity)
    found = mlflow.search_traces(locations=[experiment], return_type="list")
    equal({t.info.trace_id for t in found}, set(ids))
    for trace in found:
        equal(len(trace.search_assessments("q")), 1)
        equal(len(trace.data.spans), 1)


@check("a tag on a trace directly after the call", ours=RACE)
def _():
    fresh_experiment()
    app("x")
    identity = mlflow.get_last_active_trace_id()
    mlflow.set_trace_tag(identity, "k", "v")
    flush()
    equal(mlflow.get_trace(identity).info.tags["k"], "v")


@check("feedback before the spans, and spans before the trace: all is united", ours=RACE)
def _():
    import threading
    import uuid

    experiment = fresh_experiment()
    trace = "tr-" + uuid.uuid4().hex
    answers = {}

    def label():
        answers["label"] = http("POST", f"/api/3.0/mlflow/traces/{trace}/assessments", {"assessment": {
            "assessment_name": "q", "trace_id": trace, "source": {"source_type": "HUMAN", "source_id": "ann"},
            "create_time": "2026-11-29T10:00:00.000Z", "last_update_time": "2026-11-29T10:00:00.000Z",
            "feedback": {"value": "good"}, "valid": True}})

    thread = threading.Thread(target=label)
    thread.start()
    time.sleep(0.3)
    answer = http("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
        "trace_id": trace, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
        "request_time": "2026-11-29T10:00:00.000Z", "execution_duration": "0.1s", "state": "OK",
        "trace_metadata": {}, "tags": {"k": "v"}}}})
    equal(answer.status_code, 200)
    thread.join()
    equal(answers["label"].status_code, 200)
    found = mlflow.MlflowClient().search_traces(locations=[experiment], include_spans=False)
    equal([(t.info.trace_id, t.info.tags["k"], t.info.assessments[0].value) for t in found], [(trace, "v", "good")])


@check("a trace that never comes is refused after a wait of at most 8 s", ours="MLflow's server answers at once")
def _():
    begun = time.monotonic()
    answer = http("GET", "/api/3.0/mlflow/traces/tr-" + "5" * 32)
    equal((answer.status_code, answer.json()["error_code"]), (404, "RESOURCE_DOES_NOT_EXIST"))
    assert 0.5 <= time.monotonic() - begun < 8, time.monotonic() - begun


@check("two hundred traces without a pause are all there after the flush")
def _():
    experiment = fresh_experiment()
    for number in range(200):
        app(f"q{number}")
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list", max_results=1000)
    equal(len({t.data.spans[0].inputs["question"] for t in found}), 200)
