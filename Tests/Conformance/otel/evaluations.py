"""Events and attributes that say how good an answer was: they become labels and verdicts."""

import json
import time
import uuid

import otlp
from checks import check, contains, equal
from otel.common import http, stored, unique

NOW = 1795210116615840774


def a_trace(attributes=None, events=(), service=None):
    trace, span = uuid.uuid4().hex, uuid.uuid4().hex[:16]
    item = {"trace_id": trace, "span_id": span, "name": "chat", "start": NOW, "end": NOW + 5_000_000,
            "attributes": {"gen_ai.operation.name": "chat", **(attributes or {})}, "events": list(events)}
    status, _, body = http("POST", "/v1/traces", otlp.json_request([item], {"service.name": service or unique()}))
    equal(status, 200, body)
    return trace, span


def log(trace, span, event, attributes=None, body=None, service=None):
    record = {"timeUnixNano": str(NOW + 1), "eventName": event, "traceId": trace, "spanId": span,
              "attributes": otlp.json_attributes(attributes)}
    if body is not None:
        record["body"] = otlp.json_value(body)
    return http("POST", "/v1/logs", {"resourceLogs": [{
        "resource": {"attributes": otlp.json_attributes({"service.name": service or unique()})},
        "scopeLogs": [{"scope": {"name": "t"}, "logRecords": [record]}]}]})


def assessments(trace, count=1):
    found = stored("tr-" + trace, lambda t: len(t["trace_info"].get("assessments", [])) >= count)
    return {a["assessment_name"]: a for a in found["trace_info"].get("assessments", [])}


EVALUATION = {"gen_ai.evaluation.name": "relevance", "gen_ai.evaluation.score.value": 0.75,
              "gen_ai.evaluation.score.label": "relevant", "gen_ai.evaluation.explanation": "On the point."}


@check("a log gen_ai.evaluation.result becomes an assessment")
def _():
    service = unique()
    trace, span = a_trace(service=service)
    status, headers, _ = log(trace, span, "gen_ai.evaluation.result", EVALUATION, service=service)
    equal((status, headers.get_content_type()), (200, "application/json"))
    found = assessments(trace)["relevance"]
    contains(("relevant", 0.75), found["feedback"]["value"])
    equal(found["rationale"], "On the point.")
    contains(json.dumps(found), "0.75")


@check("the log may come before the spans")
def _():
    service, trace, span = unique(), uuid.uuid4().hex, uuid.uuid4().hex[:16]
    equal(log(trace, span, "gen_ai.evaluation.result", EVALUATION, service=service)[0], 200)
    item = {"trace_id": trace, "span_id": span, "name": "chat", "start": NOW, "end": NOW + 5}
    equal(http("POST", "/v1/traces", otlp.json_request([item], {"service.name": service}))[0], 200)
    contains(assessments(trace), "relevance")


@check("an evaluation that failed has an error")
def _():
    service = unique()
    trace, span = a_trace(service=service)
    equal(log(trace, span, "gen_ai.evaluation.result", {"gen_ai.evaluation.name": "tone", "error.type": "timeout"}, service=service)[0], 200)
    contains(json.dumps(assessments(trace)["tone"]["feedback"]["error"]), "timeout")


@check("the older form, an event of the span, becomes an assessment")
def _():
    trace, _ = a_trace(events=[{"name": "gen_ai.evaluation.result", "time": NOW + 1, "attributes": EVALUATION}])
    contains(assessments(trace), "relevance")


@check("OpenInference annotations: person, model and program are told apart")
def _():
    values = {}
    for index, (kind, name) in enumerate((("HUMAN", "a"), ("LLM", "b"), ("CODE", "c"))):
        prefix = f"annotations.{index}.annotation."
        values.update({prefix + "name": name, prefix + "annotator_kind": kind, prefix + "label": "good",
                       prefix + "explanation": "why", prefix + "identifier": f"id-{name}"})
    trace, _ = a_trace(values)
    found = assessments(trace, 3)
    equal({n: found[n]["source"]["source_type"] for n in "abc"}, {"a": "HUMAN", "b": "LLM_JUDGE", "c": "CODE"})
    equal((found["a"]["feedback"]["value"], found["a"]["rationale"]), ("good", "why"))


@check("OpenInference evaluations")
def _():
    prefix = "evaluations.0.evaluation."
    trace, _ = a_trace({prefix + "name": "hallucination", prefix + "score": 1, prefix + "label": "factual", prefix + "annotator_kind": "LLM"})
    found = assessments(trace)["hallucination"]
    contains(("factual", 1, 1.0), found["feedback"]["value"])
    equal(found["source"]["source_type"], "LLM_JUDGE")


@check("messages in events of the older convention are inputs and outputs")
def _():
    from otel.common import shown

    service = unique()
    trace, span = a_trace(service=service)
    equal(log(trace, span, "gen_ai.user.message", body={"content": "Hi there"}, service=service)[0], 200)
    equal(log(trace, span, "gen_ai.choice", body={"index": 0, "finish_reason": "stop", "message": {"content": "Hello"}}, service=service)[0], 200)
    for _ in range(30):
        found = shown("tr-" + trace, service)
        if found["inputs"] and found["outputs"]:
            break
        time.sleep(0.1)
    contains(json.dumps(found["inputs"]), "Hi there")
    contains(json.dumps(found["outputs"]), "Hello")


@check("gen_ai.client.inference.operation.details carries the messages")
def _():
    from otel.common import shown

    service = unique()
    trace, span = a_trace(service=service)
    equal(log(trace, span, "gen_ai.client.inference.operation.details", {
        "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Hi there"}]}]),
        "gen_ai.output.messages": json.dumps([{"role": "assistant", "parts": [{"type": "text", "content": "Hello"}]}])},
        service=service)[0], 200)
    for _ in range(30):
        found = shown("tr-" + trace, service)
        if found["inputs"] and found["outputs"]:
            break
        time.sleep(0.1)
    contains(json.dumps(found["inputs"]), "Hi there")
    contains(json.dumps(found["outputs"]), "Hello")


@check("other logs are taken and not stored as assessments")
def _():
    service = unique()
    trace, span = a_trace(service=service)
    equal(log(trace, span, "app.started", {"k": "v"}, body="text", service=service)[0], 200)
    time.sleep(0.3)
    equal(stored("tr-" + trace)["trace_info"].get("assessments", []), [])


@check("logs in protobuf are answered in protobuf")
def _():
    status, headers, body = http("POST", "/v1/logs", b"", {"Content-Type": "application/x-protobuf"})
    equal((status, headers.get_content_type(), body), (200, "application/x-protobuf", b""))
