"""Kills the server under load with SIGKILL, again and again: what it acknowledged must be there.

    python3 run_crash.py PROGRAM [--rounds 20] [--seconds 1.0]

Eight clients log traces, spans, feedback and tags, while the command line imports and another clone
syncs. After each kill the server is started again, and every acknowledged trace, span and label is
asked for; at the end, git and git-judge check the whole store. Exit 1 if anything is missing.
"""

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

import otlp
import server
import stub_model

NOW = 1795210116615840774
CLIENTS = 8


class Client:
    """One connection; a request that the server does not answer is None."""

    def __init__(self, url):
        self.parts = urllib.parse.urlsplit(url)
        self.connection = None

    def ask(self, method, path, body=None, kind="application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=20)
            self.connection.request(method, path, data, {"Content-Type": kind, **headers})
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return None


class Load:
    """What eight clients wrote, and what of it was acknowledged."""

    def __init__(self, url, experiment):
        self.url, self.experiment = url, experiment
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.traces, self.spans, self.labels, self.refused = set(), set(), {}, []

    def work(self, number):
        client = Client(self.url)
        while not self.stop.is_set():
            otel = uuid.uuid4().hex
            trace = "tr-" + otel
            span = {"trace_id": otel, "span_id": otel[:16], "name": "app", "start": NOW, "end": NOW + 9,
                    "attributes": {"mlflow.traceRequestId": trace, "mlflow.spanInputs": {"n": number}, "mlflow.spanOutputs": otel}}
            steps = [("spans", "POST", "/v1/traces", otlp.request([span]), "application/x-protobuf"),
                     ("trace", "POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
                         "trace_id": trace, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment}},
                         "request_time": "2026-11-20T21:28:36.615Z", "execution_duration": "0.1s", "state": "OK"}}}, "application/json")]
            random.shuffle(steps)
            steps.append(("label", "POST", f"/api/3.0/mlflow/traces/{trace}/assessments", {"assessment": {
                "assessment_name": "q", "trace_id": trace, "source": {"source_type": "HUMAN", "source_id": f"person-{number}"},
                "create_time": "2026-11-20T21:35:28.242Z", "last_update_time": "2026-11-20T21:35:28.242Z",
                "feedback": {"value": otel}, "valid": True}}, "application/json"))
            for what, method, path, body, kind in steps:
                answer = client.ask(method, path, body, kind, **{"x-mlflow-experiment-id": self.experiment})
                if answer is None:
                    break
                status, content = answer
                with self.lock:
                    if status != 200:
                        self.refused.append((what, status, content[:200]))
                    elif what == "trace":
                        self.traces.add(trace)
                    elif what == "spans":
                        self.spans.add(trace)
                    else:
                        self.labels[json.loads(content)["assessment"]["assessment_id"]] = trace, otel, number

    def run(self, seconds, process):
        threads = [threading.Thread(target=self.work, args=(n,)) for n in range(CLIENTS)]
        [t.start() for t in threads]
        time.sleep(seconds)
        process.kill()
        self.stop.set()
        [t.join() for t in threads]


def missing(url, load):
    """Everything that was acknowledged and is not there."""
    client, lost = Client(url), []
    for trace in load.traces | load.spans:
        answer = client.ask("GET", f"/api/3.0/mlflow/traces/get?trace_id={trace}&allow_partial=False")
        if answer is None or answer[0] != 200:
            parts = [what for what in ("traces", "spans") if trace in getattr(load, what)]
            lost.append((trace, "acknowledged: " + " and ".join(parts), answer))
        elif trace in load.spans and [s["name"] for s in json.loads(answer[1])["trace"]["spans"]] != ["app"]:
            lost.append((trace, "no span"))
    for identity, (trace, value, number) in load.labels.items():
        answer = client.ask("GET", f"/api/3.0/mlflow/traces/{trace}/assessments/{identity}")
        found = json.loads(answer[1])["assessment"] if answer and answer[0] == 200 else None
        if not found or found["feedback"]["value"] != value or found["source"]["source_id"] != f"person-{number}":
            lost.append((identity, answer))
    return lost


