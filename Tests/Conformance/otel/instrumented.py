"""Programs with the openai package against the stub model, instrumented by openinference and by Traceloop's package."""

import contextlib
import json

import openai

import stub_model
from checks import check, contains, equal, registered
from otel.common import attributes, identity, parsed, provider, shown, span_named, stored, unique

TOOLS = [{"type": "function", "function": {"name": "weather", "description": "The weather of a city", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}]


RUNNING = {}


@contextlib.contextmanager
def program(kind):
    """The openai client with one instrumentation, whose spans go to the server; also the service's name.

    The package is instrumented once in a process, with one of the two: a second time, Traceloop's
    would record each chunk of a stream twice.
    """
    if not RUNNING:
        if kind == "openinference":
            from openinference.instrumentation.openai import OpenAIInstrumentor
        else:
            from opentelemetry.instrumentation.openai import OpenAIInstrumentor
        service = unique(kind)
        opened = provider(service)
        made = opened.__enter__()
        OpenAIInstrumentor().instrument(tracer_provider=made)
        model = stub_model.start()
        client = openai.OpenAI(base_url=model.url, api_key="stub")
        RUNNING.update(client=client, tracer=made.get_tracer("app"), service=service, opened=opened)
    yield RUNNING["client"], RUNNING["tracer"], RUNNING["service"]


def usage_of(trace):
    """The tokens of all spans, as MLflow's client reads them."""
    found = parsed(trace["trace_info"]["trace_metadata"].get("mlflow.trace.tokenUsage"))
    return {k: found[k] for k in ("input_tokens", "output_tokens")} if found else None


def each(function):
    """Registers the check for both instrumentations, each of which is an area."""
    for kind in ("openinference", "traceloop"):
        check(function.__doc__)(lambda kind=kind: function(kind))
        registered[-1].area = kind
    return function


@each
def chat(kind):
    """a chat has its messages, the answer and the tokens"""
    with program(kind) as (client, tracer, service):
        with tracer.start_as_current_span("app") as root:
            client.chat.completions.create(model="plain", messages=[
                {"role": "system", "content": "Be brief."}, {"role": "user", "content": "日本語 please"}])
    found = stored(identity(root), lambda t: len(t["spans"]) == 2)
    details = shown(identity(root), service)
    contains(json.dumps(details["inputs"], ensure_ascii=False), "日本語 please")
    contains(json.dumps(details["inputs"]), "Be brief.")
    contains(json.dumps(details["outputs"]), "A plain answer of the stub.")
    equal(usage_of(found), {"input_tokens": 20, "output_tokens": 8})
    types = {parsed(attributes(s).get("mlflow.spanType")) for s in found["spans"]}
    assert types & {"CHAT_MODEL", "LLM"}, types


@each
def root_of_one(kind):
    """a chat without a span around it is a trace of its own"""
    with program(kind) as (client, tracer, service):
        client.chat.completions.create(model="plain", messages=[{"role": "user", "content": "alone"}])
    from otel.common import git_judge

    listed = git_judge("trace", "list", "--experiment", service)["traces"]
    listed = [t for t in listed if "alone" in json.dumps(t["inputs"])]
    equal(len(listed), 1)
    contains(json.dumps(listed[0]["outputs"]), "A plain answer of the stub.")


@each
def tools(kind):
    """a call of a tool is in the output, and the tool's result in the next input"""
    with program(kind) as (client, tracer, service):
        with tracer.start_as_current_span("app") as root:
            messages = [{"role": "user", "content": "Weather in Paris?"}]
            first = client.chat.completions.create(model="stub", messages=messages, tools=TOOLS).choices[0].message
            call = first.tool_calls[0]
            messages += [{"role": "assistant", "tool_calls": [call.model_dump()]},
                         {"role": "tool", "tool_call_id": call.id, "content": "rain, 9 degrees"}]
            client.chat.completions.create(model="stub", messages=messages, tools=TOOLS)
    found = stored(identity(root), lambda t: len(t["spans"]) == 3)
    spans = sorted((s for s in found["spans"] if s.get("parent_span_id")), key=lambda s: s["start_time_unix_nano"])
    output = json.dumps(parsed(attributes(spans[0]).get("mlflow.spanOutputs")))
    contains(output, "weather")
    contains(output, "Paris")
    contains(json.dumps(parsed(attributes(spans[1]).get("mlflow.spanInputs"))), "rain, 9 degrees")


@each
def streaming(kind):
    """a streamed answer is whole"""
    with program(kind) as (client, tracer, service):
        with tracer.start_as_current_span("app") as root:
            for _ in client.chat.completions.create(model="plain", stream=True, stream_options={"include_usage": True},
                                                    messages=[{"role": "user", "content": "stream"}]):
                pass
    stored(identity(root), lambda t: len(t["spans"]) == 2)
    contains(json.dumps(shown(identity(root), service)["outputs"]), "A plain answer of the stub.")


@each
def failing(kind):
    """a call that fails is an error of its span"""
    with program(kind) as (client, tracer, service):
        with tracer.start_as_current_span("app") as root:
            try:
                client.completions.create(model="plain", prompt="x")
            except openai.OpenAIError:
                pass
    found = stored(identity(root), lambda t: len(t["spans"]) == 2)
    child = next(s for s in found["spans"] if s.get("parent_span_id"))
    equal(child["status"]["code"], "STATUS_CODE_ERROR")


@each
def embeddings(kind):
    """an embedding is a span of the type EMBEDDING"""
    with program(kind) as (client, tracer, service):
        with tracer.start_as_current_span("app") as root:
            client.embeddings.create(model="stub", input=["one", "two"])
    found = stored(identity(root), lambda t: len(t["spans"]) == 2)
    child = next(s for s in found["spans"] if s.get("parent_span_id"))
    equal(parsed(attributes(child).get("mlflow.spanType")), "EMBEDDING")


@check("a retriever's documents are retrieved context")
def _():
    service = unique()
    with provider(service) as made:
        tracer = made.get_tracer("t")
        with tracer.start_as_current_span("app", attributes={"input.value": "q", "output.value": "a"}) as root:
            with tracer.start_as_current_span("search", attributes={
                "openinference.span.kind": "RETRIEVER", "input.value": "q",
                "retrieval.documents.0.document.id": "d1", "retrieval.documents.0.document.content": "Text one",
                "retrieval.documents.0.document.score": 0.9,
                "retrieval.documents.1.document.id": "d2", "retrieval.documents.1.document.content": "Text two"}):
                pass
    found = stored(identity(root), lambda t: len(t["spans"]) == 2)
    details = shown(identity(root), service)
    texts = json.dumps(details["retrieved_context"])
    contains(texts, "Text one")
    contains(texts, "Text two")
    equal(parsed(attributes(span_named(found, "search")).get("mlflow.spanType")), "RETRIEVER")


@check("GenAI conventions: tokens in all spellings are counted")
def _():
    for inputs, outputs in (("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
                            ("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens"),
                            ("llm.token_count.prompt", "llm.token_count.completion")):
        with provider(unique()) as made:
            with made.get_tracer("t").start_as_current_span("chat", attributes={
                    inputs: 7, outputs: 3, "gen_ai.operation.name": "chat", "openinference.span.kind": "LLM"}) as root:
                pass
        equal(usage_of(stored(identity(root))), {"input_tokens": 7, "output_tokens": 3}, inputs)


@check("GenAI conventions: a tool's arguments and result")
def _():
    with provider(unique()) as made:
        with made.get_tracer("t").start_as_current_span("execute_tool weather", attributes={
                "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "weather",
                "gen_ai.tool.call.arguments": '{"city": "Paris"}', "gen_ai.tool.call.result": '{"rain": true}'}) as root:
            pass
    span = stored(identity(root))["spans"][0]
    equal(parsed(attributes(span).get("mlflow.spanInputs")), {"city": "Paris"})
    equal(parsed(attributes(span).get("mlflow.spanOutputs")), {"rain": True})
    equal(parsed(attributes(span).get("mlflow.spanType")), "TOOL")
