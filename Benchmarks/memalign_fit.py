#!/usr/bin/env python3
"""Measures one MemAlign fit where every call takes 200 ms: distilling apart from the verdicts.

usage: GIT_JUDGE_BIN=path/to/git-judge Benchmarks/memalign_fit.py [--labels N] [--latency-ms N]
         [--concurrency N] [--runs N] [--embeddings]

A fit is what MLflow's MemAlign does in `align`: guidelines are distilled from the labels, and with
--embeddings the cases are embedded. It begins when nothing else is left to wait for, and ends when
the first verdict of the taught judge is asked for: preparing prompts, reading answers and building
the memory are in it. The base judge's verdicts before it and the verdicts that decide whether the
judge is better are told apart, since MLflow asks for neither. Three fits are measured:
  first   in a process whose base verdicts are cached: the first call that it makes at all
  later   in a process that has asked for the base verdicts before
  curve   the further fits of a learning curve, one process
The stub on loopback speaks OpenAI's protocol and tells when each request came and was answered.
"""

import argparse
import asyncio
import json
import os
import pathlib
import subprocess
import tempfile
import time

from stub import Stub

BIN = os.environ.get("GIT_JUDGE_BIN", "git-judge")
GUIDELINES = json.dumps({"guidelines": [
    {"guideline_text": "An answer that names the order number is good.",
     "source_trace_ids": [1, 2], "replaces": []}]})


class TimedStub(Stub):
    """Answers after a time, and remembers (kind, arrival, reply) of each request."""

    def __init__(self, latency):
        self.latency, self.seen = latency, []
        super().__init__()

    async def answer(self, body):
        arrived = time.monotonic()
        await asyncio.sleep(self.latency)
        kind, reply = self.reply(body)
        self.seen.append((kind, arrived, time.monotonic()))
        return 200, reply

    def reply(self, body):
        if "input" in body:
            data = [{"index": place, "embedding": [1.0, len(text) % 7, len(text) % 5]}
                    for place, text in enumerate(body["input"])]
            return "embedding", {"model": "stub", "data": data, "usage": {"prompt_tokens": 1}}
        prompt = body["messages"][-1]["content"]
        kind = "distilling" if "write the guidelines" in prompt else "verdict"
        answer = GUIDELINES if kind == "distilling" else json.dumps(
            {"rationale": "r", "result": "yes" if len(prompt) % 2 else "no"})
        return kind, {"model": "stub", "choices": [{"message": {"content": answer}}],
                      "usage": {"prompt_tokens": 100, "completion_tokens": 10}}


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("%s: %s" % (" ".join(command), done.stderr))
    return done.stdout


def ready(folder, url, labels):
    """A repository with labelled traces and a judge."""
    run(folder, "git", "init", "-q", ".")
    run(folder, "git", "config", "user.name", "bench")
    run(folder, "git", "config", "user.email", "bench@example.org")
    run(folder, "git", "config", "judge.openai.baseUrl", url)
    run(folder, BIN, "init")
    run(folder, BIN, "experiment", "create", "support")
    lines = []
    for n in range(labels):
        text = "Your order %d has been sent" % n if n % 2 else "We are looking into it, thank you"
        lines.append({
            "client_request_id": "r%d" % n, "inputs": {"issue": "where is my parcel, no. %d?" % n},
            "outputs": {"response": text + " and will arrive soon." * (n % 4)},
            "assessments": [{
                "name": "quality", "value": "yes" if n % 2 else "no",
                "source": {"source_type": "HUMAN", "source_id": "reviewer-a@example.org"},
                "rationale": "it names the order" if n % 2 else "it names no order"}]})
    path = pathlib.Path(folder)
    (path / "traces.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    run(folder, BIN, "trace", "import", "traces.jsonl")
    (path / "judge.md").write_text("Is {{ outputs }} a good answer to {{ inputs }}?\n")
    run(folder, BIN, "new", "quality", "--instructions", "@judge.md", "--values", "yes,no",
        "--pass", "yes", "--model", "openai:/stub")


def fits(seen, start):
    """Per fit: seconds before it since the start, of it, and of what is asked after it."""
    order = sorted(seen, key=lambda request: request[1])
    found, place = [], 0
    while place < len(order):
        if order[place][0] != "distilling":
            place += 1
            continue
        first = place
        while place < len(order) and order[place][0] != "verdict":
            place += 1
        verdicts = place
        while place < len(order) and order[place][0] != "distilling":
            place += 1
        begin = max((request[2] for request in order[:first]), default=order[first][1])
        end = order[verdicts][1] if verdicts < place else max(
            request[2] for request in order[first:verdicts])
        after = max((request[2] for request in order[verdicts:place]), default=end)
        kinds = [request[0] for request in order[first:verdicts]]
        asked = sum(request[0] == "verdict" for request in order[verdicts:place])
        found.append((begin - start, end - begin, after - end, kinds.count("distilling"),
                      kinds.count("embedding"), asked))
    return found


def show(name, list_of_fits):
    for before, fit, after, distilled, embedded, verdicts in list_of_fits:
        print("%-6s fit %.3f s (%d distillation calls, %d of embeddings), %.3f s before it, "
              "%.3f s of %d verdicts after it" % (
                  name, fit, distilled, embedded, before, after, verdicts), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=int, default=50)
    parser.add_argument("--latency-ms", type=int, default=200)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--embeddings", action="store_true")
    arguments = parser.parse_args()
    stub = TimedStub(arguments.latency_ms / 1000)
    more = ["--concurrency", str(arguments.concurrency)]
    align = [BIN, "align", "quality", "--optimizer", "memalign", *more]
    if arguments.embeddings:
        align += ["--set", "embedding_model=openai:/embed"]
    for _ in range(arguments.runs):
        for name in ["first", "later"]:
            with tempfile.TemporaryDirectory() as folder:
                ready(folder, stub.url, arguments.labels)
                if name == "first":
                    run(folder, BIN, "run", "quality", *more)
                stub.seen.clear()
                start = time.monotonic()
                run(folder, *align)
                show(name, fits(stub.seen, start))
    with tempfile.TemporaryDirectory() as folder:
        ready(folder, stub.url, 2 * arguments.labels)
        stub.seen.clear()
        start = time.monotonic()
        run(folder, BIN, "learning-curve", "quality", "--optimizer", "memalign", "--sizes",
            str(arguments.labels), "--seeds", "3", *more)
        show("curve", fits(stub.seen, start)[1:])


if __name__ == "__main__":
    main()
