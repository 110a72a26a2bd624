"""A model provider on 127.0.0.1 that logs every request and answers by a rule of the row."""

import http.server
import json
import re
import threading


class Request:
    """A request as the provider received it."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body
        messages = list(body.get("messages") or [])
        if "system" in body:
            messages.insert(0, {"role": "system", "content": body["system"]})
        self.texts = [_text(message.get("content")) for message in messages]

    @property
    def model(self):
        """The model's name, from the body or from the path of a Databricks endpoint."""
        found = re.match(r"/serving-endpoints/([^/]+)/invocations", self.path)
        return found.group(1) if found else self.body.get("model")

    @property
    def prompt(self):
        """All text of the request."""
        return "\n".join(self.texts)

    @property
    def case(self):
        """The case to judge: what stands after the examples."""
        return self.prompt.rpartition("The case to judge.")[2] or self.prompt

    @property
    def task(self):
        """The request without the case: instructions, guidelines and examples."""
        return self.prompt[: len(self.prompt) - len(self.case)]

    @property
    def schema(self):
        """The JSON Schema that the answer must follow, or an empty object."""
        form = self.body.get("response_format") or {}
        if form.get("json_schema"):
            return form["json_schema"].get("schema") or {}
        for tool in self.body.get("tools") or []:
            if "input_schema" in tool:
                return tool["input_schema"]
        return {}

    def field(self, name):
        """The text of a field of the case, such as `outputs`."""
        found = re.search(rf"<{name} \w+>\n(.*?)\n</{name} \w+>", self.case, re.DOTALL)
        return found.group(1) if found else ""


def _text(content):
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return ""


def yes(request):
    """The rule of a provider that says yes."""
    return "yes"


class Provider:
    """Serves chat completions, embeddings, Databricks endpoints and Anthropic messages.

    `rule` gets a Request and returns the verdict (the rationale is then made up), or the whole object of
    the answer, or a text that is sent as it stands, or an int: an HTTP status to fail with.
    """

    def __init__(self):
        self.rule = yes
        self.requests = []
        self.lock = threading.Lock()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                request = Request(self.path, dict(self.headers), body)
                with provider.lock:
                    provider.requests.append(request)
                status, answer = provider.answer(request)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # A client may go away, which is its right.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def chats(self):
        """The requests for a chat, without those for embeddings."""
        with self.lock:
            return [one for one in self.requests if "messages" in one.body]

    def embeddings(self):
        """The requests for embeddings."""
        with self.lock:
            return [one for one in self.requests if "input" in one.body]

    def forget(self):
        with self.lock:
            self.requests.clear()

    def answer(self, request):
        if "input" in request.body:
            return 200, _embeddings(request.body)
        said = self.rule(request)
        if isinstance(said, int) and not isinstance(said, bool) and said >= 400:
            return said, {"error": {"message": "the model is out of order", "type": "server_error"}}
        if not isinstance(said, dict):
            said = {"rationale": "Because the rule says so.", "result": said}
        content = said.get("raw") or json.dumps(said)
        if request.path.endswith("/messages"):
            block = {"type": "text", "text": content}
            if request.body.get("tools"):
                name = request.body["tools"][0]["name"]
                block = {"type": "tool_use", "id": "toolu_1", "name": name, "input": said}
            return 200, {
                "id": "msg_1", "type": "message", "role": "assistant", "model": request.model,
                "content": [block], "stop_reason": "end_turn",
                "usage": {"input_tokens": 100, "output_tokens": 10},
            }
        message = {"role": "assistant", "content": content}
        if "tool_calls" in said:
            message = {"role": "assistant", "content": None, "tool_calls": said["tool_calls"]}
        return 200, {
            "id": "chatcmpl-1", "object": "chat.completion", "model": request.model,
            "choices": [{
                "index": 0, "message": message,
                "finish_reason": "tool_calls" if "tool_calls" in said else "stop",
            }],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }


def _embeddings(body):
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    size = int(body.get("dimensions") or 8)
    data = []
    for index, text in enumerate(texts):
        vector = [0.0] * size
        for word in re.findall(r"\w+", str(text).lower()):
            vector[sum(map(ord, word)) % size] += 1.0
        vector[0] += 0.5
        data.append({"object": "embedding", "index": index, "embedding": vector})
    return {
        "object": "list", "data": data, "model": body.get("model"),
        "usage": {"prompt_tokens": len(texts), "total_tokens": len(texts)},
    }


class Taught:
    """The rule of a model that has a wrong idea of quality until a prompt tells it the team's.

    It judges by `mistaken(request)`. If instructions, guidelines or shown examples contain `words`, it judges
    by `right(request)`. If it is asked what labeled cases teach, it answers with `guideline`, which must
    contain `words`, if the experts' reasons contain them.
    """

    def __init__(self, words, guideline, right, mistaken):
        self.words, self.guideline, self.right, self.mistaken = words, guideline, right, mistaken

    def __call__(self, request):
        wanted = request.schema.get("properties") or {}
        if "guidelines" in wanted:
            cases = [int(n) for n in re.findall(r"^Case (\d+)\.$", request.prompt, re.MULTILINE)]
            if self.words not in request.prompt:
                return {"guidelines": []}
            return {"guidelines": [{
                "guideline_text": self.guideline, "source_trace_ids": cases, "replaces": []}]}
        if "rule" in wanted:
            return {"rule": self.guideline}
        if "instructions" in wanted:
            old = re.search(r"<task \w+>\n(.*?)\n</task \w+>", request.prompt, re.DOTALL)
            return {"instructions": f"{old.group(1) if old else ''}\n{self.guideline}"}
        if self.words in request.task:
            return self.right(request)
        return self.mistaken(request)
