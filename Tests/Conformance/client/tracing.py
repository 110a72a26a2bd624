import json
import time

import mlflow
from mlflow.entities import SpanEvent, SpanStatusCode, SpanType

from checks import Skip, check, contains, equal, raises
from client.common import client, flush, fresh_experiment, traced, unique


def last():
    flush()
    return mlflow.get_trace(mlflow.get_last_active_trace_id())


@check("@mlflow.trace records arguments and result of a function")
def _():
    experiment = fresh_experiment()

    @mlflow.trace
    def answer(question, *, tone="kind"):
        return {"response": f"{question} {tone}"}

    answer("why?")
    trace = last()
    equal(trace.info.experiment_id, experiment)
    equal(str(trace.info.state), "OK")
    span = trace.data.spans[0]
    equal(span.name, "answer")
    equal(span.inputs, {"question": "why?", "tone": "kind"})
    equal(span.outputs, {"response": "why? kind"})


@check("the id of a trace is tr- and the 32 digits of its OpenTelemetry id")
def _():
    fresh_experiment()
    identity = traced()
    assert identity.startswith("tr-") and len(identity) == 35, identity
    equal(mlflow.get_trace(identity).info.trace_id, identity)


@check("nested calls become child spans, in the order of their starts")
def _():
    fresh_experiment()

    @mlflow.trace
    def inner(x):
        time.sleep(0.002)
        return x + 1

    @mlflow.trace(name="outer", span_type=SpanType.CHAIN, attributes={"k": "v"})
    def outer(x):
        return inner(inner(x))

    equal(outer(1), 3)
    spans = last().data.spans
    equal([s.name for s in spans][0], "outer")
    equal(len(spans), 3)
    root = next(s for s in spans if s.parent_id is None)
    equal({s.parent_id for s in spans if s is not root}, {root.span_id})
    equal(root.span_type, "CHAIN")
    equal(root.get_attribute("k"), "v")
    equal(sorted(s.outputs for s in spans), [2, 3, 3])


@check("an exception leaves the state ERROR, the message and an event")
def _():
    fresh_experiment()

    @mlflow.trace
    def broken():
        raise ValueError("no such order")

    try:
        broken()
    except ValueError:
        pass
    trace = last()
    equal(str(trace.info.state), "ERROR")
    span = trace.data.spans[0]
    equal(span.status.status_code, SpanStatusCode.ERROR)
    contains(span.status.description, "no such order")
    equal([e.name for e in span.events], ["exception"])
    equal(span.events[0].attributes["exception.message"], "no such order")
    contains(span.events[0].attributes["exception.stacktrace"], "ValueError")


@check("an exception that is caught within leaves the root OK")
def _():
    fresh_experiment()

    @mlflow.trace
    def tool():
        raise KeyError("k")

    @mlflow.trace
    def app():
        try:
            tool()
        except KeyError:
            return "saved"

    app()
    trace = last()
    equal(str(trace.info.state), "OK")
    equal({s.name: str(s.status.status_code) for s in trace.data.spans},
          {"app": "SpanStatusCode.OK", "tool": "SpanStatusCode.ERROR"})


@check("start_span with inputs, outputs, attributes and events")
def _():
    fresh_experiment()
    with mlflow.start_span(name="s", span_type="CUSTOM TYPE") as span:
        span.set_inputs({"a": [1, 2, {"b": None}]})
        span.set_outputs([True, 1.5, "x"])
        span.set_attributes({"int": 3, "float": 0.5, "bool": True, "text": "é", "list": [1, "2"], "map": {"k": {"l": 1}}})
        span.add_event(SpanEvent("noted", attributes={"n": 1, "w": "x"}))
    found = last().data.spans[0]
    equal(found.inputs, {"a": [1, 2, {"b": None}]})
    equal(found.outputs, [True, 1.5, "x"])
    equal(found.span_type, "CUSTOM TYPE")
    attributes = found.attributes
    equal({k: attributes[k] for k in ("int", "float", "bool", "text", "list", "map")},
          {"int": 3, "float": 0.5, "bool": True, "text": "é", "list": [1, "2"], "map": {"k": {"l": 1}}})
    equal([(e.name, e.attributes["n"], e.attributes["w"]) for e in found.events], [("noted", 1, "x")])


