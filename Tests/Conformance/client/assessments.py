import json
import time

import mlflow
from mlflow.entities import AssessmentError, AssessmentSource, Expectation, Feedback

from checks import Skip, check, contains, equal, raises
from client.common import client, flush, fresh_experiment, http, traced, unique

HUMAN = AssessmentSource("HUMAN", "ann@example.org")
JUDGE = AssessmentSource("LLM_JUDGE", "openai:/gpt-4o-mini")
CODE = AssessmentSource("CODE", "scorer.py")


def stored(trace, identity):
    return mlflow.get_assessment(trace, identity)


def new_trace(**options):
    fresh_experiment()
    return traced(**options)


@check("log_feedback returns an id a- and 32 digits, and get returns what was logged")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="quality", value="good", rationale="Polite. 丁寧",
                                 source=HUMAN, metadata={"session": "7"})
    assert logged.assessment_id.startswith("a-") and len(logged.assessment_id) == 34, logged.assessment_id
    found = stored(trace, logged.assessment_id)
    equal((found.name, found.value, found.rationale, found.trace_id, found.valid),
          ("quality", "good", "Polite. 丁寧", trace, True))
    equal((found.source.source_type, found.source.source_id), ("HUMAN", "ann@example.org"))
    equal(found.metadata["session"], "7")


@check("the trace has its assessments, in the order in which they were logged")
def _():
    trace = new_trace()
    for name in ("one", "two", "three"):
        mlflow.log_feedback(trace_id=trace, name=name, value=1, source=HUMAN)
        time.sleep(0.003)
    equal([a.name for a in mlflow.get_trace(trace).info.assessments], ["one", "two", "three"])


@check("values of feedback: text, numbers, true, false, lists, maps")
def _():
    trace = new_trace()
    for value in ["good", "", "日本語 🙂", 3, -1.5, 0, True, False, ["a", "b"], [1, 2.5], {"k": "v"}, {"a": 1, "b": False},
                  "a\nb\t\"c\"", [True, False], []]:
        logged = mlflow.log_feedback(trace_id=trace, name="v", value=value, source=HUMAN)
        found = stored(trace, logged.assessment_id).value
        equal(found, value, f"value {value!r}")
        if isinstance(value, bool):
            equal(type(found), bool)


@check("the three kinds of sources")
def _():
    trace = new_trace()
    for source in (HUMAN, JUDGE, CODE):
        logged = mlflow.log_feedback(trace_id=trace, name="s", value=1, source=source)
        found = stored(trace, logged.assessment_id).source
        equal((found.source_type, found.source_id), (source.source_type, source.source_id))


@check("feedback without a source is of CODE, default")
def _():
    trace = new_trace()
    found = stored(trace, mlflow.log_feedback(trace_id=trace, name="s", value=1).assessment_id).source
    equal((found.source_type, found.source_id), ("CODE", "default"))


@check("feedback without a name is called feedback")
def _():
    trace = new_trace()
    equal(stored(trace, mlflow.log_feedback(trace_id=trace, value=1).assessment_id).name, "feedback")


@check("feedback on a span")
def _():
    trace = new_trace()
    span = mlflow.get_trace(trace).data.spans[0].span_id
    logged = mlflow.log_feedback(trace_id=trace, name="s", value=1, span_id=span, source=HUMAN)
    equal(stored(trace, logged.assessment_id).span_id, span)
    equal(len(mlflow.get_trace(trace).search_assessments("s", span_id=span)), 1)


@check("an error instead of a value: code, message, stack")
def _():
    trace = new_trace()
    error = AssessmentError("RATE_LIMIT", "Too many calls", "line 1\nline 2")
    logged = mlflow.log_feedback(trace_id=trace, name="s", error=error, source=JUDGE)
    found = stored(trace, logged.assessment_id)
    equal(found.value, None)
    equal((found.error.error_code, found.error.error_message, found.error.stack_trace),
          ("RATE_LIMIT", "Too many calls", "line 1\nline 2"))


@check("an exception as the error")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="s", error=ValueError("no key"), source=JUDGE)
    found = stored(trace, logged.assessment_id).error
    equal((found.error_code, found.error_message), ("ValueError", "no key"))


@check("a value and an error together")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="s", value=0.5, error=ValueError("partly"), source=JUDGE)
    found = stored(trace, logged.assessment_id)
    equal((found.value, found.error.error_message), (0.5, "partly"))


@check("expectations that are scalars")
def _():
    trace = new_trace()
    for value in ["Paris", 3, 1.5, True]:
        logged = mlflow.log_expectation(trace_id=trace, name="expected_response", value=value, source=HUMAN)
        equal(stored(trace, logged.assessment_id).value, value)


