#!/usr/bin/env python3
"""Replays what MLflow's client sends, against `git judge serve` and `mlflow server`, in one run.

    Benchmarks/Server/load.py --program .build/release/git-judge --mlflow .build/mlflow-clients/3.17.2/bin/python3

Without --mlflow only git-judge is measured; with --url a server that runs already. The requests are
those that the client 3.17.2 was seen to send: a trace is a POST of its spans in protobuf and a POST
of its info, at the same time; search is what `mlflow.search_traces(max_results=1000)` asks for. They
are made before the clock starts and sent over connections that stay open, so that the loader is not
what is measured. Prints a table; --json prints one document.
"""

import argparse
import base64
import json
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Conformance"))

import otlp  # noqa: E402

NOW = 1795210116615840774


class Connection:
    """One connection that stays open; requests are bytes, answers (status, body)."""

    def __init__(self, host, port):
        self.address = host, port
        self.socket = None
        self.buffer = b""

    def ask(self, request):
        for attempt in (0, 1):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(self.address, 60)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.buffer = b""
                self.socket.sendall(request)
                return self.answer()
            except OSError:
                self.socket = None
                if attempt:
                    raise

    def answer(self):
        data = self.buffer
        while (end := data.find(b"\r\n\r\n")) < 0:
            piece = self.socket.recv(262144)
            if not piece:
                raise OSError("closed")
            data += piece
        head, body = data[:end].lower(), data[end + 4:]
        status = int(head[9:12])
        mark = head.find(b"content-length:")
        if mark >= 0:
            length = int(head[mark + 15:].split(b"\r\n", 1)[0])
            pieces, have = [body], len(body)
            while have < length:
                piece = self.socket.recv(262144)
                if not piece:
                    raise OSError("closed")
                pieces.append(piece)
                have += len(piece)
            body = b"".join(pieces)
            self.buffer = body[length:]
            return status, body[:length]
        if b"transfer-encoding: chunked" in head:
            return status, self.chunks(body)
        self.buffer = body
        return status, b""

    def chunks(self, data):
        out = []
        while True:
            while (end := data.find(b"\r\n")) < 0:
                data += self.socket.recv(262144)
            size = int(data[:end].split(b";")[0], 16)
            while len(data) < end + 2 + size + 2:
                data += self.socket.recv(262144)
            out.append(data[end + 2:end + 2 + size])
            data = data[end + 2 + size + 2:]
            if size == 0:
                self.buffer = data
                return b"".join(out)


