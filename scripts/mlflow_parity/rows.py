"""The register of rows, and data that several of them use."""

import json
import re

from .stub import Taught

ROWS = {}


class Row:
    def __init__(self, name, asks, needs, function):
        self.name, self.asks, self.needs, self.function = name, asks, needs, function


def row(name, asks, needs=None):
    """Registers a function as a row. `needs` is `page` if a part of the row waits for it; the
    rest of the row is carried out nevertheless."""

    def register(function):
        ROWS[name] = Row(name, asks, needs, function)
        return function

    return register


# Product questions: the team wants the version number of the product in the answer, and the judge does not
# know that. The model's own verdict is right on two of five questions, so that accuracies are known.

PRODUCT = ("Evaluate if the product description in {{ outputs }} is accurate and helpful for the query in "
           "{{ inputs }}. Rate as: excellent, good, fair, or poor")
SUPPORT = ("Evaluate the quality of the customer support answer in {{ outputs }} to the issue in "
           "{{ inputs }}. Does it solve the issue, politely and completely? Answer good or bad.")
PRODUCTS = ("laptop", "router", "camera", "printer", "speaker", "monitor", "keyboard")


def product(number, good):
    """A question about a product with an answer that names its version, or does not."""
    name = PRODUCTS[number % len(PRODUCTS)]
    version = f" v{number % 4 + 1}.{number % 7}" if good else ""
    return {
        "client_request_id": f"q{number}",
        "inputs": {"query": f"Question {number}: does the {name} in room {number * 7} print photos?"},
        "outputs": {"response": f"Yes, the {name}{version} does so since order {number * 13}."},
    }


def is_good(number):
    return number % 2 == 0


def products(count, first=0):
    return [product(n, is_good(n)) for n in range(first, first + count)]


def taught(good, bad, share=2):
    """The rule of a model that is right on `share` of five product questions until it is taught."""

    def right(request):
        return good if re.search(r" v\d\.\d", request.field("outputs")) else bad

    def mistaken(request):
        number = int(re.search(r"Question (\d+)", request.case).group(1))
        verdict = right(request)
        return verdict if number % 5 < share else (bad if verdict == good else good)

    return Taught("version number", f"An answer without a version number is {bad}; one with it is {good}.",
                  right, mistaken)


def labels(count, good, bad, name, first=0, source="ann@example.org"):
    """Rows of labels for `feedback import`, with reasons."""
    return [
        {"client_request_id": f"q{n}", "name": name, "value": good if is_good(n) else bad,
         "source_id": source, "rationale": "It names the version number." if is_good(n)
         else "The version number is missing."}
        for n in range(first, first + count)
    ]


def product_store(world, count=50, name="product_quality", good="excellent", bad="poor", share=2,
                  instructions=PRODUCT, model="openai:/gpt-4.1-mini", options=(), label=True):
    """A store with product questions, a judge with a mistaken model, and everybody's labels."""
    world.store("product-quality-alignment", products(count))
    world.provider.rule = taught(good, bad, share)
    if instructions:
        world.judge("new", name, "--instructions", instructions, "--model", model, *options, "--quiet")
    if label:
        world.judge("feedback", "import", world.jsonl("labels.jsonl", labels(count, good, bad, name)),
                    "--quiet")


TRACE_ID = "tr-0123456789abcdef0123456789abcdef"


def mlflow_trace(trace_id=TRACE_ID, question="What is Spark?", answer="An engine for large data.",
                 documents=("Spark is an engine.", "It runs on clusters."), run="3f2a9c1d" * 4,
                 assessments=()):
    """A trace as MLflow's `Trace.to_json()` writes it: chat-shaped, with a RETRIEVER and a CHAT_MODEL span."""
    number = trace_id[3:]

    def span(name, kind, index, parent, inputs, outputs):
        return {
            "trace_id": number, "span_id": f"{index:016x}", "parent_span_id": parent, "name": name,
            "start_time_unix_nano": 1761200000000000000 + index * 1000000,
            "end_time_unix_nano": 1761200000000000000 + index * 1000000 + 50000000,
            "status": {"code": "STATUS_CODE_OK", "message": ""}, "events": [],
            "attributes": {
                "mlflow.spanType": json.dumps(kind), "mlflow.spanInputs": json.dumps(inputs),
                "mlflow.spanOutputs": json.dumps(outputs)},
        }

    chat = {"messages": [{"role": "user", "content": question}]}
    reply = {"choices": [{"index": 0, "message": {"role": "assistant", "content": answer}}]}
    found = [{"page_content": text, "metadata": {"doc_uri": f"docs/{n}.md"}, "id": None}
             for n, text in enumerate(documents)]
    return {
        "info": {
            "trace_id": trace_id, "client_request_id": f"app-{number[:6]}",
            "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "1"}},
            "request_preview": question, "response_preview": answer,
            "request_time": "2025-10-23T08:00:00.000Z", "execution_duration": "0.120s", "state": "OK",
            "trace_metadata": {"mlflow.sourceRun": run, "mlflow.trace_schema.version": "3"},
            "tags": {"mlflow.traceName": "customer_support_app"}, "assessments": list(assessments),
        },
        "data": {"spans": [
            span("customer_support_app", "CHAIN", 1, None, chat, reply),
            span("search", "RETRIEVER", 2, f"{1:016x}", {"query": question}, found),
            span("Completions", "CHAT_MODEL", 3, f"{1:016x}", chat, reply),
        ]},
    }


def sent_by_client(w, ask, experiment, trace_id, question="What is Spark?", answer="An engine for large data."):
    """Sends a trace as MLflow's client sends it live, with spans in OTLP's JSON: its spans, then its info."""
    chat = {"messages": [{"role": "user", "content": question}]}
    reply = {"choices": [{"index": 0, "message": {"role": "assistant", "content": answer}}]}

    def value(item):
        if isinstance(item, dict):
            return {"kvlistValue": {"values": [{"key": k, "value": value(v)} for k, v in item.items()]}}
        if isinstance(item, list):
            return {"arrayValue": {"values": [value(v) for v in item]}}
        return {"intValue": str(item)} if isinstance(item, int) else {"stringValue": item}

    def span(index, parent, name, kind, inputs, outputs):
        attributes = {"mlflow.traceRequestId": trace_id, "mlflow.spanType": kind, "mlflow.spanInputs": inputs,
                      "mlflow.spanOutputs": outputs}
        return {"traceId": trace_id[3:], "spanId": f"{index:016x}", "parentSpanId": parent, "name": name, "kind": 1,
                "startTimeUnixNano": str(1761200000000000000 + index), "endTimeUnixNano": str(1761200000120000000),
                "attributes": [{"key": k, "value": value(v)} for k, v in attributes.items()], "status": {"code": 1}}

    spans = [span(1, "", "customer_support_app", "CHAIN", chat, reply),
             span(2, f"{1:016x}", "Completions", "CHAT_MODEL", chat, reply)]
    ask("POST", "/v1/traces", {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": spans}]}]},
        {"x-mlflow-experiment-id": experiment})
    ask("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
        "trace_id": trace_id, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
        "request_time": "2025-10-23T08:00:00.000Z", "execution_duration": "0.120s", "state": "OK",
        "trace_metadata": {"mlflow.trace_schema.version": "3"}, "tags": {"mlflow.traceName": "customer_support_app"}}}})