@check("expectations that are lists and maps")
def _():
    trace = new_trace()
    for value in [["a", "b"], {"facts": ["x"], "n": {"m": 1}}, [], [{"tool": "search", "arguments": {"q": "é"}}]]:
        logged = mlflow.log_expectation(trace_id=trace, name="expected_facts", value=value, source=HUMAN)
        equal(stored(trace, logged.assessment_id).value, value)


@check("an expectation without a source is a person's")
def _():
    trace = new_trace()
    logged = mlflow.log_expectation(trace_id=trace, name="e", value="x")
    equal(stored(trace, logged.assessment_id).source.source_type, "HUMAN")


@check("log_assessment stores Feedback and Expectation objects")
def _():
    trace = new_trace()
    mlflow.log_assessment(trace, Feedback(name="f", value="yes", rationale="r", source=JUDGE, metadata={"m": "1"}))
    mlflow.log_assessment(trace, Expectation(name="e", value=["x"], source=HUMAN))
    found = {a.name: a for a in mlflow.get_trace(trace).info.assessments}
    equal((found["f"].value, found["f"].rationale, found["f"].metadata["m"]), ("yes", "r", "1"))
    equal(found["e"].value, ["x"])


@check("search_assessments by name and by kind")
def _():
    trace = new_trace()
    mlflow.log_feedback(trace_id=trace, name="a", value=1, source=HUMAN)
    mlflow.log_feedback(trace_id=trace, name="b", value=2, source=JUDGE)
    mlflow.log_expectation(trace_id=trace, name="a", value=3, source=HUMAN)
    found = mlflow.get_trace(trace)
    equal([a.value for a in found.search_assessments("a", type="feedback")], [1])
    equal([a.value for a in found.search_assessments(type="expectation")], [3])
    equal(len(found.search_assessments()), 3)


@check("several people give feedback of one name, and all of it stays")
def _():
    trace = new_trace()
    for person in ("ann", "bob", "cem"):
        mlflow.log_feedback(trace_id=trace, name="q", value=person, source=AssessmentSource("HUMAN", person))
    equal({a.value for a in mlflow.get_trace(trace).search_assessments("q")}, {"ann", "bob", "cem"})


@check("one person gives two values of one name without override, and both stay")
def _():
    trace = new_trace()
    ids = [mlflow.log_feedback(trace_id=trace, name="q", value=v, source=HUMAN).assessment_id for v in ("good", "bad")]
    assert ids[0] != ids[1]
    equal({a.assessment_id for a in mlflow.get_trace(trace).search_assessments("q")}, set(ids))


@check("the same feedback logged twice is two assessments with two ids")
def _():
    trace = new_trace()
    ids = {mlflow.log_feedback(trace_id=trace, name="q", value="good", source=HUMAN).assessment_id for _ in range(3)}
    equal(len(ids), 3)
    equal({a.assessment_id for a in mlflow.get_trace(trace).info.assessments}, ids)


@check("override: the new value counts, the old one is not valid")
def _():
    trace = new_trace()
    old = mlflow.log_feedback(trace_id=trace, name="q", value="good", source=JUDGE)
    new = mlflow.override_feedback(trace_id=trace, assessment_id=old.assessment_id, value="bad", rationale="no", source=HUMAN)
    equal(new.overrides, old.assessment_id)
    equal(stored(trace, old.assessment_id).valid, False)
    equal(stored(trace, new.assessment_id).valid, True)
    found = mlflow.get_trace(trace)
    equal([a.value for a in found.search_assessments("q")], ["bad"])
    equal(len(found.search_assessments("q", all=True)), 2)


@check("deleting an override makes the old value valid again")
def _():
    trace = new_trace()
    old = mlflow.log_feedback(trace_id=trace, name="q", value="good", source=JUDGE)
    new = mlflow.override_feedback(trace_id=trace, assessment_id=old.assessment_id, value="bad", source=HUMAN)
    mlflow.delete_assessment(trace, new.assessment_id)
    equal(stored(trace, old.assessment_id).valid, True)
    equal([a.value for a in mlflow.get_trace(trace).search_assessments("q")], ["good"])


@check("an override of an override")
def _():
    trace = new_trace()
    first = mlflow.log_feedback(trace_id=trace, name="q", value=1, source=JUDGE)
    second = mlflow.override_feedback(trace_id=trace, assessment_id=first.assessment_id, value=2, source=HUMAN)
    mlflow.override_feedback(trace_id=trace, assessment_id=second.assessment_id, value=3, source=HUMAN)
    equal([a.value for a in mlflow.get_trace(trace).search_assessments("q")], [3])


@check("an override by the same person")
def _():
    trace = new_trace()
    old = mlflow.log_feedback(trace_id=trace, name="q", value="good", source=HUMAN)
    mlflow.override_feedback(trace_id=trace, assessment_id=old.assessment_id, value="bad", source=HUMAN)
    equal([a.value for a in mlflow.get_trace(trace).search_assessments("q")], ["bad"])