def http(method, path, body=b"", kind="application/json", **headers):
    """The bytes of a request, as MLflow's client heads it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: mlflow-python-client/3.17.2",
             "X-MLflow-Client-Version: 3.17.2", "Accept-Encoding: gzip, deflate", "Accept: */*", "Connection: keep-alive"]
    lines += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
    if method != "GET":
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Traces:
    """The two requests of a trace: made once, then only the ids are put in."""

    HEX = "0123456789abcdef" * 2

    def __init__(self, experiment):
        question = "How do I reset my password? " * 4
        reply = "Open Settings, choose Password, and press Reset. " * 6
        root, child, leaf = "1111111111111111", "2222222222222222", "3333333333333333"
        common = {"mlflow.traceRequestId": "tr-" + self.HEX, "mlflow.spanLogLevel": 10}
        spans = [
            {"trace_id": self.HEX, "span_id": root, "name": "app", "start": NOW, "end": NOW + 112_000_000, "status": {"code": 1},
             "attributes": {**common, "mlflow.spanType": "CHAIN", "mlflow.spanFunctionName": "app",
                            "mlflow.spanInputs": {"question": question}, "mlflow.spanOutputs": {"response": reply}}},
            {"trace_id": self.HEX, "span_id": child, "parent_id": root, "name": "search", "start": NOW + 1000, "end": NOW + 50_000_000,
             "status": {"code": 1}, "attributes": {**common, "mlflow.spanType": "RETRIEVER", "mlflow.spanInputs": {"q": question},
                                                   "mlflow.spanOutputs": [{"page_content": reply, "metadata": {"doc_uri": "a.md"}}]}},
            {"trace_id": self.HEX, "span_id": leaf, "parent_id": root, "name": "chat", "start": NOW + 51_000_000, "end": NOW + 111_000_000,
             "status": {"code": 1}, "attributes": {**common, "mlflow.spanType": "CHAT_MODEL",
                                                   "mlflow.chat.tokenUsage": {"input_tokens": 60, "output_tokens": 40, "total_tokens": 100},
                                                   "mlflow.spanInputs": {"messages": [{"role": "user", "content": question}]},
                                                   "mlflow.spanOutputs": {"choices": [{"message": {"role": "assistant", "content": reply}}]}}},
        ]
        body = otlp.request(spans, {"telemetry.sdk.language": "python", "telemetry.sdk.name": "mlflow", "telemetry.sdk.version": "3.17.2"})
        self.spans = http("POST", "/v1/traces", body, "application/x-protobuf", x_mlflow_experiment_id=experiment)
        info = {"trace_id": "tr-" + self.HEX, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
                "request_time": "2026-11-20T21:28:36.615Z", "execution_duration": "0.112s", "state": "OK",
                "trace_metadata": {"mlflow.user": "root", "mlflow.source.name": "app.py", "mlflow.source.type": "LOCAL",
                                   "mlflow.trace_schema.version": "3", "mlflow.traceInputs": json.dumps({"question": question})[:250],
                                   "mlflow.traceOutputs": json.dumps({"response": reply})[:250], "mlflow.trace.sizeBytes": "4211",
                                   "mlflow.trace.sizeStats": "{\"total_size_bytes\": 4211, \"num_spans\": 3, \"max\": 900}"},
                "tags": {"mlflow.traceName": "app"}, "request_preview": json.dumps({"question": question}),
                "response_preview": json.dumps({"response": reply})}
        self.info = http("POST", "/api/3.0/mlflow/traces", json.dumps({"trace": {"trace_info": info}}).encode())

    def of(self, identity):
        raw, template = bytes.fromhex(identity), bytes.fromhex(self.HEX)
        text, placeholder = identity.encode(), self.HEX.encode()
        spans = self.spans.replace(template, raw).replace(placeholder, text)
        for digit in (b"\x11", b"\x22", b"\x33"):
            spans = spans.replace(digit * 8, raw[:7] + digit)
        return spans, self.info.replace(placeholder, text)


def feedback(identity, number):
    return http("POST", f"/api/3.0/mlflow/traces/tr-{identity}/assessments", json.dumps({"assessment": {
        "assessment_name": "quality", "trace_id": "tr-" + identity,
        "source": {"source_type": "HUMAN", "source_id": f"person-{number % 7}@example.org"},
        "create_time": "2026-11-20T21:35:28.242Z", "last_update_time": "2026-11-20T21:35:28.242Z",
        "feedback": {"value": "good" if number % 3 else "bad"}, "rationale": f"Because of reason {number}.", "valid": True}}).encode())


def parallel(server, jobs, connections):
    """Sends the jobs, each a list of requests that go one after the other; returns seconds and failures."""
    todo = list(jobs)
    todo.reverse()
    lock, failures, latencies = threading.Lock(), [], []

    def work():
        connection = Connection(*server)
        while True:
            with lock:
                if not todo:
                    return
                job = todo.pop()
            for request in job:
                begun = time.perf_counter()
                try:
                    status, body = connection.ask(request)
                except OSError as error:
                    failures.append(repr(error))
                    continue
                latencies.append(time.perf_counter() - begun)
                if status != 200:
                    failures.append(f"{status} {body[:200]!r}")

    threads = [threading.Thread(target=work) for _ in range(connections)]
    begun = time.perf_counter()
    [t.start() for t in threads]
    [t.join() for t in threads]
    seconds = time.perf_counter() - begun
    latencies.sort()
    quantile = lambda q: latencies[min(len(latencies) - 1, int(q * len(latencies)))] if latencies else None  # noqa: E731
    return seconds, failures, quantile(0.5), quantile(0.99)


def resident(process):
    """Megabytes of resident memory of the process and its children."""
    children = {}
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                children.setdefault(int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]), []).append(int(folder.name))
            except (OSError, IndexError, ValueError):
                continue
    total, todo = 0, [process]
    while todo:
        one = todo.pop()
        todo += children.get(one, [])
        try:
            for line in pathlib.Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return round(total / 1024)


def json_of(connection, request):
    status, body = connection.ask(request)
    if status != 200:
        raise SystemExit(f"load: {status} {body[:500]!r}\n{request[:300]!r}")
    return json.loads(body)


def search(server, experiment, wanted, connections):
    """What mlflow.search_traces(max_results=wanted) asks: pages of 100, then spans in tens. Returns ids and seconds."""
    begun = time.perf_counter()
    connection = Connection(*server)
    ids, token = [], None
    while len(ids) < wanted:
        body = {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}], "max_results": 100}
        if token:
            body["page_token"] = token
        page = json_of(connection, http("POST", "/api/3.0/mlflow/traces/search", json.dumps(body).encode()))
        ids += [t["trace_id"] for t in page.get("traces", [])]
        token = page.get("next_page_token")
        if not token:
            break
    tens = [ids[i:i + 10] for i in range(0, min(len(ids), wanted), 10)]
    jobs = [[http("GET", "/api/3.0/mlflow/traces/batchGet?" + "&".join("trace_ids=" + i for i in ten))] for ten in tens]
    _, failures, _, _ = parallel(server, jobs, connections)
    return ids, time.perf_counter() - begun, failures


def count(server, experiment):
    """How many traces the experiment has."""
    connection, found, token = Connection(*server), set(), None
    while True:
        body = {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}], "max_results": 500}
        if token:
            body["page_token"] = token
        page = json_of(connection, http("POST", "/api/3.0/mlflow/traces/search", json.dumps(body).encode()))
        found |= {t["trace_id"] for t in page.get("traces", [])}
        token = page.get("next_page_token")
        if not token:
            return len(found)


def measure(name, url, process, options, traces):
    parts = urllib.parse.urlsplit(url)
    server = parts.hostname, parts.port
    connection = Connection(*server)
    result = {"server": name, "memory at rest, MB": resident(process) if process else None}
    made = json_of(connection, http("POST", "/api/2.0/mlflow/experiments/create", json.dumps({"name": "load-" + uuid.uuid4().hex}).encode()))
    experiment = made["experiment_id"]
    template = Traces(experiment)
    ids = [uuid.uuid4().hex for _ in range(traces)]
    jobs = []
    for identity in ids:
        pair = list(template.of(identity))
        random.shuffle(pair)
        jobs += [[r] for r in pair]
    seconds, failures, middle, slowest = parallel(server, jobs, options.connections)
    result.update({"traces": traces, "traces/s": traces / seconds, "trace median, ms": middle * 1000, "trace p99, ms": slowest * 1000})
    stored = count(server, experiment)
    result.update({"traces refused": len(failures), "traces dropped": traces - stored})
    complain(name, failures)

    labels = min(traces, options.labels)
    jobs = [[feedback(ids[n % len(ids)], n)] for n in range(labels)]
    seconds, failures, middle, slowest = parallel(server, jobs, options.connections)
    result.update({"feedback/s": labels / seconds, "feedback median, ms": middle * 1000, "feedback p99, ms": slowest * 1000})
    complain(name, failures)
    seconds, failures, middle, _ = parallel(server, jobs[:min(100, labels)], 1)
    result.update({"feedback/s, one client": min(100, labels) / seconds})

    best = None
    for _ in range(3):
        found, seconds, failures = search(server, experiment, min(1000, traces), 10)
        best = seconds if best is None else min(best, seconds)
        complain(name, failures)
    result.update({f"search of {min(1000, traces)} with spans, s": best, "memory after, MB": resident(process) if process else None})
    return result


def complain(name, failures):
    if failures:
        print(f"load: {name}: {len(failures)} failures, such as {failures[0]}", file=sys.stderr)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "MLFLOW_", "OTEL_"))}
    return {**kept, "HOME": str(folder), "GIT_CONFIG_GLOBAL": str(folder / ".gitconfig"), "GIT_CONFIG_NOSYSTEM": "1",
            "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1"}


def start_git_judge(program, folder):
    """The process, its URL, and the seconds until it was ready."""
    where = environment(folder)
    store = folder / "store"
    run = lambda *c: subprocess.run(c, cwd=store if store.exists() else folder, env=where, check=True, stdout=subprocess.DEVNULL)  # noqa: E731
    run("git", "init", "--quiet", str(store))
    run("git", "config", "user.name", "Load")
    run("git", "config", "user.email", "load@example.org")
    run(program, "init", "--quiet")
    begun = time.perf_counter()
    process = subprocess.Popen([program, "serve", "--port", "0", "--json"], cwd=store, env=where, stdout=subprocess.PIPE,
                               stderr=open(folder / "log", "wb"))
    if not select.select([process.stdout], [], [], 60)[0]:
        raise SystemExit("load: git judge serve was not ready within 60 s")
    line = process.stdout.readline()
    if not line:
        raise SystemExit("load: git judge serve ended\n" + (folder / "log").read_text()[-2000:])
    return process, json.loads(line)["url"], time.perf_counter() - begun


def start_mlflow(python, folder, workers):
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [python, "-m", "mlflow", "server", "--backend-store-uri", f"sqlite:///{folder}/m.db", "--artifacts-destination",
         str(folder / "artifacts"), "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)],
        cwd=folder, env={**environment(folder), "PATH": f"{pathlib.Path(python).parent}:{os.environ['PATH']}"},
        stdout=open(folder / "log", "wb"), stderr=subprocess.STDOUT, start_new_session=True)
    while time.perf_counter() - begun < 120:
        try:
            if Connection("127.0.0.1", port).ask(http("GET", "/version"))[0] == 200:
                return process, f"http://127.0.0.1:{port}", time.perf_counter() - begun
        except OSError:
            time.sleep(0.05)
    raise SystemExit("load: mlflow server was not ready within 120 s")


def stop(process, group):
    if group:
        os.killpg(process.pid, signal.SIGTERM)
    else:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL) if group else process.kill()
        process.wait()
    return process.returncode


def table(results):
    keys = list(dict.fromkeys(k for r in results for k in r if k != "server"))
    shown = lambda v: "" if v is None else f"{v:,.3f}" if isinstance(v, float) and v < 10 else f"{v:,.0f}" if isinstance(v, (int, float)) else str(v)  # noqa: E731
    print(f"{'':34}" + "".join(f"{r['server']:>18}" for r in results) + (f"{'ratio':>10}" if len(results) == 2 else ""))
    for key in keys:
        values = [r.get(key) for r in results]
        ratio = ""
        if len(values) == 2 and all(isinstance(v, (int, float)) and v for v in values) and key != "traces":
            ratio = f"{(values[0] / values[1] if key.endswith('/s') or '/s,' in key else values[1] / values[0]):.1f} ×"
        print(f"{key:34}" + "".join(f"{shown(v):>18}" for v in values) + f"{ratio:>10}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", help="the git-judge program")
    parser.add_argument("--mlflow", help="a Python with mlflow")
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--pid", type=int, help="its process, to measure memory")
    parser.add_argument("--traces", type=int, default=5000, help="traces for git-judge (default: 5000)")
    parser.add_argument("--mlflow-traces", type=int, default=1000, help="traces for MLflow (default: 1000)")
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2, help="workers of mlflow server")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = []
    work = pathlib.Path(tempfile.mkdtemp(prefix="git-judge-load."))
    try:
        if options.url:
            results.append(measure(options.url, options.url, options.pid, options, options.traces))
        for name, start, count_of, group in (
            ("git-judge", lambda f: start_git_judge(str(pathlib.Path(options.program).resolve()), f), options.traces, False) if options.program else (None,) * 4,
            ("mlflow", lambda f: start_mlflow(options.mlflow, f, options.workers), options.mlflow_traces, True) if options.mlflow else (None,) * 4,
        ):
            if name is None:
                continue
            folder = work / name
            folder.mkdir()
            process, url, ready = start(folder)
            try:
                result = measure(name, url, process.pid, options, count_of)
                results.append({"server": name, "ready after, s": ready, **{k: v for k, v in result.items() if k != "server"}})
            finally:
                stop(process, group)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if options.json:
        print(json.dumps(results))
    else:
        table(results)


if __name__ == "__main__":
    main()