@check("inputs and outputs of every JSON type come back as they were")
def _():
    fresh_experiment()
    for value in ["", "text", 0, -7, 2**53, 1.25, True, False, [], {}, [[]], {"": {}}, None, "null", "1",
                  "line\nline\ttab \"quote\" \\ / \u2028 🙂 日本語", {"ключ": ["é"]}]:
        identity = traced(inputs={"v": value}, outputs=value)
        span = mlflow.get_trace(identity).data.spans[0]
        equal(span.inputs, {"v": value}, f"inputs of {value!r}")
        if value is not None:
            equal(span.outputs, value, f"outputs of {value!r}")


@check("a text that looks like JSON stays a text", ours="MLflow's server reads [1] from the text \"[1]\"")
def _():
    fresh_experiment()
    for value in ["[1]", "{\"a\": 1}", "\"x\"", "{", "[1"]:
        span = mlflow.get_trace(traced(inputs={"v": value}, outputs=value)).data.spans[0]
        equal((span.inputs, span.outputs), ({"v": value}, value))


@check("numbers keep their type: 1 and 1.0, large integers, small fractions")
def _():
    fresh_experiment()
    value = {"int": 1, "float": 1.5, "large": 9007199254740993, "small": 1e-300}
    found = mlflow.get_trace(traced(inputs=value)).data.spans[0].inputs
    equal(found, value)
    equal(type(found["int"]), int)


@check("each span type of MLflow is kept")
def _():
    fresh_experiment()
    types = [SpanType.LLM, SpanType.CHAIN, SpanType.AGENT, SpanType.TOOL, SpanType.CHAT_MODEL, SpanType.RETRIEVER,
             SpanType.PARSER, SpanType.EMBEDDING, SpanType.RERANKER, SpanType.MEMORY, SpanType.UNKNOWN]
    with mlflow.start_span("root", span_type=SpanType.AGENT):
        for kind in types:
            with mlflow.start_span("s-" + kind, span_type=kind):
                pass
    spans = last().data.spans
    equal({s.name: s.span_type for s in spans if s.name != "root"}, {"s-" + k: k for k in types})


@check("a retriever's documents are kept")
def _():
    fresh_experiment()
    documents = [{"page_content": "Text one", "metadata": {"doc_uri": "a.md", "chunk_id": 1}, "id": None},
                 {"page_content": "Text two", "metadata": {}}]
    with mlflow.start_span("root") as root:
        root.set_inputs({"q": 1})
        with mlflow.start_span("search", span_type=SpanType.RETRIEVER) as span:
            span.set_outputs(documents)
    trace = last()
    equal(trace.search_spans(span_type=SpanType.RETRIEVER)[0].outputs, documents)


@check("tokens of a chat model are kept on the span and summed on the trace")
def _():
    fresh_experiment()
    with mlflow.start_span("root"):
        for _ in range(2):
            with mlflow.start_span("llm", span_type=SpanType.CHAT_MODEL) as span:
                span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 10, "output_tokens": 4, "total_tokens": 14})
    trace = last()
    usage = trace.info.token_usage
    equal({k: usage[k] for k in ("input_tokens", "output_tokens", "total_tokens")},
          {"input_tokens": 20, "output_tokens": 8, "total_tokens": 28})


@check("a span's times in nanoseconds are exact")
def _():
    fresh_experiment()
    with mlflow.start_span("t") as span:
        time.sleep(0.01)
    found = last().data.spans[0]
    equal((found.start_time_ns, found.end_time_ns), (span.start_time_ns, span.end_time_ns))