@check("update changes value, rationale and metadata in place")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="q", value="good", rationale="r", source=HUMAN, metadata={"m": "1"})
    mlflow.update_assessment(trace, logged.assessment_id, Feedback(name="q", value="excellent", rationale="second look"))
    found = stored(trace, logged.assessment_id)
    equal((found.value, found.rationale, found.metadata["m"]), ("excellent", "second look", "1"))
    equal((found.source.source_type, found.source.source_id), ("HUMAN", "ann@example.org"))
    assert found.last_update_time_ms >= logged.last_update_time_ms
    equal(found.create_time_ms, logged.create_time_ms)
    equal(len(mlflow.get_trace(trace).info.assessments), 1)


@check("update changes the name")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="q", value="good", source=HUMAN)
    mlflow.update_assessment(trace, logged.assessment_id, Feedback(name="renamed", value="good"))
    equal([(a.name, a.assessment_id) for a in mlflow.get_trace(trace).info.assessments],
          [("renamed", logged.assessment_id)])


@check("update merges metadata")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="q", value=1, source=HUMAN, metadata={"a": "1", "b": "2"})
    mlflow.update_assessment(trace, logged.assessment_id, Feedback(name="q", value=1, metadata={"b": "3", "c": "4"}))
    found = stored(trace, logged.assessment_id).metadata
    equal({k: found[k] for k in "abc"}, {"a": "1", "b": "3", "c": "4"})


@check("update of an expectation")
def _():
    trace = new_trace()
    logged = mlflow.log_expectation(trace_id=trace, name="e", value="x", source=HUMAN)
    mlflow.update_assessment(trace, logged.assessment_id, Expectation(name="e", value=["y"]))
    equal(stored(trace, logged.assessment_id).value, ["y"])


@check("two updates one after the other: the last one counts")
def _():
    trace = new_trace()
    logged = mlflow.log_feedback(trace_id=trace, name="q", value=1, source=HUMAN)
    for value in (2, 3):
        mlflow.update_assessment(trace, logged.assessment_id, Feedback(name="q", value=value))
    equal(stored(trace, logged.assessment_id).value, 3)


@check("delete removes an assessment from the trace")
def _():
    trace = new_trace()
    kept = mlflow.log_feedback(trace_id=trace, name="k", value=1, source=HUMAN)
    gone = mlflow.log_feedback(trace_id=trace, name="g", value=1, source=HUMAN)
    mlflow.delete_assessment(trace, gone.assessment_id)
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.get_assessment, trace, gone.assessment_id)
    equal([a.assessment_id for a in mlflow.get_trace(trace).info.assessments], [kept.assessment_id])


@check("an assessment that does not exist fails with RESOURCE_DOES_NOT_EXIST")
def _():
    trace = new_trace()
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.get_assessment, trace, "a-" + "0" * 32)
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.update_assessment, trace, "a-" + "0" * 32, Feedback(name="q", value=1))


@check("feedback on a trace that does not exist fails with RESOURCE_DOES_NOT_EXIST, in at most 8 s")
def _():
    begun = time.monotonic()
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.log_feedback, trace_id="tr-" + "3" * 32, name="q", value=1, source=HUMAN)
    assert time.monotonic() - begun < 8


@check("times of the client are kept to the millisecond")
def _():
    trace = new_trace()
    feedback = Feedback(name="q", value=1, source=HUMAN, create_time_ms=1700000000123, last_update_time_ms=1700000000123)
    logged = mlflow.log_assessment(trace, feedback)
    equal(stored(trace, logged.assessment_id).create_time_ms, 1700000000123)


@check("names with blanks, slashes and other scripts")
def _():
    trace = new_trace()
    for name in ("is it ok?", "retrieval/precision", "品質", "a.b-c_d", "x" * 200):
        mlflow.log_feedback(trace_id=trace, name=name, value=1, source=HUMAN)
        equal(len(mlflow.get_trace(trace).search_assessments(name)), 1, name)


@check("a rationale of 20,000 characters")
def _():
    trace = new_trace()
    text = "Because é.\n" * 1819
    logged = mlflow.log_feedback(trace_id=trace, name="q", value=1, rationale=text, source=HUMAN)
    equal(stored(trace, logged.assessment_id).rationale, text)


@check("feedback within a running trace goes with the trace")
def _():
    fresh_experiment()

    @mlflow.trace
    def app():
        mlflow.log_feedback(trace_id=mlflow.get_active_trace_id(), name="self", value=True, source=CODE, rationale="within")
        return 1

    app()
    flush()
    found = mlflow.get_trace(mlflow.get_last_active_trace_id()).search_assessments("self")
    equal([(a.value, a.rationale) for a in found], [(True, "within")])
    assert found[0].assessment_id.startswith("a-"), found[0].assessment_id
    equal(stored(found[0].trace_id, found[0].assessment_id).value, True)


