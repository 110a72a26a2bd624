"""OpenTelemetry's SDK with its exporter, and raw requests in all encodings."""

import gzip
import json
import time
import uuid

from opentelemetry import trace as api
from opentelemetry.exporter.otlp.proto.http import Compression

import otlp
from checks import check, contains, equal
from otel.common import (attributes, experiment_of, git_judge, http, identity, parsed, provider, shown, span_named, stored,
                         unique)

NOW = 1795210116615840774


def ids():
    return uuid.uuid4().hex, uuid.uuid4().hex[:16]


def one(trace, span, **options):
    return {"trace_id": trace, "span_id": span, "name": "root", "start": NOW, "end": NOW + 5_000_000, **options}


@check("the SDK's exporter: names, parents, kinds, times and attributes are stored")
def _():
    service = unique()
    with provider(service) as made:
        tracer = made.get_tracer("t")
        with tracer.start_as_current_span("root", kind=api.SpanKind.SERVER, attributes={"a": 1, "b": [1.5, 2.5], "c": "é", "d": True}) as root:
            with tracer.start_as_current_span("child", kind=api.SpanKind.CLIENT) as child:
                child.add_event("e", {"k": "v"})
    found = stored(identity(root), lambda t: len(t["spans"]) == 2)
    spans = {s["name"]: s for s in found["spans"]}
    equal(set(spans), {"root", "child"})
    equal(spans["child"]["parent_span_id"], spans["root"]["span_id"])
    equal({k: attributes(spans["root"])[k] for k in "abcd"}, {"a": 1, "b": [1.5, 2.5], "c": "é", "d": True})
    equal((spans["root"].get("kind"), spans["child"].get("kind")), ("SPAN_KIND_SERVER", "SPAN_KIND_CLIENT"))
    equal(spans["root"]["start_time_unix_nano"], root.start_time)
    equal([e["name"] for e in spans["child"]["events"]], ["e"])


@check("without a header, the experiment is that of the service's name")
def _():
    service = unique("my shop / é")
    with provider(service) as made:
        with made.get_tracer("t").start_as_current_span("root") as root:
            pass
    equal(experiment_of(stored(identity(root))), service)


@check("the header x-mlflow-experiment-id says the experiment")
def _():
    name = unique("exp")
    made_id = json.loads(http("POST", "/api/2.0/mlflow/experiments/create", {"name": name})[2])["experiment_id"]
    with provider(unique(), headers={"x-mlflow-experiment-id": made_id}) as made:
        with made.get_tracer("t").start_as_current_span("root") as root:
            pass
    equal(experiment_of(stored(identity(root))), name)


@check("without a service's name, spans go to a default experiment")
def _():
    trace, span = ids()
    status, _, body = http("POST", "/v1/traces", otlp.request([one(trace, span)]), {"Content-Type": "application/x-protobuf"})
    equal(status, 200, body)
    assert experiment_of(stored("tr-" + trace))


@check("the command line shows the trace that was exported")
def _():
    service = unique()
    with provider(service) as made:
        with made.get_tracer("t").start_as_current_span("root", attributes={
                "input.value": '{"q": "why"}', "input.mime_type": "application/json", "output.value": "so"}) as root:
            pass
    stored(identity(root))
    found = shown(identity(root), service)
    equal((found["inputs"], found["outputs"]), ({"q": "why"}, "so"))
    listed = git_judge("trace", "list", "--experiment", service)
    equal([t["trace_id"] for t in listed["traces"]], [identity(root)])


@check("gzip from the SDK's exporter")
def _():
    with provider(unique(), compression=Compression.Gzip) as made:
        with made.get_tracer("t").start_as_current_span("root", attributes={"text": "x" * 100_000}) as root:
            pass
    equal(len(attributes(stored(identity(root))["spans"][0])["text"]), 100_000)


@check("JSON with hexadecimal ids is answered as JSON")
def _():
    trace, span = ids()
    status, headers, body = http("POST", "/v1/traces", otlp.json_request([one(trace, span, attributes={"n": 1})], {"service.name": unique()}))
    equal((status, headers.get_content_type()), (200, "application/json"))
    json.loads(body)
    equal(attributes(stored("tr-" + trace)["spans"][0])["n"], 1)