@check("request time and duration of a trace")
def _():
    fresh_experiment()
    before = int(time.time() * 1000)
    with mlflow.start_span("t"):
        time.sleep(0.05)
    info = last().info
    assert before - 5 <= info.request_time <= before + 5000, (before, info.request_time)
    assert 45 <= info.execution_duration <= 5000, info.execution_duration


@check("the previews of request and response")
def _():
    fresh_experiment()
    info = mlflow.get_trace(traced(inputs={"q": "why"}, outputs={"a": "so"})).info
    equal(json.loads(info.request_preview), {"q": "why"})
    equal(json.loads(info.response_preview), {"a": "so"})


@check("previews that the program sets")
def _():
    fresh_experiment()

    @mlflow.trace
    def app(x):
        mlflow.update_current_trace(request_preview="asked", response_preview="said")
        return x

    app(1)
    info = last().info
    equal((info.request_preview, info.response_preview), ("asked", "said"))


@check("metadata of the client: user, source, schema version, size")
def _():
    fresh_experiment()
    metadata = mlflow.get_trace(traced()).info.trace_metadata
    for key in ("mlflow.user", "mlflow.source.name", "mlflow.source.type", "mlflow.trace_schema.version",
                "mlflow.trace.sizeBytes", "mlflow.trace.sizeStats"):
        contains(metadata, key)
    equal(metadata["mlflow.trace_schema.version"], "3")


@check("the name of the root span becomes the tag mlflow.traceName")
def _():
    fresh_experiment()
    equal(mlflow.get_trace(traced("客服 app")).info.tags["mlflow.traceName"], "客服 app")


@check("the spans are in the store of the server, not in an artifact")
def _():
    fresh_experiment()
    equal(mlflow.get_trace(traced()).info.tags["mlflow.trace.spansLocation"], "TRACKING_STORE")


@check("update_current_trace sets tags, metadata, session and user")
def _():
    fresh_experiment()

    @mlflow.trace
    def app():
        mlflow.update_current_trace(
            tags={"color": "red"}, metadata={"mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1", "own": "m"})

    app()
    info = last().info
    equal(info.tags["color"], "red")
    equal({k: info.trace_metadata[k] for k in ("mlflow.trace.session", "mlflow.trace.user", "own")},
          {"mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1", "own": "m"})


@check("update_current_trace sets the id of the request and the state")
def _():
    fresh_experiment()
    request = unique("req")

    @mlflow.trace
    def app():
        mlflow.update_current_trace(client_request_id=request, state="ERROR")

    app()
    info = last().info
    equal(info.client_request_id, request)
    equal(str(info.state), "ERROR")


@check("tags of a trace are set, replaced and deleted afterwards")
def _():
    fresh_experiment()
    identity = traced()
    mlflow.set_trace_tag(identity, "color", "red")
    mlflow.set_trace_tag(identity, "color", "blue")
    mlflow.set_trace_tag(identity, "größe", "L / XL")
    tags = mlflow.get_trace(identity).info.tags
    equal((tags["color"], tags["größe"]), ("blue", "L / XL"))
    mlflow.delete_trace_tag(identity, "color")
    tags = mlflow.get_trace(identity).info.tags
    assert "color" not in tags and "größe" in tags, tags


@check("deleting a tag that is not there fails with RESOURCE_DOES_NOT_EXIST")
def _():
    fresh_experiment()
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.delete_trace_tag, traced(), "absent")


@check("get_trace of an id that does not exist returns None")
def _():
    equal(mlflow.get_trace("tr-" + "0" * 32, silent=True), None)


@check("client.get_trace of an id that does not exist fails with an error of the server")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", client().get_trace, "tr-" + "1" * 32)


