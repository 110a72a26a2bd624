"""One process of ``git judge ask --jsonl`` that answers many cases."""

from __future__ import annotations

import collections
import json
import os
import subprocess
import tempfile
import threading
import weakref
from concurrent.futures import Future
from typing import IO, Any, Callable, Deque, List, Mapping, Optional

from .errors import JudgeError, error_of_output

_Answer = Mapping[str, Any]


class AskStream:
    """Asks from any number of threads; the process is started with the first case.

    The program answers lines in their order, so the first case that waits gets the next answer.
    """

    def __init__(self, command: Callable[[], List[str]]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: Optional[_Process] = None

    def ask(self, line: str) -> _Answer:
        """The answer to a case, a line of JSON.

        Raises:
            JudgeError: if the program ends without an answer.
        """
        with self._lock:
            process = self._process
            if process is None or not process.is_usable():
                process = self._process = _Process(self._command())
            answer = process.send(line)
        return answer.result()

    def close(self) -> None:
        """Ends the process; a later case starts another one."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()


class _Process:
    def __init__(self, command: List[str]) -> None:
        # A file and no pipe: nobody reads it before the end.
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        self._owner = os.getpid()
        self._waiting: Deque[Future[_Answer]] = collections.deque()
        self._guard = threading.Lock()
        self._failure: Optional[JudgeError] = None
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
        )
        self._finalizer = weakref.finalize(self, _end, self._child, self._owner)
        reader = threading.Thread(
            target=_read,
            args=(self._child, self._waiting, self._guard, self._errors, weakref.ref(self)),
            name="git-judge",
            daemon=True,
        )
        reader.start()

    def is_usable(self) -> bool:
        """Whether it still answers, and this process has started it (and not one it forked from)."""
        return self._failure is None and self._owner == os.getpid()

    def fail(self, failure: JudgeError) -> None:
        self._failure = failure

    def send(self, line: str) -> Future[_Answer]:
        """Writes a case; the caller holds the lock, so that cases and answers keep their order."""
        answer: Future[_Answer] = Future()
        with self._guard:
            if self._failure is not None:
                answer.set_exception(self._failure)
                return answer
            self._waiting.append(answer)
        stdin = self._child.stdin
        assert stdin is not None
        try:
            stdin.write(line.encode("ascii") + b"\n")
            stdin.flush()
        except OSError:
            # It has ended; the thread that reads says why.
            pass
        return answer

    def close(self) -> None:
        self._finalizer()


def _end(child: subprocess.Popen[bytes], owner: int) -> None:
    if owner != os.getpid():
        return
    if child.stdin is not None:
        try:
            child.stdin.close()
        except OSError:
            pass
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _read(
    child: subprocess.Popen[bytes],
    waiting: Deque[Future[_Answer]],
    guard: threading.Lock,
    errors: IO[bytes],
    process: weakref.ref[_Process],
) -> None:
    stdout = child.stdout
    assert stdout is not None
    for line in stdout:
        try:
            said = json.loads(line)
        except ValueError:
            break
        with guard:
            answer = waiting.popleft()
        answer.set_result(said)
    stdout.close()
    status = child.wait()
    errors.seek(0)
    text = errors.read().decode("utf-8", "replace")
    failure = error_of_output(status if status != 0 else 3, text)
    with guard:
        owner = process()
        if owner is not None:
            owner.fail(failure)
        left = list(waiting)
        waiting.clear()
    for answer in left:
        answer.set_exception(failure)
