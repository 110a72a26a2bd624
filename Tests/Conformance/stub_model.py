"""A model on loopback for the checks: OpenAI's chat and embedding protocols, deterministic.

The verdict depends only on the last outputs in the prompt: it is the first allowed value whose name
stands in them, else the one that their hash selects. A prompt with the guideline of the stub is
answered better: yes if the outputs name a step and are not long. So a judge can be aligned with the
stub, and two programs that ask about the same outputs must get the same verdict. The rationale has a
hash of the whole prompt: two equal rationales prove that the prompts were equal.

    python stub_model.py            # prints {"url": …}, serves until it is terminated
"""

import hashlib
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def allowed_values(body):
    """The values that the answer's field `result` may have, from the schema of the request."""
    schema = (body.get("response_format") or {}).get("json_schema", {}).get("schema", {})
    result = schema.get("properties", {}).get("result", {})
    if "enum" in result:
        return result["enum"]
    if "const" in result:
        return [result["const"]]
    return {"boolean": [True, False], "integer": [1, 2, 3, 4, 5], "number": [0.1, 0.5, 0.9]}.get(result.get("type"))


def text_of(body):
    parts = []
    for message in body.get("messages", []):
        content = message.get("content") or ""
        parts.append(content if isinstance(content, str) else " ".join(p.get("text", "") for p in content))
    return "\n".join(parts)


GUIDELINE = "Answers that name a next step are better."
STEP = re.compile(r"do this|next step|to solve it|could you try|what to do|first, please", re.IGNORECASE)


def outputs_in(text):
    """The outputs that the prompt asks about: the last ones that it holds."""
    blocks = re.findall(r"<outputs ([0-9a-f]+)>\n(.*?)\n</outputs \1>", text, re.DOTALL)
    return blocks[-1][1] if blocks else text.rsplit("outputs", 1)[-1]


def judged(body):
    """The answer of the stub to one chat request: a JSON text."""
    text = text_of(body)
    last = outputs_in(text)
    digest = hashlib.sha256(last.encode()).hexdigest()
    values = allowed_values(body)
    if values is None:
        found = re.findall(r"yes|no|good|bad|excellent|poor", text)
        values = ["yes", "no"] if "yes" in found else ["good", "bad"]
    named = [v for v in values if isinstance(v, str) and re.search(rf"\b{re.escape(v)}\b", last)]
    if GUIDELINE in text and set(values) == {"yes", "no"}:
        result = "yes" if STEP.search(last) and len(last) < 600 else "no"
    else:
        result = named[0] if named else values[int(digest[:8], 16) % len(values)]
    whole = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps({"result": result, "rationale": f"The stub read the prompt {whole[:12]}."})


def embedding(text, size):
    """A unit vector of hashed words: texts that share words are close."""
    vector = [0.0] * size
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        vector[int.from_bytes(digest[:4], "big") % size] += 1.0
    length = sum(x * x for x in vector) ** 0.5 or 1.0
    return [x / length for x in vector]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"calls": len(self.server.calls)})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        self.server.calls.append((self.path, body))
        if self.path.endswith("/chat/completions"):
            self.chat(body)
        elif self.path.endswith("/embeddings"):
            texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
            size = body.get("dimensions", 64)
            self.answer({"object": "list", "model": body.get("model"), "usage": {"prompt_tokens": 1, "total_tokens": 1},
                         "data": [{"object": "embedding", "index": i, "embedding": embedding(t, size)}
                                  for i, t in enumerate(texts)]})
        else:
            self.answer({"error": {"message": "unknown path " + self.path}}, 404)

    def chat(self, body):
        schema = json.dumps(body.get("response_format") or {})
        if "guidelines" in schema or "guideline_text" in text_of(body):
            content = json.dumps({"guidelines": [
                {"guideline_text": GUIDELINE, "source_trace_ids": [0, 1]}]})
        elif "tools" in body or "plain" in str(body.get("model")):
            content = "A plain answer of the stub."
        else:
            content = judged(body)
        message = {"role": "assistant", "content": content}
        reason = "stop"
        if body.get("tools") and "plain" not in str(body.get("model")) and not any(
                m.get("role") == "tool" for m in body["messages"]):
            name = body["tools"][0]["function"]["name"]
            message = {"role": "assistant", "content": None, "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": name, "arguments": "{\"city\": \"Paris\"}"}}]}
            reason = "tool_calls"
        usage = {"prompt_tokens": 20, "completion_tokens": 8, "total_tokens": 28}
        base = {"id": "chatcmpl-stub", "created": 1700000000, "model": body.get("model", "stub")}
        if body.get("stream"):
            return self.stream(base, message, reason, usage)
        self.answer({**base, "object": "chat.completion", "usage": usage,
                     "choices": [{"index": 0, "message": message, "finish_reason": reason}]})

    def stream(self, base, message, reason, usage):
        events = []
        text = message.get("content") or ""
        for start in range(0, len(text), 8):
            events.append({**base, "object": "chat.completion.chunk", "choices": [
                {"index": 0, "delta": {"role": "assistant", "content": text[start:start + 8]}, "finish_reason": None}]})
        events.append({**base, "object": "chat.completion.chunk", "usage": usage,
                       "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        data = "".join(f"data: {json.dumps(e)}\n\n" for e in events) + "data: [DONE]\n\n"
        self.send(200, data.encode(), "text/event-stream")

    def answer(self, value, status=200):
        self.send(status, json.dumps(value).encode(), "application/json")

    def send(self, status, data, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    calls: list


def start(port=0):
    """Serves in a thread of its own; returns the server, with `url` and `calls`."""
    server = Server(("127.0.0.1", port), Handler)
    server.calls = []
    server.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = start(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(json.dumps({"url": running.url}), flush=True)
    threading.Event().wait()
