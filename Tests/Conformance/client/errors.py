"""What the server must not do: answer in a way that a client retries for minutes."""

import json
import time

import mlflow

from checks import check, contains, equal, raises
from client.common import fresh_experiment, http, traced

NEVER_RETRIED = (400, 404, 405, 501)


def refused(method, path, body=None, statuses=NEVER_RETRIED, within=3, headers=None):
    begun = time.monotonic()
    answer = http(method, path, body, headers=headers)
    assert time.monotonic() - begun < within, f"{time.monotonic() - begun:.1f} s"
    contains(statuses, answer.status_code, "status")
    document = answer.json()
    for key in ("error_code", "message"):
        contains(document, key, "body")
    return answer


@check("GET /version is the bare version, at least 3.4")
def _():
    answer = http("GET", "/version")
    equal(answer.status_code, 200)
    numbers = [int(n) for n in answer.text.split(".")[:2]]
    assert numbers >= [3, 4], answer.text


@check("the version that the server names is the newest client that was tested", ours="MLflow's is its own")
def _():
    equal(http("GET", "/version").text, "3.18.0")


@check("GET /health answers 200")
def _():
    equal(http("GET", "/health").status_code, 200)


@check("server-info: a store, and no capability that the client would use")
def _():
    for base in ("/api/3.0", "/ajax-api/3.0"):
        answer = http("GET", base + "/mlflow/server-info")
        equal(answer.status_code, 200)
        document = answer.json()
        contains(document, "store_type")
        equal(document.get("multipart_uploads_enabled", False), False)
        equal(document.get("multipart_downloads_enabled", False), False)
        equal(document.get("artifacts_presigned_only", False), False)


@check("paths under /ajax-api answer as those under /api")
def _():
    experiment = fresh_experiment()
    for base in ("/api/2.0", "/ajax-api/2.0"):
        answer = http("GET", base + "/mlflow/experiments/get?experiment_id=" + experiment)
        equal((answer.status_code, answer.json()["experiment"]["experiment_id"]), (200, experiment))


@check("an unknown path answers JSON at once", ours="MLflow's server answers an HTML page")
def _():
    for path in ("/api/2.0/mlflow/no-such-thing", "/api/3.0/mlflow/no/such/thing", "/ajax-api/3.0/mlflow/nothing",
                 "/api/9.0/mlflow/experiments/get", "/api/3.0/mlflow/skills"):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            refused(method, path, {} if method != "GET" else None)


@check("label schemas, review queues and issues answer 501 at once", ours="MLflow's server has them")
def _():
    for method, path in [
        ("POST", "label-schemas/create"), ("GET", "label-schemas/list?experiment_id=0&max_results=100"),
        ("GET", "label-schemas/get-by-name?experiment_id=0&name=x"), ("POST", "review-queues/create"),
        ("POST", "review-queues/get-or-create-user"), ("POST", "review-queues/items/add"),
        ("GET", "review-queues/items/list?queue_id=x"), ("POST", "review-queues/items/set-status"),
        ("POST", "review-queues/delete"), ("POST", "issues"), ("GET", "issues/iss-0"), ("PATCH", "issues/iss-0"),
        ("POST", "issues/search"),
    ]:
        refused(method, "/api/3.0/mlflow/" + path, {} if method != "GET" else None, statuses=(501,))


@check("a body that is not JSON is refused with 400")
def _():
    for body in (b"{", b"not json", b"\xff\xfe", b"{\"name\": }"):
        answer = http("POST", "/api/2.0/mlflow/experiments/create", body, headers={"Content-Type": "application/json"})
        equal(answer.status_code, 400, f"status for {body!r}")


@check("the refusal of a bad body is JSON with an error code", ours="MLflow's server answers some with HTML")
def _():
    for body in (b"{", b"not json", b"\xff\xfe", b"[]", b"\"x\"", b"null", b""):
        answer = refused("POST", "/api/2.0/mlflow/experiments/create", body, statuses=(400,),
                         headers={"Content-Type": "application/json"})
        contains(("INVALID_PARAMETER_VALUE", "BAD_REQUEST", "MALFORMED_REQUEST"), answer.json()["error_code"])


@check("a missing parameter is refused with INVALID_PARAMETER_VALUE")
def _():
    for method, path, body in [
        ("POST", "/api/2.0/mlflow/experiments/create", {}),
        ("GET", "/api/2.0/mlflow/experiments/get", None),
        ("POST", "/api/2.0/mlflow/runs/set-tag", {"value": "x"}),
        ("POST", "/api/2.0/mlflow/runs/log-metric", {"key": "x"}),
    ]:
        answer = refused(method, path, body, statuses=(400,))
        equal(answer.json()["error_code"], "INVALID_PARAMETER_VALUE", path)