@check("delete_traces by id")
def _():
    experiment = fresh_experiment()
    ids = [traced() for _ in range(3)]
    equal(client().delete_traces(experiment, trace_ids=ids[:2]), 2)
    equal(mlflow.get_trace(ids[0], silent=True), None)
    equal([t.info.trace_id for t in client().search_traces(locations=[experiment])], [ids[2]])


@check("delete_traces up to a time, at most some")
def _():
    experiment = fresh_experiment()
    ids = []
    for _ in range(3):
        ids.append(traced())
        time.sleep(0.005)
    now = int(time.time() * 1000) + 1000
    equal(client().delete_traces(experiment, max_timestamp_millis=now, max_traces=1), 1)
    equal({t.info.trace_id for t in client().search_traces(locations=[experiment])}, set(ids[1:]))
    equal(client().delete_traces(experiment, max_timestamp_millis=now), 2)
    equal(len(client().search_traces(locations=[experiment])), 0)


@check("a trace within a run names the run")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        identity = traced()
    equal(mlflow.get_trace(identity).info.trace_metadata["mlflow.sourceRun"], run.info.run_id)


@check("traces are linked to a run afterwards")
def _():
    experiment = fresh_experiment()
    ids = [traced() for _ in range(3)]
    with mlflow.start_run() as run:
        pass
    client().link_traces_to_run(ids[:2], run.info.run_id)
    found = mlflow.search_traces(locations=[experiment], run_id=run.info.run_id, return_type="list")
    equal({t.info.trace_id for t in found}, set(ids[:2]))


@check("spans that the client starts and ends by hand")
def _():
    experiment = fresh_experiment()
    root = client().start_trace("hand", inputs={"x": 1}, tags={"by": "hand"}, experiment_id=experiment)
    child = client().start_span("child", trace_id=root.trace_id, parent_id=root.span_id, inputs={"y": 2})
    client().end_span(root.trace_id, child.span_id, outputs=3)
    client().end_trace(root.trace_id, outputs=4)
    flush()
    trace = mlflow.get_trace(root.trace_id)
    equal({s.name: s.outputs for s in trace.data.spans}, {"hand": 4, "child": 3})
    equal(trace.info.tags["by"], "hand")


@check("start_span_no_context across threads")
def _():
    import threading

    fresh_experiment()
    root = mlflow.start_span_no_context("root", inputs={"n": 3})

    def work(number):
        span = mlflow.start_span_no_context(f"w{number}", parent_span=root)
        span.end(outputs=number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    root.end(outputs="all")
    flush()
    trace = mlflow.get_trace(root.trace_id)
    equal(sorted(s.name for s in trace.data.spans), ["root", "w0", "w1", "w2"])


@check("a generator's chunks are recorded")
def _():
    fresh_experiment()

    @mlflow.trace
    def stream():
        yield "a"
        yield "b"

    equal(list(stream()), ["a", "b"])
    span = last().data.spans[0]
    equal(span.outputs, ["a", "b"])
    equal(len(span.events), 2)


@check("an asynchronous function is traced")
def _():
    import asyncio

    fresh_experiment()

    @mlflow.trace
    async def app(x):
        await asyncio.sleep(0)
        return x * 2

    equal(asyncio.run(app(4)), 8)
    equal(last().data.spans[0].outputs, 8)


@check("a trace of 300 kB comes back whole")
def _():
    fresh_experiment()
    text = "Zeile ü\n" * 37500
    identity = traced(inputs={"document": text}, outputs=text[::-1])
    span = mlflow.get_trace(identity).data.spans[0]
    equal(len(span.inputs["document"]), len(text))
    assert span.inputs["document"] == text and span.outputs == text[::-1]


@check("a trace of 5 MB comes back whole")
def _():
    fresh_experiment()
    text = "0123456789abcdef" * 327680
    identity = traced(inputs={"document": text})
    assert mlflow.get_trace(identity).data.spans[0].inputs["document"] == text


@check("a trace of 300 spans comes back whole")
def _():
    fresh_experiment()
    with mlflow.start_span("root"):
        for number in range(299):
            with mlflow.start_span(f"s{number}") as span:
                span.set_outputs(number)
    spans = last().data.spans
    equal(len(spans), 300)
    equal({s.outputs for s in spans if s.name != "root"}, set(range(299)))


@check("a chain of 60 nested spans keeps its parents")
def _():
    fresh_experiment()

    def descend(depth):
        with mlflow.start_span(f"d{depth}"):
            if depth:
                descend(depth - 1)

    descend(59)
    spans = {s.name: s for s in last().data.spans}
    equal(len(spans), 60)
    for depth in range(59):
        equal(spans[f"d{depth}"].parent_id, spans[f"d{depth + 1}"].span_id)


@check("fifty traces one after the other are all there")
def _():
    experiment = fresh_experiment()

    @mlflow.trace
    def app(n):
        return n

    for number in range(50):
        app(number)
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list")
    equal(sorted(t.data.spans[0].outputs for t in found), list(range(50)))


@check("traces from eight threads are all there, each with its own spans")
def _():
    from concurrent.futures import ThreadPoolExecutor

    experiment = fresh_experiment()

    @mlflow.trace
    def inner(n):
        return n

    @mlflow.trace
    def app(n):
        return inner(n)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(app, range(40)))
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list")
    equal(sorted((t.data.spans[0].outputs, t.data.spans[1].outputs) for t in found), [(n, n) for n in range(40)])


