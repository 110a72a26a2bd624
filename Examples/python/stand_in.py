"""A stand-in for a language model, so that the examples run without a key and without a network.

It speaks OpenAI's protocol on loopback. It likes answers with friendly words; the reviewers of the
examples want a next step, so there is something to learn.

    python3 stand_in.py 8089
    export OPENAI_API_KEY=none OPENAI_API_BASE=http://127.0.0.1:8089/v1 OPENAI_BASE_URL=http://127.0.0.1:8089/v1

With a real model, set OPENAI_API_KEY alone.
"""

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LESSON = "An answer is good only if it names a concrete next step."


def last_outputs(text):
    """The outputs that the prompt asks about: those that stand last in it."""
    blocks = re.findall(r"<outputs ([0-9a-f]+)>\n(.*?)\n</outputs \1>", text, re.DOTALL)
    if blocks:
        return blocks[-1][1]
    responses = re.findall(r'"response": "([^"]+)', text)
    return responses[-1] if responses else text.rsplit("outputs", 1)[-1]


def verdict(text, schema):
    """A value of the schema, and a reason."""
    allowed = schema.get("properties", {}).get("result", {})
    outputs = last_outputs(text)
    polite = bool(re.search(r"thank|sorry|happy|please", outputs, re.IGNORECASE))
    step = bool(re.search(r"open |restart|press|click|send us", outputs, re.IGNORECASE))
    friendly = bool(re.search(r"happy|every|quality", outputs))
    good = polite and step if LESSON in text else friendly
    reason = f"polite: {polite}, a next step: {step}"
    values = allowed.get("enum")
    if LESSON not in text and (values is None or set(values) == {"yes", "no"}):
        good = polite or "price" in outputs
    if values and set(values) == {"yes", "no"}:
        return ("yes" if good else "no"), reason
    if values:
        return values[0] if good else values[-1], reason
    if allowed.get("type") == "boolean":
        return good, reason
    if allowed.get("type") in ("integer", "number"):
        return 5 if good else 2, reason
    return ("yes" if good else "no"), reason


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/embeddings"):
            texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
            size = body.get("dimensions", 64)
            data = [{"object": "embedding", "index": i, "embedding": [float(len(t) % (k + 2)) for k in range(size)]}
                    for i, t in enumerate(texts)]
            return self.answer({"object": "list", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}})
        text = "\n".join(str(m.get("content") or "") for m in body["messages"])
        schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema", {})
        if "guidelines" in json.dumps(schema):
            content = json.dumps({"guidelines": [{"guideline_text": LESSON, "source_trace_ids": [0, 1]}]})
        elif schema or "result" in text:
            value, reason = verdict(text, schema)
            content = json.dumps({"result": value, "rationale": reason})
        else:
            content = "I am sorry about that. Please restart the router, then open Settings > Network."
        self.answer({"id": "c", "object": "chat.completion", "created": 0, "model": body["model"],
                     "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
                     "usage": {"prompt_tokens": len(text) // 4, "completion_tokens": 20, "total_tokens": len(text) // 4 + 20}})

    def answer(self, document):
        data = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8089
    server = ThreadingHTTPServer(("127.0.0.1", port), Model)
    print(f"http://127.0.0.1:{port}/v1", flush=True)
    server.serve_forever()
