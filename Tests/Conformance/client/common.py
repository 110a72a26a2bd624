"""What several areas share."""

import os
import uuid

import mlflow
from mlflow import MlflowClient


def unique(prefix="x"):
    """A name that no other check uses."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def client():
    return MlflowClient()


def fresh_experiment(prefix="conformance"):
    """Creates an experiment, makes it the active one, and returns its id."""
    identity = mlflow.create_experiment(unique(prefix))
    mlflow.set_experiment(experiment_id=identity)
    return identity


def flush():
    """Waits until everything that was traced is sent."""
    mlflow.flush_trace_async_logging()


def traced(name="app", inputs=None, outputs="done", **options):
    """Records one trace of one span, and returns its id after it was sent."""
    with mlflow.start_span(name=name, **options) as span:
        span.set_inputs({"q": "?"} if inputs is None else inputs)
        span.set_outputs(outputs)
    flush()
    return span.trace_id


def base_url():
    return os.environ["MLFLOW_TRACKING_URI"].rstrip("/")


def http(method, path, body=None, headers=None, timeout=20):
    """One raw request. Returns status, headers, bytes."""
    import requests

    data, sent = None, dict(headers or {})
    if isinstance(body, (bytes, str)):
        data = body
    elif body is not None:
        import json

        data = json.dumps(body)
        sent.setdefault("Content-Type", "application/json")
    answer = requests.Session().request(
        method, base_url() + path, data=data, headers=sent, timeout=timeout)
    return answer
