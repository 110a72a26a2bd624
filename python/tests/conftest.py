"""What the tests share: a store of its own for each test, and a server in a model's place."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import git_judge  # noqa: E402


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of their own, with nothing of the tester's."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / ".gitconfig").write_text(
        "[user]\n\tname = Ann\n\temail = ann@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    for name in list(os.environ):
        if name.startswith(("GIT_", "OPENAI_", "MLFLOW_GENAI")) and name != "GIT_JUDGE_BIN":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("PYTEST_XDIST_TESTRUNUID", raising=False)
    return folder


class Store:
    """A repository with an experiment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q")
        self.judge("init")
        self.judge("experiment", "create", "support")

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.path, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def judge(self, *arguments: str) -> str:
        return subprocess.run(
            [git_judge.program_path(), *arguments],
            cwd=self.path,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def new_judge(self, name: str, model: str, *options: str) -> None:
        text = self.path / f"{name}.md"
        text.write_text("Is {{ outputs }} a polite answer to {{ inputs }}?\n")
        self.judge(
            *["new", name, "--instructions", f"@{text}", "--values", "bad,good"],
            *["--pass", "good", "--model", model, *options],
        )


@pytest.fixture
def store(home: Path, tmp_path: Path) -> Store:
    return Store(tmp_path / "reviews")


class Model:
    """Speaks OpenAI's protocol; what it answers is what the test says. Not a model."""

    def __init__(self) -> None:
        self.prompts: List[str] = []
        self.answer: Callable[[str], Dict[str, Any]] = lambda _: {
            "rationale": "Polite.",
            "result": "good",
        }
        self._lock = threading.Lock()
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompt = "\n".join(str(message["content"]) for message in body["messages"])
                with model._lock:
                    model.prompts.append(prompt)
                said = json.dumps(model.answer(prompt))
                reply = json.dumps(
                    {
                        "model": "stub",
                        "choices": [{"message": {"role": "assistant", "content": said}}],
                        "usage": {"prompt_tokens": 100, "completion_tokens": 10},
                    }
                ).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def model(store: Store) -> Iterator[Model]:
    """A server that the judges of the store ask."""
    served = Model()
    store.git("config", "judge.openai.baseUrl", served.url)
    yield served
    served.stop()


@pytest.fixture
def reviews(store: Store, model: Model) -> git_judge.Repository:
    """A repository whose judge `tone` asks the server."""
    store.new_judge("tone", "openai:/stub")
    return git_judge.open(store.path)