@check("feedback from within a trace can be overridden afterwards")
def _():
    fresh_experiment()

    @mlflow.trace
    def app():
        mlflow.log_feedback(trace_id=mlflow.get_active_trace_id(), name="self", value=1, source=CODE)

    app()
    flush()
    trace = mlflow.get_last_active_trace_id()
    found = mlflow.get_trace(trace).search_assessments("self")[0]
    mlflow.override_feedback(trace_id=trace, assessment_id=found.assessment_id, value=2, source=HUMAN)
    equal([a.value for a in mlflow.get_trace(trace).search_assessments("self")], [2])


def start_trace(experiment, trace, assessments):
    return http("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
        "trace_id": trace, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
        "request_time": "2026-11-29T10:00:00.000Z", "execution_duration": "0.1s", "state": "OK",
        "trace_metadata": {}, "tags": {}, "assessments": assessments}}})


def assessment(trace, identity, value):
    return {"assessment_id": identity, "assessment_name": "q", "trace_id": trace,
            "source": {"source_type": "HUMAN", "source_id": "ann"}, "create_time": "2026-11-29T10:00:00.000Z",
            "last_update_time": "2026-11-29T10:00:00.000Z", "feedback": {"value": value}, "valid": True}


@check("a trace that is sent twice with the same assessment ids has each once",
       ours="MLflow 3.17.2 stores both; 3.18.0 stores one")
def _():
    import uuid

    experiment = fresh_experiment()
    trace, identity = "tr-" + uuid.uuid4().hex, "a-" + uuid.uuid4().hex
    for _ in range(2):
        equal(start_trace(experiment, trace, [assessment(trace, identity, "good")]).status_code, 200)
    found = mlflow.MlflowClient().search_traces(locations=[experiment], include_spans=False)[0].info.assessments
    equal([(a.assessment_id, a.value) for a in found], [(identity, "good")])
    equal(mlflow.get_assessment(trace, identity).value, "good")


@check("an assessment id that belongs to another trace is refused", ours="MLflow checks it since 3.18")
def _():
    import uuid

    experiment = fresh_experiment()
    first, second, identity = "tr-" + uuid.uuid4().hex, "tr-" + uuid.uuid4().hex, "a-" + uuid.uuid4().hex
    equal(start_trace(experiment, first, [assessment(first, identity, "good")]).status_code, 200)
    answer = start_trace(experiment, second, [assessment(second, identity, "bad")])
    equal((answer.status_code, answer.json()["error_code"]), (400, "INVALID_PARAMETER_VALUE"))
    equal(mlflow.get_assessment(first, identity).value, "good")


@check("a hundred assessments on one trace")
def _():
    trace = new_trace()
    for number in range(100):
        mlflow.log_feedback(trace_id=trace, name=f"q{number % 10}", value=number, source=AssessmentSource("HUMAN", f"p{number}"))
    equal(sorted(a.value for a in mlflow.get_trace(trace).info.assessments), list(range(100)))


@check("eight threads log feedback on one trace, and all of it is there")
def _():
    from concurrent.futures import ThreadPoolExecutor

    trace = new_trace()
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: mlflow.log_feedback(
            trace_id=trace, name="q", value=n, source=AssessmentSource("HUMAN", f"p{n}")).assessment_id, range(40)))
    found = mlflow.get_trace(trace).info.assessments
    equal({a.assessment_id for a in found}, set(ids))
    equal(sorted(a.value for a in found), list(range(40)))


@check("assessments are in the table of search_traces")
def _():
    experiment = fresh_experiment()
    trace = traced()
    mlflow.log_feedback(trace_id=trace, name="q", value="good", source=HUMAN)
    cell = mlflow.search_traces(locations=[experiment])["assessments"][0]
    equal([(a["assessment_name"], a["feedback"]["value"]) for a in cell], [("q", "good")])


@check("log_issue: an issue that the server does not know fails at once")
def _():
    begun = time.monotonic()
    trace = new_trace()
    try:
        mlflow.genai.label_schemas  # noqa: B018: only there in clients with label schemas
    except AttributeError:
        pass
    answer = http("GET", "/api/3.0/mlflow/issues/iss-" + "0" * 32)
    assert answer.status_code in (404, 501), answer.status_code
    assert time.monotonic() - begun < 10


@check("the older names of the client for feedback still work")
def _():
    trace = new_trace()
    logged = client().log_feedback(trace_id=trace, name="q", value="good", source=HUMAN) if hasattr(
        client(), "log_feedback") else mlflow.log_feedback(trace_id=trace, name="q", value="good", source=HUMAN)
    equal(stored(trace, logged.assessment_id).value, "good")