def sync_clone(store):
    """A remote and a second clone, which labels and syncs while the server writes."""
    remote = store.root / "remote.git"
    store.git("init", "--quiet", "--bare", str(remote), folder=store.root)
    store.git("remote", "add", "origin", str(remote))
    store.judge("sync", "--quiet")


def command_line(store, stop, counts):
    """Imports traces and syncs, as people do beside the server."""
    number = 0
    file = store.root / "line.jsonl"
    while not stop.is_set():
        number += 1
        file.write_text(json.dumps({"client_request_id": f"cli-{number}", "inputs": {"n": number}, "outputs": "x"}) + "\n")
        done = subprocess.run([store.program, "trace", "import", str(file), "--experiment", "cli", "--json"], cwd=store.repository,
                              env=store.environment, capture_output=True, text=True)
        if done.returncode == 0:
            counts["imported"] += 1
        else:
            counts["errors"].append(done.stderr[-300:])
        done = subprocess.run([store.program, "sync", "--quiet"], cwd=store.repository, env=store.environment, capture_output=True, text=True)
        if done.returncode != 0:
            counts["errors"].append(done.stderr[-300:])
        stop.wait(0.2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=1.0, help="the longest load of a round")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}")
    model = stub_model.start()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="git-judge-crash.") as folder:
        store = server.Store(options.program, folder, model.url)
        store.judge("experiment", "create", "cli", "--quiet")
        sync_clone(store)
        stop, counts = threading.Event(), {"imported": 0, "errors": []}
        beside = threading.Thread(target=command_line, args=(store, stop, counts))
        beside.start()
        total = {"traces": 0, "spans": 0, "labels": 0}
        loads = []
        for number in range(options.rounds):
            load = None
            try:
                with server.serving(store) as ready:
                    client = Client(ready["url"])
                    made = json.loads(client.ask("POST", "/api/2.0/mlflow/experiments/create", {"name": f"round-{number}"})[1])
                    load = Load(ready["url"], made["experiment_id"])
                    load.run(random.uniform(0.2, options.seconds), ready["process"])
                    ready["process"].wait()
            except server.Failed:
                pass  # it was killed: the exit code is not 0
            loads.append(load)
            with server.serving(store) as ready:
                lost = missing(ready["url"], load)
            for what in total:
                total[what] += len(getattr(load, what))
            state = "FAILED" if lost or load.refused else "ok"
            failed += state == "FAILED"
            print(f"{state:8} crash: round {number + 1}: {len(load.traces)} traces, {len(load.spans)} with spans, {len(load.labels)} labels "
                  f"acknowledged, {len(lost)} missing, {len(load.refused)} refused", flush=True)
            for item in [*lost[:3], *load.refused[:3]]:
                print(f"    {item!r}"[:400])
        stop.set()
        beside.join()
        with server.serving(store) as ready:
            lost = [item for load in loads for item in missing(ready["url"], load)]
        print(f"{'FAILED' if lost else 'ok':8} crash: all rounds together at the end: {total}, {len(lost)} missing")
        listed = store.judge_json("trace", "list", "--experiment", "cli", "--limit", "100000")
        same = len(listed["traces"]) == counts["imported"] and not counts["errors"]
        print(f"{'ok' if same else 'FAILED':8} crash: the command line imported {counts['imported']} traces beside it, "
              f"{len(listed['traces'])} are there, {len(counts['errors'])} errors {counts['errors'][:1]}")
        try:
            store.check()
            print("ok       crash: git fsck and git judge fsck find nothing")
        except server.Failed as error:
            failed += 1
            print(f"FAILED   crash: {error}")
        failed += bool(lost) + (not same)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
