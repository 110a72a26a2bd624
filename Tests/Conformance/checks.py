"""The register of checks, and the loop that runs them.

A check is a function without parameters that raises if the server is wrong. Its name is a
sentence; its area is the module that it stands in. The last requests of a failing check are
shown with their answers, so that a failure can be read without running it again.
"""

import contextlib
import dataclasses
import io
import json
import signal
import sys
import threading
import time
import traceback

SECONDS_PER_CHECK = 60


@dataclasses.dataclass
class Check:
    area: str
    name: str
    function: object
    ours: str | None = None


registered: list[Check] = []
exchanges: list[tuple] = []
_lock = threading.Lock()


def check(name, ours=None):
    """Registers a check. `ours` is the reason why MLflow's own server does not pass it."""

    def register(function):
        area = function.__module__.rsplit(".", 1)[-1]
        registered.append(Check(area, name, function, ours))
        return function

    return register


def equal(actual, expected, what="value"):
    """Raises unless both are equal, and shows both."""
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, found {actual!r}")


def contains(container, member, what="value"):
    """Raises unless the member is in the container, and shows both."""
    if member not in container:
        raise AssertionError(f"{what}: expected {member!r} in {container!r}")


def raises(code, function, *arguments, **options):
    """Calls the function, which must fail with this error code of MLflow; returns the error."""
    from mlflow.exceptions import MlflowException

    try:
        result = function(*arguments, **options)
    except MlflowException as error:
        equal(error.error_code, code, "error code")
        return error
    raise AssertionError(f"expected {code}, but the call returned {result!r}")


def record_exchanges():
    """Keeps what the `requests` package of this process sends and receives."""
    import requests

    send = requests.Session.send

    def recording(session, request, **options):
        begun = time.monotonic()
        response = None
        try:
            response = send(session, request, **options)
            return response
        finally:
            with _lock:
                exchanges.append((request, response, time.monotonic() - begun))
                del exchanges[:-40]

    requests.Session.send = recording


def _text(body, length=1500):
    if not body:
        return ""
    if isinstance(body, bytes):
        try:
            body = body.decode()
        except UnicodeDecodeError:
            return f"<{len(body)} bytes>"
    if not isinstance(body, str):
        return "<a file>"
    return body if len(body) <= length else body[:length] + " …"


def _shown(last):
    lines = []
    for request, response, seconds in last:
        lines.append(f"    > {request.method} {request.url}  ({seconds:.2f} s)")
        if request.body:
            lines.append(f"    > {_text(request.body)}")
        if response is None:
            lines.append("    < no answer")
        else:
            kind = response.headers.get("Content-Type", "-")
            content = "" if getattr(response, "_content", False) is False else response.content
            lines.append(f"    < {response.status_code} {kind} {_text(content)}")
    return "\n".join(lines)


def _timed_out(number, frame):
    raise TimeoutError(f"not done after {SECONDS_PER_CHECK} s")


def run(areas=None, only=None, reference=False, show=4, label=""):
    """Runs the checks and prints a line for each; returns the number that failed.

    areas: names of the areas to run, all if None. only: a part of the name. reference: the
    server is MLflow's own, so checks of ours alone are skipped. show: how many exchanges a
    failure shows.
    """
    stream = sys.stdout
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    failed = []
    begun = time.monotonic()
    signal.signal(signal.SIGALRM, _timed_out)
    for item in registered:
        if areas and item.area not in areas or only and only not in item.name:
            continue
        if reference and item.ours:
            counts["skipped"] += 1
            print(f"skipped  {item.area}: {item.name} (ours only: {item.ours})", file=stream)
            continue
        del exchanges[:]
        start = time.monotonic()
        signal.alarm(SECONDS_PER_CHECK)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # the client prints links to runs
                item.function()
            state, detail = "ok", None
        except Skip as reason:
            state, detail = "skipped", str(reason)
        except BaseException as error:  # an alarm may surface as any exception of a library
            signal.alarm(0)
            if isinstance(error, KeyboardInterrupt):
                raise
            frames = traceback.extract_tb(error.__traceback__)
            own = [f for f in frames if "Conformance" in f.filename and not f.filename.endswith("checks.py")]
            place = f"{own[-1].filename.rsplit('/', 1)[-1]}:{own[-1].lineno}: " if own else ""
            state, detail = "FAILED", f"{place}{type(error).__name__}: {_text(str(error))}"
        finally:
            signal.alarm(0)
        counts[state] += 1
        seconds = time.monotonic() - start
        suffix = f" ({detail})" if state == "skipped" else ""
        print(f"{state:8} {item.area}: {item.name}{suffix} [{seconds:.2f} s]", file=stream, flush=True)
        if state == "FAILED":
            failed.append(item)
            print(f"    {detail}", file=stream)
            with _lock:
                last = exchanges[-show:] if show else []
            if last:
                print(_shown(last), file=stream, flush=True)
    total = counts["ok"] + counts["FAILED"]
    print(
        f"{label}{counts['ok']} of {total} checks passed, {counts['FAILED']} failed, "
        f"{counts['skipped']} skipped, {time.monotonic() - begun:.0f} s",
        file=stream, flush=True,
    )
    for item in failed:
        print(f"  failed: {item.area}: {item.name}", file=stream)
    return counts["FAILED"]


class Skip(Exception):
    """Raised by a check that cannot run here; the text is the reason."""


def as_json(value):
    """Compact JSON text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
