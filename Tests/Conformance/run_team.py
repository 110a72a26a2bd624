"""Two servers, each on a clone of its own, with one remote: what their users write is united.

    python3 run_team.py PROGRAM

Two people trace and label the same experiment through their own server at the same time, and both
sync. Afterwards both stores must hold everything, each label under its author. Exit 1 if not.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import uuid

import server
import stub_model
from run_crash import NOW, Client

TRACES = 15


def work(url, person, lines, shared):
    """Logs traces, labels them, and labels the trace that both have; returns what was acknowledged."""
    import otlp

    client = Client(url)
    created = client.ask("POST", "/api/2.0/mlflow/experiments/create", {"name": "team"})
    if created[0] == 200:
        experiment = json.loads(created[1])["experiment_id"]
    else:
        found = client.ask("GET", "/api/2.0/mlflow/experiments/get-by-name?experiment_name=team")
        experiment = json.loads(found[1])["experiment"]["experiment_id"]
    for otel in [shared, *[uuid.uuid4().hex for _ in range(TRACES)]]:
        trace = "tr-" + otel
        span = {"trace_id": otel, "span_id": otel[:16], "name": "app", "start": NOW, "end": NOW + 9,
                "attributes": {"mlflow.traceRequestId": trace, "mlflow.spanInputs": {"q": otel}, "mlflow.spanOutputs": "x"}}
        steps = [("POST", "/v1/traces", otlp.request([span]), "application/x-protobuf"),
                 ("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
                     "trace_id": trace, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
                     "request_time": "2026-11-20T21:28:36.615Z", "execution_duration": "0.1s", "state": "OK"}}}, "application/json"),
                 ("POST", f"/api/3.0/mlflow/traces/{trace}/assessments", {"assessment": {
                     "assessment_name": "q", "trace_id": trace, "source": {"source_type": "HUMAN", "source_id": person},
                     "create_time": "2026-11-20T21:35:28.242Z", "last_update_time": "2026-11-20T21:35:28.242Z",
                     "feedback": {"value": person}, "valid": True}}, "application/json")]
        for method, path, body, kind in steps:
            status, content = client.ask(method, path, body, kind, **{"x-mlflow-experiment-id": experiment})
            if status != 200:
                raise server.Failed(f"{person}: {method} {path}: {status} {content[:300]!r}")
        lines.append((trace, person))


def holds(url, lines, name):
    """Raises unless the server has every label of the lines."""
    client, wrong = Client(url), []
    for trace, person in lines:
        status, content = client.ask("GET", f"/api/3.0/mlflow/traces/{trace}")
        found = json.loads(content)["trace"]["trace_info"].get("assessments", []) if status == 200 else []
        if not any(a["source"]["source_id"] == person and a["feedback"]["value"] == person for a in found):
            wrong.append((trace, person, status))
    print(f"{'FAILED' if wrong else 'ok':8} team: {name} has {len(lines) - len(wrong)} of {len(lines)} labels {wrong[:2] or ''}")
    return len(wrong)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model, failed = stub_model.start(), 0
    with tempfile.TemporaryDirectory(prefix="git-judge-team.") as folder, contextlib.ExitStack() as stack:
        subprocess.run(["git", "init", "--quiet", "--bare", folder + "/remote.git"], check=True)
        stores, urls, lines = [], [], []
        for person in ("ann", "ben"):
            store = server.Store(sys.argv[1], folder + "/" + person, model.url)
            store.git("config", "user.name", person)
            store.git("config", "user.email", person + "@example.org")
            store.git("remote", "add", "origin", folder + "/remote.git")
            stores.append(store)
        for store in stores:
            urls.append(stack.enter_context(server.serving(store))["url"])
        shared, errors = uuid.uuid4().hex, []

        def run(index, person):
            try:
                work(urls[index], person + "@example.org", lines, shared)
                stores[index].judge("sync", "--quiet")
            except server.Failed as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=(i, p)) for i, p in enumerate(("ann", "ben"))]
        [t.start() for t in threads]
        [t.join() for t in threads]
        for _ in range(2):
            for store in stores:
                store.judge("sync", "--quiet")
        for error in errors:
            print(f"FAILED   team: {error}")
        failed += len(errors)
        for index, name in enumerate(("ann's server", "ben's server")):
            failed += holds(urls[index], lines, name)
        authors = {p: stores[0].git("log", "--format=%ae", "judge").splitlines().count(p + "@example.org") for p in ("ann", "ben")}
        print(f"{'ok' if all(authors.values()) else 'FAILED':8} team: commits by author: {authors}")
        failed += not all(authors.values())
        trees = {store.git("rev-parse", "judge^{tree}") for store in stores}
        print(f"{'ok' if len(trees) == 1 else 'FAILED':8} team: both stores are the same tree")
        failed += len(trees) != 1
        for store in stores:
            store.check()
        print("ok       team: both stores are whole")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
