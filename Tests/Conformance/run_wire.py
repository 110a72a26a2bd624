"""Raw requests and the members that their answers must have, with Python's own library alone.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 python3 run_wire.py [FILE …]

A file of `wire/` is {"about", "steps"}; a step is
  name      what is right, as a sentence
  request   "METHOD /path"
  body      JSON; or `spans`: spans sent as OTLP protobuf (with `otlp_json`: as JSON); or `text`
  headers   further headers
  status    the status, or a list of those that are right
  answer    members that the answer must have; see `compare`
  text_answer  the whole body as text
  save      {variable: path in the answer, such as "run.info.run_id"}
  repeat    how often to ask again, 0.1 s apart, until it is right
  ours      the reason why MLflow's own server does not pass it
In all strings ${name} is a saved variable. ${unique}, ${trace}, ${span} … are made for each file;
${now} is the time in milliseconds.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import sys
import time
import urllib.parse
import uuid

import otlp

FOLDER = pathlib.Path(__file__).resolve().parent / "wire"


class Wrong(Exception):
    pass


def compare(expected, actual, place="answer"):
    """Raises unless the answer has what is expected.

    Of objects only the named members are compared; "!name" must be absent or empty. Lists are
    compared whole, unless the first element is "…": then each further one must be somewhere.
    "<any>" is any value that is there, "<int>", "<float>", "<text>", "<list>", "<object>" are any
    of the type, "~…" is a regular expression for the whole text.
    """
    kinds = {"<int>": int, "<float>": (int, float), "<text>": str, "<list>": list, "<object>": dict}
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            raise Wrong(f"{place}: expected an object, found {actual!r}")
        for key, value in expected.items():
            if key.startswith("!"):
                if actual.get(key[1:]) not in (None, "", [], {}):
                    raise Wrong(f"{place}.{key[1:]}: expected nothing, found {actual[key[1:]]!r}")
            elif key not in actual:
                raise Wrong(f"{place}: no member {key!r} in {json.dumps(actual)[:600]}")
            else:
                compare(value, actual[key], f"{place}.{key}")
    elif isinstance(expected, list):
        if not isinstance(actual, list):
            raise Wrong(f"{place}: expected a list, found {actual!r}")
        if expected[:1] == ["…"]:
            for value in expected[1:]:
                if not any(matches(value, item) for item in actual):
                    raise Wrong(f"{place}: nothing like {json.dumps(value)} in {json.dumps(actual)[:600]}")
            return
        if len(expected) != len(actual):
            raise Wrong(f"{place}: expected {len(expected)} elements, found {len(actual)}: {json.dumps(actual)[:600]}")
        for index, (left, right) in enumerate(zip(expected, actual)):
            compare(left, right, f"{place}[{index}]")
    elif expected == "<any>":
        if actual is None:
            raise Wrong(f"{place}: expected a value")
    elif isinstance(expected, str) and expected in kinds:
        if not isinstance(actual, kinds[expected]) or isinstance(actual, bool):
            raise Wrong(f"{place}: expected {expected}, found {actual!r}")
    elif isinstance(expected, str) and expected.startswith("~"):
        if not isinstance(actual, str) or not re.fullmatch(expected[1:], actual, re.DOTALL):
            raise Wrong(f"{place}: expected a text like {expected[1:]!r}, found {actual!r}")
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        raise Wrong(f"{place}: expected {expected!r}, found {actual!r}")


def matches(expected, actual):
    try:
        compare(expected, actual)
        return True
    except Wrong:
        return False


def filled(value, variables):
    """The value with its variables put in; a text that is one variable alone takes its type."""
    if isinstance(value, dict):
        return {filled(k, variables): filled(v, variables) for k, v in value.items()}
    if isinstance(value, list):
        return [filled(v, variables) for v in value]
    if isinstance(value, str):
        alone = re.fullmatch(r"\$\{(\w+)(:int)?\}", value)
        if alone:
            found = variables[alone[1]]
            return int(found) if alone[2] else found
        return re.sub(r"\$\{(\w+)\}", lambda m: str(variables[m[1]]), value)
    return value


def member(document, path):
    for key in path.split("."):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


class Server:
    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)
        self.connection = None

    def ask(self, method, path, data, headers):
        for attempt in (0, 1):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=20)
            try:
                self.connection.request(method, self.url.path.rstrip("/") + path, data, headers)
                answer = self.connection.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.HTTPException, ConnectionError, OSError):
                self.connection = None  # an idle connection may have been closed
                if attempt:
                    raise


def payload(step, variables):
    headers = {"Accept": "*/*", "User-Agent": "mlflow-python-client/3.17.2"}
    data = None
    if "spans" in step:
        spans = filled(step["spans"], variables)
        if step.get("otlp_json"):
            data = json.dumps(otlp.json_request(spans, filled(step.get("resource"), variables),
                                                ids=step["otlp_json"])).encode()
            headers["Content-Type"] = "application/json"
        else:
            data = otlp.request(spans, filled(step.get("resource"), variables))
            headers["Content-Type"] = "application/x-protobuf"
    elif "text" in step:
        data = filled(step["text"], variables).encode()
    elif "body" in step:
        data = json.dumps(filled(step["body"], variables)).encode()
        headers["Content-Type"] = "application/json"
    headers.update(filled(step.get("headers", {}), variables))
    return data, headers


def perform(server, step, variables):
    """Asks once; raises if the answer is not right."""
    method, path = filled(step["request"], variables).split(" ", 1)
    path = urllib.parse.quote(path, safe="/?&=%:@+,~;!$'()*")
    data, headers = payload(step, variables)
    status, answered, body = server.ask(method, path, data, headers)
    shown = f"{method} {path} {(data or b'')[:800]!r}\n    < {status} {body[:1200]!r}"
    right = step.get("status", 200)
    if status not in (right if isinstance(right, list) else [right]):
        raise Wrong(f"expected the status {right}, found {status}\n    > {shown}")
    try:
        document = None
        if "answer" in step or "save" in step:
            try:
                document = json.loads(body)
            except ValueError:
                raise Wrong("the body is not JSON") from None
            compare(filled(step.get("answer", {}), variables), document)
        if "text_answer" in step:
            compare(filled(step["text_answer"], variables), body.decode())
        if "content_type" in step and step["content_type"] not in (answered.get("Content-Type") or ""):
            raise Wrong(f"expected the content type {step['content_type']}, found {answered.get('Content-Type')}")
        for name, where in step.get("save", {}).items():
            try:
                variables[name] = member(document, where)
            except (KeyError, IndexError):
                raise Wrong(f"no member {where}") from None
    except Wrong as error:
        raise Wrong(f"{error}\n    > {shown}") from None


def run_file(server, path, options, counts):
    document = json.loads(path.read_text(encoding="utf-8"))
    variables = {"unique": uuid.uuid4().hex[:12], "now": int(time.time() * 1000)}
    for name in ("", "2", "3"):
        otel = uuid.uuid4().hex
        variables.update({f"otel{name}": otel, f"trace{name}": "tr-" + otel, f"span{name}": uuid.uuid4().hex[:16],
                          f"assessment{name}": "a-" + uuid.uuid4().hex})
    failed = set()
    for step in document["steps"]:
        label = f"{path.stem}: {step['name']}"
        if options.only and options.only not in label:
            if "save" not in step and not step.get("always"):
                continue
        if options.reference and step.get("ours"):
            counts["skipped"] += 1
            print(f"skipped  {label} (ours only: {step['ours']})")
            continue
        wanted = set(re.findall(r"\$\{(\w+)", json.dumps(step, ensure_ascii=False)))
        lost = wanted & failed
        if lost:
            counts["FAILED"] += 1
            print(f"FAILED   {label}\n    an earlier step gave no {', '.join(sorted(lost))}")
            failed |= set(step.get("save", {}))
            continue
        begun = time.monotonic()
        error = None
        for _ in range(step.get("repeat", 0) + 1):
            try:
                perform(server, step, variables)
                error = None
                break
            except (Wrong, OSError, http.client.HTTPException) as problem:
                error = problem
                time.sleep(0.1)
        seconds = time.monotonic() - begun
        if error is None and seconds > step.get("within", 10):
            error = Wrong(f"the answer took {seconds:.1f} s")
        counts["FAILED" if error else "ok"] += 1
        print(f"{'FAILED' if error else 'ok':8} {label} [{seconds:.3f} s]", flush=True)
        if error:
            failed |= set(step.get("save", {}))
            print(f"    {error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--only")
    parser.add_argument("--reference", action="store_true")
    options = parser.parse_args()
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    server = Server(os.environ["MLFLOW_TRACKING_URI"])
    begun = time.monotonic()
    for path in [pathlib.Path(f) for f in options.files] or sorted(FOLDER.glob("*.json")):
        run_file(server, path, options, counts)
    print(f"wire: {counts['ok']} of {counts['ok'] + counts['FAILED']} requests answered rightly, {counts['FAILED']} wrongly, "
          f"{counts['skipped']} skipped, {time.monotonic() - begun:.1f} s")
    return 1 if counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