@check("JSON with capital hexadecimal ids, and with base64 ids")
def _():
    trace, span = ids()
    body = otlp.json_request([one(trace.upper(), span.upper())], {"service.name": unique()})
    equal(http("POST", "/v1/traces", body)[0], 200)
    stored("tr-" + trace)
    trace, span = ids()
    body = otlp.json_request([one(trace, span)], {"service.name": unique()}, ids="base64")
    equal(http("POST", "/v1/traces", body)[0], 200)
    stored("tr-" + trace)


@check("JSON with numbers as numbers, enums as names, and members of the future")
def _():
    trace, span = ids()
    body = otlp.json_request([one(trace, span)], {"service.name": unique()})
    item = body["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
    item.update(startTimeUnixNano=NOW, endTimeUnixNano=NOW + 1, kind="SPAN_KIND_CLIENT",
                status={"code": "STATUS_CODE_ERROR", "message": "no"}, futureField={"x": 1})
    body["future"] = True
    equal(http("POST", "/v1/traces", body)[0], 200)
    found = stored("tr-" + trace)["spans"][0]
    equal((found["start_time_unix_nano"], found["kind"], found["status"]["code"]), (NOW, "SPAN_KIND_CLIENT", "STATUS_CODE_ERROR"))


@check("JSON in gzip")
def _():
    trace, span = ids()
    body = gzip.compress(json.dumps(otlp.json_request([one(trace, span)], {"service.name": unique()})).encode())
    equal(http("POST", "/v1/traces", body, {"Content-Type": "application/json", "Content-Encoding": "gzip"})[0], 200)
    stored("tr-" + trace)


@check("protobuf is answered as protobuf, and an empty request is fine")
def _():
    status, headers, body = http("POST", "/v1/traces", b"", {"Content-Type": "application/x-protobuf"})
    equal((status, headers.get_content_type(), body), (200, "application/x-protobuf", b""))
    equal(http("POST", "/v1/traces", {"resourceSpans": []})[0], 200)
    equal(http("POST", "/v1/traces", {})[0], 200)


@check("spans that cannot be stored are counted in partialSuccess, the others are stored")
def _():
    trace, span = ids()
    body = otlp.json_request([one(trace, span), one("0" * 32, span), one(trace, "0" * 16), one("zz", span)], {"service.name": unique()})
    status, _, answer = http("POST", "/v1/traces", body)
    equal(status, 200, answer)
    partial = json.loads(answer)["partialSuccess"]
    equal(int(partial["rejectedSpans"]), 3)
    assert partial["errorMessage"]
    equal(len(stored("tr-" + trace)["spans"]), 1)


@check("broken bodies are refused with 400, in the encoding of the request")
def _():
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"), (b"\xff" * 30, "application/x-protobuf")):
        status, headers, answer = http("POST", "/v1/traces", body, {"Content-Type": kind})
        equal((status, headers.get_content_type()), (400, kind), body)
    status, _, _ = http("POST", "/v1/traces", b"not gzip", {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    equal(status, 400)


@check("a bomb in gzip is refused")
def _():
    bomb = gzip.compress(b"\0" * 400_000_000, 9)
    status, _, _ = http("POST", "/v1/traces", bomb, {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"})
    contains((400, 413), status)


@check("children before their parents, each in a request of its own, are one trace")
def _():
    trace, root = ids()
    service = {"service.name": unique()}
    child, leaf = uuid.uuid4().hex[:16], uuid.uuid4().hex[:16]
    order = [one(trace, leaf, name="leaf", parent_id=child), one(trace, child, name="child", parent_id=root),
             one(trace, root, name="top", attributes={"input.value": "in", "output.value": "out"})]
    for item in order:
        equal(http("POST", "/v1/traces", otlp.json_request([item], service))[0], 200)
        time.sleep(0.05)
    found = stored("tr-" + trace, lambda t: len(t["spans"]) == 3 and t["trace_info"]["tags"].get("mlflow.traceName") == "top")
    equal({s["name"] for s in found["spans"]}, {"top", "child", "leaf"})
    equal(found["trace_info"]["tags"].get("mlflow.traceName"), "top")
    details = shown("tr-" + trace, service["service.name"])
    equal((details["inputs"], details["outputs"]), ("in", "out"))


@check("the same spans sent again change nothing")
def _():
    trace, span = ids()
    body = otlp.request([one(trace, span)], {"service.name": unique()})
    for _ in range(3):
        equal(http("POST", "/v1/traces", body, {"Content-Type": "application/x-protobuf"})[0], 200)
    equal(len(stored("tr-" + trace)["spans"]), 1)


@check("a root without content takes that of its descendants, and it is marked derived")
def _():
    trace, root = ids()
    service = unique()
    spans = [one(trace, root), one(trace, uuid.uuid4().hex[:16], name="first", parent_id=root, start=NOW + 1, attributes={"input.value": "question", "output.value": "draft"}),
             one(trace, uuid.uuid4().hex[:16], name="last", parent_id=root, start=NOW + 9, end=NOW + 99, attributes={"input.value": "draft", "output.value": "answer"})]
    equal(http("POST", "/v1/traces", otlp.json_request(spans, {"service.name": service}))[0], 200)
    stored("tr-" + trace)
    found = shown("tr-" + trace, service)
    equal((found["inputs"], found["outputs"]), ("question", "answer"))
    contains(json.dumps(found), "derived")


@check("a span without an end leaves the trace in progress")
def _():
    trace, span = ids()
    equal(http("POST", "/v1/traces", otlp.json_request([one(trace, span, end=0)], {"service.name": unique()}))[0], 200)
    equal(stored("tr-" + trace)["trace_info"]["state"], "IN_PROGRESS")


@check("an error of the root is the state of the trace")
def _():
    with provider(unique()) as made:
        tracer = made.get_tracer("t")
        try:
            with tracer.start_as_current_span("root") as root:
                raise ValueError("no such order")
        except ValueError:
            pass
    found = stored(identity(root))
    equal(found["trace_info"]["state"], "ERROR")
    event = found["spans"][0]["events"][0]
    equal(attributes(event)["exception.message"], "no such order")


@check("session and user of a trace: session.id, gen_ai.conversation.id, user.id")
def _():
    for key, value in (("session.id", "s-1"), ("gen_ai.conversation.id", "s-2"), ("langfuse.session.id", "s-3"), ("traceloop.association.properties.session_id", "s-4")):
        trace, span = ids()
        equal(http("POST", "/v1/traces", otlp.json_request([one(trace, span, attributes={key: value, "user.id": "u-1"})], {"service.name": unique()}))[0], 200)
        equal(stored("tr-" + trace)["trace_info"]["trace_metadata"].get("mlflow.trace.session"), value, key)
    equal(stored("tr-" + trace)["trace_info"]["trace_metadata"].get("mlflow.trace.user"), "u-1")


@check("forty traces from eight threads are all there")
def _():
    from concurrent.futures import ThreadPoolExecutor

    service = unique()
    with provider(service) as made:
        tracer = made.get_tracer("t")

        def work(number):
            with tracer.start_as_current_span("root", attributes={"n": number}) as root:
                with tracer.start_as_current_span("child"):
                    pass
            return identity(root)

        with ThreadPoolExecutor(8) as pool:
            made_ids = list(pool.map(work, range(40)))
    for trace in made_ids:
        equal(len(stored(trace, lambda t: len(t["spans"]) == 2)["spans"]), 2)


@check("the same trace by OTLP and by MLflow's attributes gives the same fields")
def _():
    service = unique()
    inputs, outputs = {"messages": [{"role": "user", "content": "Hi"}]}, "Hello"
    forms = {
        "mlflow": {"mlflow.spanInputs": inputs, "mlflow.spanOutputs": outputs, "mlflow.spanType": "CHAT_MODEL"},
        "openinference": {"openinference.span.kind": "LLM", "llm.input_messages.0.message.role": "user",
                          "llm.input_messages.0.message.content": "Hi", "output.value": "Hello"},
        "genai": {"gen_ai.operation.name": "chat", "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]),
                  "gen_ai.output.messages": json.dumps([{"role": "assistant", "parts": [{"type": "text", "content": "Hello"}]}])},
        "traceloop": {"llm.request.type": "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "Hi",
                      "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": "Hello"},
    }
    seen = {}
    for name, values in forms.items():
        trace, span = ids()
        equal(http("POST", "/v1/traces", otlp.json_request([one(trace, span, attributes=values)], {"service.name": service}))[0], 200)
        stored("tr-" + trace)
        found = shown("tr-" + trace, service)
        seen[name] = (found["inputs"], found["outputs"])
        span = stored("tr-" + trace)["spans"][0]
        contains(("CHAT_MODEL", "LLM"), parsed(attributes(span).get("mlflow.spanType")), name)
        equal(parsed(attributes(span).get("mlflow.spanInputs")), inputs, name)
    equal(seen, {name: (inputs, outputs) for name in forms})