@check("a parameter of the wrong type is refused with 400")
def _():
    experiment = fresh_experiment()
    for path, body in [
        ("experiments/create", {"name": 5}), ("experiments/create", {"name": ""}),
        ("runs/create", {"experiment_id": experiment, "start_time": "soon"}),
        ("runs/search", {"experiment_ids": experiment}),
    ]:
        equal(http("POST", "/api/2.0/mlflow/" + path, body).status_code, 400, f"{path} {body}")


@check("a blank name of an experiment is refused", ours="MLflow checks it since 3.18")
def _():
    for name in ("  ", "\n"):
        equal(http("POST", "/api/2.0/mlflow/experiments/create", {"name": name}).status_code, 400, repr(name))


@check("a trace id that is not one is refused, and nothing is stored")
def _():
    for identity in ("tr-xyz", "no trace", "tr-" + "0" * 31, "../../etc"):
        from urllib.parse import quote

        answer = http("GET", "/api/3.0/mlflow/traces/" + quote(identity, safe=""))
        contains((400, 404), answer.status_code)


@check("spans without an experiment are refused or go to a default one, not lost with a 500")
def _():
    answer = http("POST", "/v1/traces", b"", headers={"Content-Type": "application/x-protobuf"})
    contains((200, 400, 422), answer.status_code)


@check("bytes that are no OTLP are refused with 400")
def _():
    for body in (b"\xff" * 40, b"{}", b"not protobuf at all"):
        answer = http("POST", "/v1/traces", body, headers={
            "Content-Type": "application/x-protobuf", "x-mlflow-experiment-id": "0"})
        contains((400, 422), answer.status_code, f"status for {body!r}")


@check("an unknown content type of spans is refused")
def _():
    answer = http("POST", "/v1/traces", b"x", headers={"Content-Type": "text/csv", "x-mlflow-experiment-id": "0"})
    contains((400, 415, 422), answer.status_code)


@check("HEAD and OPTIONS do not hang")
def _():
    for method in ("HEAD", "OPTIONS"):
        begun = time.monotonic()
        answer = http(method, "/api/2.0/mlflow/experiments/get?experiment_id=0", timeout=5)
        assert time.monotonic() - begun < 3 and answer.status_code < 500, answer.status_code


@check("a path of artifacts cannot leave its folder")
def _():
    for path in ("../../../../etc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "/etc/passwd"):
        for answer in (http("GET", "/api/2.0/mlflow-artifacts/artifacts/" + path),
                       http("GET", "/api/2.0/mlflow-artifacts/artifacts?path=" + path)):
            assert answer.status_code >= 400 or "root:" not in answer.text, answer.text[:100]
            assert answer.status_code < 500 or answer.status_code == 501, answer.status_code


@check("a query of the traces that is not well-formed is refused with 400")
def _():
    for body in ({"max_results": -1}, {"locations": "x"}, {"locations": [{"type": "MLFLOW_EXPERIMENT"}], "max_results": "x"}):
        answer = http("POST", "/api/3.0/mlflow/traces/search", body)
        equal(answer.status_code, 400, f"status for {body}")


@check("StartTrace of a trace id that is not one is refused", ours="MLflow checks it since 3.18")
def _():
    experiment = fresh_experiment()
    for identity in ("", "x", "tr-XYZ", "tr-" + "0" * 70 + "/../x"):
        answer = http("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
            "trace_id": identity, "trace_location": {
                "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}},
            "request_time": "2026-11-29T10:00:00Z", "state": "OK"}}})
        equal((answer.status_code, answer.json()["error_code"]), (400, "INVALID_PARAMETER_VALUE"), identity)


@check("a trace that exists in another experiment is refused", ours="MLflow checks it since 3.18")
def _():
    fresh_experiment()
    identity = traced()
    other = fresh_experiment()
    answer = http("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": {
        "trace_id": identity, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": other}},
        "request_time": "2026-11-29T10:00:00Z", "state": "OK"}}})
    equal((answer.status_code, answer.json()["error_code"]), (400, "INVALID_PARAMETER_VALUE"))


@check("tags of the system cannot be set on a trace", ours="MLflow checks the artifact location since 3.18")
def _():
    fresh_experiment()
    identity = traced()
    for key in ("mlflow.artifactLocation", "mlflow.trace.spansLocation"):
        answer = http("PATCH", f"/api/2.0/mlflow/traces/{identity}/tags", {"key": key, "value": "x"})
        equal(answer.status_code, 400, key)
