"""Moves an MLflow store into the store of `git judge serve`: experiments, traces with spans and assessments, judges.

    python3 move_from_mlflow.py http://127.0.0.1:5001               # the old server; or sqlite:///mlflow.db
    MLFLOW_TRACKING_URI is the URL of `git judge serve`, JUDGE_REPOSITORY the folder of its repository

Traces are written to files and imported with `git judge trace import`, so they keep their ids, times
and sources; importing them again adds nothing. All versions of each judge are registered with the
bytes that they have. Runs, metrics and artifacts are not moved.
"""

import json
import os
import pathlib
import sys
import tempfile
import urllib.request

import mlflow
from mlflow.tracking import MlflowClient

from git_judge import git_judge


def registered(client, experiment):
    """All versions of all judges: (name, payload), oldest first."""
    store = client._tracking_client.store
    for newest in store.list_scorers(experiment):
        for version in sorted(store.list_scorer_versions(experiment, newest.scorer_name), key=lambda s: s.scorer_version):
            yield version.scorer_name, version._serialized_scorer


def register(url, experiment, name, payload):
    body = json.dumps({"experiment_id": experiment, "name": name, "serialized_scorer": payload}).encode()
    request = urllib.request.Request(url.rstrip("/") + "/api/3.0/mlflow/scorers/register", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["version"]


def main(source, target):
    old, new = MlflowClient(tracking_uri=source), MlflowClient(tracking_uri=target)
    with tempfile.TemporaryDirectory() as folder:
        for experiment in old.search_experiments():
            found = new.get_experiment_by_name(experiment.name)
            destination = found.experiment_id if found else new.create_experiment(experiment.name, tags=experiment.tags)
            file = pathlib.Path(folder) / "traces.jsonl"
            count, token = 0, None
            with open(file, "w", encoding="utf-8") as lines:
                while True:
                    page = old.search_traces(locations=[experiment.experiment_id], max_results=100, page_token=token)
                    for trace in page:
                        lines.write(trace.to_json() + "\n")
                        count += 1
                    token = page.token
                    if not token:
                        break
            if count:
                git_judge("trace", "import", str(file), "--experiment", experiment.name)
            for name, payload in registered(old, experiment.experiment_id):
                version = register(target, destination, name, payload)
                print(f"{experiment.name}: judge {name}@v{version}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or "MLFLOW_TRACKING_URI" not in os.environ:
        sys.exit(__doc__)
    mlflow.set_tracking_uri(sys.argv[1])
    main(sys.argv[1], os.environ["MLFLOW_TRACKING_URI"])
