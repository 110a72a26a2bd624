#!/usr/bin/env python3
"""Measures how git-judge calls models, against a stub on loopback and the ideal.

usage: GIT_JUDGE_BIN=path/to/git-judge Benchmarks/providers.py [--cached N]

The stub answers after 200 ms, in OpenAI's protocol. Three figures:
  1,000 verdicts at --concurrency 64, against 1000 / 64 * 0.2 s
  the second run, which must call nothing
  under 429 above 8 in flight, the best fixed concurrency against --concurrency 64
With --cached N also the memory of a run over N cached verdicts.
"""

import argparse
import asyncio
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from stub import Stub

BIN = os.environ.get("GIT_JUDGE_BIN", "git-judge")
ANSWER = json.dumps({"rationale": "It greets.", "result": "good"})


class LimitedStub(Stub):
    """Answers after a time; refuses with 429 above a number in flight."""

    def __init__(self, latency, limit=None):
        self.latency, self.limit = latency, limit
        self.calls = self.refused = self.in_flight = self.most = 0
        super().__init__()

    async def answer(self, body):
        if self.limit is not None and self.in_flight >= self.limit:
            self.refused += 1
            return 429, {"error": "too many"}
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await asyncio.sleep(self.latency)
        self.in_flight -= 1
        self.calls += 1
        return 200, {"model": "stub", "choices": [{"message": {"content": ANSWER}}],
                     "usage": {"prompt_tokens": 100, "completion_tokens": 10}}


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def judge(folder, *words):
    """Runs git-judge; (its document, seconds, peak memory in MiB)."""
    start = time.perf_counter()
    process = subprocess.Popen([BIN, *words, "--json"], cwd=folder, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**os.environ, "OPENAI_API_KEY": "x"})
    output = process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(words)}: {errors.decode()}")
    return json.loads(output), seconds, usage.ru_maxrss / 1024


def repository(parent, name, traces, url):
    folder = pathlib.Path(parent) / name
    folder.mkdir()
    git(folder, "init", "-q")
    for key, value in [("user.name", "bench"), ("user.email", "bench@example.org"),
                       ("judge.openai.baseUrl", url)]:
        git(folder, "config", key, value)
    judge(folder, "init")
    judge(folder, "experiment", "create", "bench")
    lines = "".join(
        json.dumps({"client_request_id": f"c{i}", "inputs": f"question {i}",
                    "outputs": f"answer {i}"}) + "\n" for i in range(traces))
    (folder / "traces.jsonl").write_text(lines)
    judge(folder, "trace", "import", "traces.jsonl")
    (folder / "judge.md").write_text("Is {{ outputs }} a good answer to {{ inputs }}?")
    judge(folder, "new", "tone", "--instructions", "@judge.md", "--values", "good,bad",
          "--pass", "good", "--model", "openai:/stub")
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cached", type=int, default=0)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with tempfile.TemporaryDirectory() as parent:
        stub = LimitedStub(0.2)
        folder = repository(parent, "a", 1000, stub.url)
        result, seconds, memory = judge(folder, "run", "tone", "--concurrency", "64")
        ideal = 1000 / 64 * 0.2
        assert result["errors"] == 0 and result["calls"] == 1000, result
        print(f"1,000 verdicts at 64: {seconds:.2f} s, {seconds / ideal:.2f} x the ideal "
              f"{ideal:.2f} s (1.15); {memory:.0f} MiB; at most {stub.most} in flight")
        result, seconds, _ = judge(folder, "run", "tone")
        print(f"the second run: {result['calls']} calls, {seconds:.2f} s (2)")

        best = None
        for fixed in [6, 7, 8, 9, 10]:
            stub = LimitedStub(0.2, limit=8)
            folder = repository(parent, f"f{fixed}", 400, stub.url)
            _, seconds, _ = judge(folder, "run", "tone", "--concurrency", str(fixed))
            best = min(best or seconds, seconds)
        stub = LimitedStub(0.2, limit=8)
        folder = repository(parent, "limited", 400, stub.url)
        result, seconds, _ = judge(folder, "run", "tone", "--concurrency", "64")
        assert result["errors"] == 0 and result["verdicts"]["tone"]["good"] == 400, result
        print(f"429 above 8 in flight, 400 verdicts: {seconds:.2f} s, {seconds / best:.2f} x the "
              f"best fixed concurrency {best:.2f} s (1.20); {stub.calls} answered, "
              f"{stub.refused} refused")
        if options.cached:
            stub = LimitedStub(0)
            folder = repository(parent, "cached", options.cached, stub.url)
            judge(folder, "run", "tone", "--concurrency", "64")
            result, seconds, memory = judge(folder, "run", "tone")
            print(f"{options.cached:,} cached verdicts: {result['calls']} calls, {seconds:.1f} s, "
                  f"{memory:.0f} MiB (300)")


if __name__ == "__main__":
    main()
