#!/usr/bin/env python3
"""Measures how long a reviewer waits in `git judge label`.

usage: GIT_JUDGE_BIN=path/to/git-judge Benchmarks/labelling.py [--traces N] [--labels N]

A store of N traces (20,000) of about 2.5 kB, each with a verdict and somebody else's label, all
assigned to two of three reviewers. Labels are given through a pipe, one a line. Figures:
  from the start of the program to the first trace
  from a label to the next trace: the label durable on the branch, the next trace shown
  from "next" to the next trace, which stores nothing
against the limit of 50 ms for the next trace.
"""

import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

BIN = os.environ.get("GIT_JUDGE_BIN", "git-judge")
PROMPT = b"(? for help): "


def lines(count):
    """The lines of a file with that many traces, the same on every run."""
    source = random.Random(1)
    words = ["refund", "parcel", "order", "late", "please", "account", "invoice", "thanks"]

    def text(length):
        return " ".join(source.choice(words) for _ in range(length))

    for number in range(count):
        yield json.dumps({
            "client_request_id": "case-%d" % number,
            "inputs": {"question": text(150)}, "outputs": {"answer": text(200)},
            "assessments": [
                {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt",
                 "value": source.choice(["good", "bad"]), "rationale": text(20)},
                {"name": "tone", "source_type": "HUMAN", "source_id": "bob@example.org",
                 "value": source.choice(["good", "bad"])}]})


class Session:
    """`git judge label` behind two pipes."""

    def __init__(self, folder, *options):
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            [BIN, "label", "tone", "--plain", "--reveal", "never", *options], cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.wait()
        self.start = time.perf_counter() - begin

    def wait(self):
        """Waits for a prompt."""
        seen = b""
        while not seen.endswith(PROMPT):
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                raise SystemExit("it ended: %r" % seen[-300:])
            seen += piece

    def say(self, line):
        """Enters a line and gives the seconds to the next prompt."""
        begin = time.perf_counter()
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        self.wait()
        return time.perf_counter() - begin

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def row(name, seconds, limit=None):
    ordered = sorted(seconds)
    figures = [statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]]
    texts = ["%8.1f" % (1000 * figure) for figure in figures]
    print("%-34s %s %s" % (name, " ".join(texts), "" if limit is None else "%8d" % limit))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=20_000)
    parser.add_argument("--labels", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "traces.jsonl").write_text("\n".join(lines(options.traces)) + "\n")

        def judge(*arguments):
            subprocess.run([BIN, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)

        subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
        for key, value in [("user.name", "Ann"), ("user.email", "ann@example.org")]:
            subprocess.run(["git", "config", key, value], cwd=folder, check=True)
        judge("init")
        judge("experiment", "create", "support")
        judge("trace", "import", "-q", "traces.jsonl")
        judge("new", "tone", "--builtin", "regex_match", "--set", "pattern=please")
        judge("assign", "tone", "--batch", "all", "--overlap", "2", "--reviewers",
              "ann@example.org,bob@example.org,eve@example.org")
        print("%d traces, milliseconds" % options.traces)
        print("%-34s %8s %8s %8s %8s" % ("", "median", "p95", "max", "limit"))
        session = Session(folder)
        row("label, then the next trace", [session.say("yes") for _ in range(options.labels)], 50)
        row("next trace alone", [session.say("j") for _ in range(options.labels)], 50)
        session.end()
        for order in ["shuffled", "uncertain"]:
            again = Session(folder, "--next", order)
            again.end()
            row("start, %s" % order, [again.start])


main()
