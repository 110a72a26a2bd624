"""What several areas share: providers that export to the server, and views of what it stored."""

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from checks import Skip


def base_url():
    return os.environ["MLFLOW_TRACKING_URI"].rstrip("/")


def experiment_header():
    """MLflow's own server takes spans only with this header; ours needs none."""
    known = os.environ.get("CONFORMANCE_EXPERIMENT")
    return {"x-mlflow-experiment-id": known} if known else {}


def unique(prefix="svc"):
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def http(method, path, body=None, headers=None):
    """One raw request: status, headers, bytes."""
    data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    request = urllib.request.Request(base_url() + path, data, {**experiment_header(), **(headers or {})}, method=method)
    if isinstance(body, (dict, list)) and "Content-Type" not in (headers or {}):
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@contextlib.contextmanager
def provider(service=None, attributes=None, **options):
    """A tracer provider of its own, which has sent all when the block ends."""
    options["headers"] = {**experiment_header(), **options.get("headers", {})}
    resource = {"service.name": service or unique(), **(attributes or {})}
    made = TracerProvider(resource=Resource(resource))
    made.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=base_url() + "/v1/traces", **options)))
    try:
        yield made
    finally:
        made.shutdown()


def identity(span):
    return "tr-" + format(span.get_span_context().trace_id, "032x")


def stored(trace, until=None, seconds=5):
    """The trace as MLflow's client reads it. Waits until `until` is true of it."""
    end = time.monotonic() + seconds
    while True:
        status, _, body = http("GET", f"/api/3.0/mlflow/traces/get?trace_id={trace}&allow_partial=False")
        found = json.loads(body)["trace"] if status == 200 else None
        if found and (until is None or until(found)):
            return found
        if time.monotonic() > end:
            assert found is not None, f"{trace}: {status} {body[:300]!r}"
            return found
        time.sleep(0.1)


def plain(value):
    """A value of OTLP's JSON in snake case as plain JSON."""
    if "kvlist_value" in value:
        return {v["key"]: plain(v.get("value", {})) for v in value["kvlist_value"].get("values", [])}
    if "array_value" in value:
        return [plain(v) for v in value["array_value"].get("values", [])]
    for key in ("string_value", "bool_value", "double_value"):
        if key in value:
            return value[key]
    return int(value["int_value"]) if "int_value" in value else None


def attributes(span):
    return {a["key"]: plain(a.get("value", {})) for a in span.get("attributes", [])}


def span_named(trace, name):
    found = [s for s in trace["spans"] if s["name"] == name]
    assert found, f"no span {name!r} among {[s['name'] for s in trace['spans']]}"
    return found[0]


def parsed(value):
    """The JSON that a text holds, or the value itself."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def experiment_of(trace):
    location = trace["trace_info"]["trace_location"]["mlflow_experiment"]["experiment_id"]
    status, _, body = http("GET", "/api/2.0/mlflow/experiments/get?experiment_id=" + location)
    assert status == 200, body
    return json.loads(body)["experiment"]["name"]


def git_judge(*arguments):
    """The JSON that git-judge prints in the store of the server."""
    if "CONFORMANCE_STORE" not in os.environ:
        raise Skip("the runner did not start the server, so its store is not known")
    where = json.loads(os.environ["CONFORMANCE_STORE"])
    done = subprocess.run([where["program"], *arguments, "--json"], cwd=where["repository"],
                          env=where["environment"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr[-1500:])
    return json.loads(done.stdout)


def shown(trace, experiment):
    return git_judge("trace", "show", trace, "--experiment", experiment)