@check("the kind of a span is INTERNAL")
def _():
    if tuple(map(int, mlflow.__version__.split(".")[:2])) < (3, 18):
        raise Skip("spans have a kind since MLflow 3.18")
    fresh_experiment()
    span = mlflow.get_trace(traced()).data.spans[0].to_dict()
    contains(str(span.get("kind")), "INTERNAL")


@check("a span's log level is kept")
def _():
    fresh_experiment()
    identity = traced()
    contains(mlflow.get_trace(identity).data.spans[0].attributes, "mlflow.spanLogLevel")


@check("links between spans are kept")
def _():
    from mlflow.entities import Link

    fresh_experiment()
    first = traced("cause")
    cause = mlflow.get_trace(first).data.spans[0]
    with mlflow.start_span("effect", links=[Link(trace_id=first, span_id=cause.span_id, attributes={"why": "retry"})]):
        pass
    links = last().data.spans[0].links
    equal([(l.trace_id, l.span_id, l.attributes["why"]) for l in links], [(first, cause.span_id, "retry")])


@check("a trace goes to the experiment of its destination")
def _():
    from mlflow.entities.trace_location import MlflowExperimentLocation

    fresh_experiment()
    other = mlflow.create_experiment(unique())

    @mlflow.trace(trace_destination=MlflowExperimentLocation(other))
    def app():
        return 1

    app()
    equal(last().info.experiment_id, other)


@check("log_trace records a finished call")
def _():
    fresh_experiment()
    import warnings

    warnings.simplefilter("ignore")
    identity = mlflow.log_trace(name="past", request={"q": 1}, response="r", tags={"t": "u"},
                                start_time_ms=1700000000000, execution_time_ms=1500)
    flush()
    info = mlflow.get_trace(identity).info
    equal((info.request_time, info.execution_duration, info.tags["t"]), (1700000000000, 1500, "u"))


@check("a copied trace keeps spans and gets its own id")
def _():
    from mlflow.tracing.utils.copy import copy_trace_to_experiment

    fresh_experiment()
    identity = traced(inputs={"q": "copy"}, outputs=7)
    other = mlflow.create_experiment(unique())
    copied = copy_trace_to_experiment(mlflow.get_trace(identity).to_dict(), experiment_id=other)
    flush()
    trace = mlflow.get_trace(copied)
    equal((trace.info.experiment_id, trace.data.spans[0].outputs), (other, 7))
    assert copied != identity
