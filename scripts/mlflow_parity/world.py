"""A repository of its own for each row, with the program, a home folder and a model provider."""

import contextlib
import csv
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import urllib.request

from .stub import Provider


class Unexpected(Exception):
    """A command did not do what the row needs to go on."""


class Outcome:
    """What a command printed, and its exit code."""

    def __init__(self, words, process):
        self.words = words
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise Unexpected(f"{self.command} printed no JSON: {(self.out + self.err)[:200]}") from None

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    @property
    def rows(self):
        """The rows of CSV output, each a dict."""
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def said(self):
        return self.out + self.err

    @property
    def command(self):
        return "`git judge " + " ".join(map(str, self.words))[:70] + "`"


class World:
    """What a row works with.

    `check` notes whether something holds and goes on, so that a row of which a part works is told from one
    that fails. Commands that the rest of a row depends on name the exit code that they must have.
    """

    def __init__(self, program, simulated=None):
        self.folder = tempfile.mkdtemp(prefix="git-judge-parity-")
        self.provider = Provider()
        self.simulated = simulated
        self.passed, self.failed = [], []
        home = os.path.join(self.folder, "home")
        os.mkdir(home)
        # Nothing of the caller's environment: no keys, no settings of git, no marks of coding agents.
        self.environment = {
            "PATH": os.path.dirname(program) + os.pathsep + os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": home,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": "C.UTF-8",
            "TMPDIR": self.folder,
            "OPENAI_API_KEY": "key-of-the-parity-script-1",
            "OPENAI_BASE_URL": self.provider.url + "/v1",
            "ANTHROPIC_API_KEY": "key-of-the-parity-script-2",
            "ANTHROPIC_BASE_URL": self.provider.url,
            "DATABRICKS_HOST": self.provider.url,
            "DATABRICKS_TOKEN": "key-of-the-parity-script-3",
        }
        self.write("home/.gitconfig", "[user]\n\tname = Ann\n\temail = ann@example.org\n"
                   "[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n")
        self.at = os.path.join(self.folder, "work")
        self.git("init", "--quiet", self.at, at=self.folder)

    def close(self, keep):
        self.provider.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    # Facts

    def check(self, holds, sentence):
        """Notes that the sentence holds, or that it does not."""
        (self.passed if holds else self.failed).append(sentence)
        return bool(holds)

    def equal(self, found, wanted, sentence):
        """As `check`, with what was found in the sentence if it is not what was wanted."""
        if _same(found, wanted):
            return self.check(True, sentence)
        return self.check(False, f"{sentence} (found {_short(found)}, not {_short(wanted)})")

    def near(self, found, wanted, sentence, by=1e-9):
        holds = isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found - wanted) <= by
        return self.check(holds, sentence if holds else f"{sentence} (found {_short(found)}, not {wanted})")

    # Commands

    def run(self, words, stdin=None, env=None, at=None):
        process = subprocess.run(
            [str(word) for word in words], input=stdin or "", text=True, capture_output=True,
            timeout=120, cwd=at or self.at, env={**self.environment, **(env or {})})
        return Outcome(words[2:] if list(words[:2]) == ["git", "judge"] else words, process)

    def git(self, *words, code=0, at=None):
        outcome = self.run(["git", *words], at=at)
        if code is not None and outcome.code != code:
            raise Unexpected(f"git {words[0]} ended with {outcome.code}: {outcome.err[:160]}")
        return outcome.out

    def judge(self, *words, code=0, stdin=None, env=None, at=None):
        """Runs `git judge`; an exit code other than `code` ends the row, None allows any."""
        outcome = self.run(["git", "judge", *words], stdin=stdin, env=env, at=at)
        if code is not None and outcome.code != code:
            told = (outcome.err or outcome.out).strip().replace("\n", " ")[:200]
            raise Unexpected(f"{outcome.command} ended with {outcome.code}, not {code}: {told}")
        return outcome

    def data(self, *words, code=0, stdin=None, env=None):
        """Runs `git judge … --json` and returns the document."""
        return self.judge(*words, "--json", code=code, stdin=stdin, env=env).json

    def tries(self, sentence, *words, code=0, stdin=None, env=None):
        """Runs a command that the row shows but does not depend on; None if it fails."""
        outcome = self.run(["git", "judge", *words], stdin=stdin, env=env)
        holds = outcome.code == code
        told = (outcome.err or outcome.out).strip().replace("\n", " ")[:160]
        self.check(holds, sentence if holds else f"{sentence} ({outcome.command} ended with {outcome.code}: {told})")
        return outcome if holds else None

    def python(self, text):
        """Runs Python code with the project's package, and returns what it printed."""
        package = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "..", "python")
        outcome = self.run([sys.executable, "-B", "-c", text], env={"PYTHONPATH": package})
        if outcome.code:
            raise Unexpected(f"Python with git_judge failed: {outcome.err.strip()[-200:]}")
        return outcome.out

    @contextlib.contextmanager
    def simulated_model(self):
        """The project's simulated model as a server; gives its base URL."""
        process = subprocess.Popen([self.simulated], stdout=subprocess.PIPE, text=True, cwd=self.folder,
                                   env=self.environment)
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    # Files

    def write(self, name, text, program=False):
        """Writes a file under the row's folder and returns its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        if program:
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return path

    def program(self, name, text):
        """Writes an executable Python program at the top of the work tree and returns `./NAME`."""
        self.write(os.path.join("work", name), "#!/usr/bin/env python3\n" + text, program=True)
        return "./" + name

    def jsonl(self, name, items):
        return self.write(name, "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items))

    def table(self, name, columns, rows, separator=","):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return self.write(name, text.getvalue())

    # The server

    @contextlib.contextmanager
    def serving(self):
        """Serves the store; gives a function that asks with MLflow's paths and returns the document."""
        # Not by way of git, which would end with the signal and not with the server's code.
        process = subprocess.Popen(
            ["git-judge", "serve", "--port", "0", "--json"], cwd=self.at, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            line = process.stdout.readline()
            if not line:
                raise Unexpected(f"serve ended with {process.wait()}")
            url = json.loads(line)["url"]

            def ask(method, path, body=None, headers=None):
                data = json.dumps(body).encode() if body is not None else None
                request = urllib.request.Request(
                    url + path, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.loads(answer.read() or b"{}")

            yield ask
        finally:
            process.terminate()
            ended = process.wait(30)
            process.stdout.close()
        self.equal(ended, 0, "the server ends in order")

    # Steps that many rows begin with

    def store(self, experiment="parity", traces=None):
        """Makes a store with an experiment and, if there are traces, imports them."""
        self.judge("init", "--quiet")
        self.judge("experiment", "create", experiment, "--quiet")
        if traces:
            self.judge("trace", "import", self.jsonl("traces.jsonl", traces), "--quiet")

    def ids(self):
        """The id of each trace by its client_request_id."""
        listed = self.data("trace", "list", "--limit", "1000")["traces"]
        return {one["client_request_id"]: one["trace_id"] for one in listed}

    def assessments(self, trace, name=None):
        """The labels and verdicts of a trace, of all kinds."""
        shown = self.data("trace", "show", trace)
        return [one for one in shown["assessments"] if name in (None, one["assessment_name"])]

    def evaluate(self, rows, *words, code=0, env=None, name="rows.jsonl"):
        """Evaluates rows and returns the result's document."""
        path = rows if isinstance(rows, str) else self.jsonl(name, rows)
        return self.data("evaluate", "--data", path, *words, code=code, env=env)


def _same(found, wanted):
    """Equality of JSON, in which true is not 1."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, (list, tuple)) and isinstance(wanted, (list, tuple)):
        return len(found) == len(wanted) and all(map(_same, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(_same(found[key], wanted[key]) for key in wanted)
    return found == wanted


def _short(value):
    text = json.dumps(sorted(value, key=str) if isinstance(value, set) else value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else text[:117] + "…"
