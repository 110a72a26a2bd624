#!/usr/bin/env python3
"""Captures the OTLP requests of OpenTelemetry's SDK and of instrumentations, as test fixtures.

    python capture.py openinference protobuf     writes openinference.1.traces.pb and so on

A server in this program plays the model, with fixed answers, and takes the requests. One process
captures one instrumentation with one exporter, because an instrumentation cannot be taken back.
README.md beside this file has the versions.
"""
import gzip
import http.server
import json
import os
import pathlib
import sys
import threading

FOLDER = pathlib.Path(__file__).resolve().parent
QUESTION = "Where is my order 17?"
ANSWER = "It is on its way."
CALL = {"id": "call_1", "type": "function",
        "function": {"name": "order_state", "arguments": "{\"order\": 17}"}}
TOOLS = [{"type": "function", "function": {
    "name": "order_state", "description": "State of an order",
    "parameters": {"type": "object", "properties": {"order": {"type": "integer"}}}}}]


class Handler(http.server.BaseHTTPRequestHandler):
    requests = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/v1/chat"):
            self.reply(json.dumps(self.completion(json.loads(body))).encode(), "application/json")
            return
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        Handler.requests.append((self.path, self.headers["Content-Type"], body))
        self.reply(b"", self.headers["Content-Type"])

    def completion(self, request):
        message = {"role": "assistant", "content": ANSWER}
        if request["messages"][-1]["role"] != "tool":
            message = {"role": "assistant", "content": None, "tool_calls": [CALL]}
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1793523600,
            "model": "stub-1", "choices": [{
                "index": 0, "message": message,
                "finish_reason": "tool_calls" if message.get("tool_calls") else "stop"}],
            "usage": {"prompt_tokens": 21, "completion_tokens": 7, "total_tokens": 28}}

    def reply(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def instrument(name, traces, logs):
    if name == "openinference":
        from openinference.instrumentation.openai import OpenAIInstrumentor
        OpenAIInstrumentor().instrument(tracer_provider=traces)
    elif name == "openllmetry":
        from opentelemetry.instrumentation.openai import OpenAIInstrumentor
        OpenAIInstrumentor().instrument(tracer_provider=traces)
    elif name == "semconv":
        from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
        OpenAIInstrumentor().instrument(tracer_provider=traces, logger_provider=logs)
    else:
        sys.exit(f"capture.py: no instrumentation {name}")


def run(tracer):
    """An application that answers a question with a tool, in the span of a web server."""
    import openai
    from opentelemetry.trace import SpanKind
    client = openai.OpenAI()
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}]
    with tracer.start_as_current_span("POST /chat", kind=SpanKind.SERVER):
        first = client.chat.completions.create(model="stub", messages=messages, tools=TOOLS)
        call = first.choices[0].message.tool_calls[0]
        with tracer.start_as_current_span("execute_tool order_state") as span:
            span.set_attribute("gen_ai.operation.name", "execute_tool")
            span.set_attribute("gen_ai.tool.name", call.function.name)
            span.set_attribute("gen_ai.tool.call.arguments", call.function.arguments)
            span.set_attribute("gen_ai.tool.call.result", "{\"state\": \"sent\"}")
        messages += [{"role": "assistant", "tool_calls": [CALL]},
                     {"role": "tool", "tool_call_id": call.id, "content": "{\"state\": \"sent\"}"}]
        client.chat.completions.create(model="stub", messages=messages, tools=TOOLS)


def main():
    name, encoding = sys.argv[1:3]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    os.environ |= {
        "OPENAI_BASE_URL": url + "/v1", "OPENAI_API_KEY": "none",
        "OTEL_EXPORTER_OTLP_ENDPOINT": url, "OTEL_SERVICE_NAME": "shop",
        "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true",
        "OTEL_PYTHON_ID_GENERATOR": "random"}
    if encoding == "json":
        from opentelemetry.exporter.otlp.json.http._log_exporter import OTLPLogExporter
        from opentelemetry.exporter.otlp.json.http.trace_exporter import OTLPSpanExporter
    else:
        os.environ["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip"
        from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    traces, logs = TracerProvider(), LoggerProvider()
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    instrument(name, traces, logs)
    run(traces.get_tracer("shop"))
    traces.shutdown()
    logs.shutdown()
    for number, (path, kind, body) in enumerate(Handler.requests, 1):
        signal = path.rsplit("/", 1)[1]
        file = FOLDER / f"{name}.{number}.{signal}.{'json' if 'json' in kind else 'pb'}"
        file.write_bytes(body)
        print(file.name, len(body))


if __name__ == "__main__":
    main()
