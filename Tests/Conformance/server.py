"""A fresh repository with judges, and `git judge serve` in it."""

import contextlib
import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import time

SUPPORT = pathlib.Path(__file__).resolve().parents[2] / "Examples" / "support"
READY_SECONDS = 60


class Failed(Exception):
    """The server or the program did not do what it must."""


class Store:
    """A repository of its own, with its own home folder, and the program in it."""

    def __init__(self, program, folder, model_url):
        self.program = str(pathlib.Path(program).resolve())
        self.root = pathlib.Path(folder)
        self.home = self.root / "home"
        self.repository = self.root / "store"
        self.home.mkdir(parents=True)
        self.environment = {
            k: v for k, v in os.environ.items()
            if not k.startswith(("GIT_", "MLFLOW_", "OPENAI_", "OTEL_", "XDG_"))}
        self.environment.update(
            HOME=str(self.home), GIT_CONFIG_GLOBAL=str(self.home / ".gitconfig"), GIT_CONFIG_NOSYSTEM="1",
            OPENAI_API_KEY="stub", OPENAI_BASE_URL=model_url, OPENAI_API_BASE=model_url)
        self.git("init", "--quiet", str(self.repository), folder=self.root)
        self.git("config", "user.name", "Server")
        self.git("config", "user.email", "server@example.org")
        self.judge("init", "--quiet")

    def git(self, *arguments, folder=None):
        return self._run(["git", *arguments], folder)

    def judge(self, *arguments, ok=(0,)):
        """Runs git-judge; returns what it printed."""
        return self._run([self.program, *arguments], None, ok)

    def judge_json(self, *arguments, ok=(0,)):
        return json.loads(self.judge(*arguments, "--json", ok=ok))

    def _run(self, command, folder=None, ok=(0,)):
        done = subprocess.run(
            command, cwd=folder or self.repository, env=self.environment, capture_output=True, text=True, timeout=300)
        if done.returncode not in ok:
            shown = " ".join(command)
            raise Failed(f"{shown}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def check(self):
        """Raises unless git and git-judge find the store whole."""
        self.judge("fsck", "--quiet")
        self.git("fsck", "--full", "--strict", "--no-progress", "--no-dangling")


@contextlib.contextmanager
def serving(store, *options, port=0):
    """Starts the server; gives what it printed when ready. Ends it with SIGTERM, which must give 0."""
    log = open(store.root / "serve.log", "ab")
    begun = time.monotonic()
    process = subprocess.Popen(
        [store.program, "serve", "--port", str(port), "--json", *options], cwd=store.repository,
        env=store.environment, stdout=subprocess.PIPE, stderr=log)
    try:
        line = b""
        while not line.endswith(b"\n"):
            left = begun + READY_SECONDS - time.monotonic()
            if left <= 0 or process.poll() is not None or not select.select([process.stdout], [], [], left)[0]:
                break
            piece = os.read(process.stdout.fileno(), 65536)
            if not piece:
                break
            line += piece
        if not line.endswith(b"\n"):
            raise Failed(f"the server was not ready: {line!r}\n{(store.root / 'serve.log').read_text()[-2000:]}")
        ready = json.loads(line)
        ready["seconds"] = time.monotonic() - begun
        ready["process"] = process
        yield ready
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise Failed("the server did not end within 20 s of SIGTERM") from None
        log.close()
    if process.returncode != 0:
        raise Failed(f"the server ended with {process.returncode}\n{(store.root / 'serve.log').read_text()[-2000:]}")


def with_support_judges(store):
    """Adds the experiment `support`: 60 labeled conversations and judges of every kind.

    support_quality@v1 asks a model, @v2 knows guidelines and examples (MemAlign); few_shot has
    fixed examples; lexical@v2 is calibrated, and asks no model.
    """
    with tempfile.TemporaryDirectory() as folder:
        for source in (SUPPORT / "traces.jsonl", *sorted((SUPPORT / "labels").glob("*.jsonl"))):
            lines = source.read_text(encoding="utf-8").splitlines(keepends=True)[:60]
            (pathlib.Path(folder) / source.name).write_text("".join(lines), encoding="utf-8")
        store.judge("experiment", "create", "support", "--quiet")
        store.judge("trace", "import", f"{folder}/traces.jsonl", "--quiet")
        for source in sorted(pathlib.Path(folder).glob("reviewer-*.jsonl")):
            store.judge("trace", "import", str(source), "--quiet")
        rows = [json.loads(line) for line in (SUPPORT / "rows.jsonl").read_text(encoding="utf-8").splitlines()[:4]]
        (pathlib.Path(folder) / "examples.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        judge = str(SUPPORT / "judge.json")
        store.judge("new", "support_quality", "--from", judge, "--model", "openai:/stub", "--quiet")
        store.judge("new", "few_shot", "--from", judge, "--model", "openai:/stub", "--feedback-name", "support_quality",
                    "--examples", f"{folder}/examples.jsonl", "--quiet")
        store.judge("new", "lexical", "--from", judge, "--feedback-name", "support_quality", "--quiet")
        for name, optimizer in (("support_quality", "memalign"), ("lexical", "calibration")):
            store.judge("align", name, "--optimizer", optimizer, "--quiet")
            store.judge("register", name, "--force", "--quiet")
