#!/usr/bin/env python3
"""Measures the optimizers: held-out agreement before and after, calls and wall time.

usage: GIT_JUDGE_BIN=path/to/git-judge SIMULATED_LLM_BIN=path/to/simulated-llm \\
         Benchmarks/alignment.py [--optimizers a,b] [--rules a,b] [--labels N] [--seeds N]
         [--latency-ms N] [--no-signal] [--concurrency N] [--model URI]

Without --model the simulated model of the tests answers on loopback; what is measured then is how
much of what labels hold an optimizer carries into verdicts, and what it costs, not how good a
provider's model is. With --model, such as openai:/gpt-4.1-mini, the same traces and labels go to
that provider, with its key from the environment; it costs money. For each optimizer and rule it
prints the mean held-out agreement of base and aligned judge over the seeds, the mean relative gain
with its 95 % interval, how often the gain was proved without the held-out part, and calls and
seconds of one alignment, from start to end of `git judge align`.
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import tempfile
import time

BIN = os.environ.get("GIT_JUDGE_BIN", "git-judge")
SIMULATED = os.environ.get("SIMULATED_LLM_BIN", "simulated-llm")


def run(folder, *command, check=True):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise SystemExit("%s: %s" % (" ".join(command), done.stderr))
    return done.stdout


def corpus(rule, seed, count, *more):
    lines = run(None, SIMULATED, "--corpus", str(count), "--rule", rule, "--seed", str(seed), *more)
    return lines.splitlines()


def one(optimizer, rule, seed, arguments, url):
    """One alignment in a repository of its own."""
    more = ["--no-signal"] if arguments.no_signal else []
    with tempfile.TemporaryDirectory() as folder:
        run(folder, "git", "init", "-q", ".")
        run(folder, "git", "config", "user.name", "bench")
        run(folder, "git", "config", "user.email", "bench@example.org")
        if url:
            run(folder, "git", "config", "judge.openai.baseUrl", url)
        run(folder, BIN, "init")
        run(folder, BIN, "experiment", "create", "support")
        lines = corpus(rule, seed, arguments.labels, *more)
        (pathlib.Path(folder) / "traces.jsonl").write_text("\n".join(lines) + "\n")
        run(folder, BIN, "trace", "import", "traces.jsonl")
        (pathlib.Path(folder) / "judge.md").write_text(
            "Rate {{ outputs }} as an answer to {{ inputs }}: yes, no.\n")
        run(folder, BIN, "new", "support_quality", "--instructions", "@judge.md", "--values",
            "yes,no", "--pass", "yes", "--model", arguments.model or "openai:/simulated")
        start = time.monotonic()
        report = json.loads(run(
            folder, BIN, "align", "support_quality", "--optimizer", optimizer, "--seed", str(seed),
            "--concurrency", str(arguments.concurrency), "--json"))
        seconds = time.monotonic() - start
        return report, seconds


def mean(values):
    return sum(values) / max(1, len(values))


def interval(values):
    if len(values) < 2:
        return "–"
    middle = mean(values)
    spread = math.sqrt(sum((v - middle) ** 2 for v in values) / (len(values) - 1))
    half = 1.96 * spread / math.sqrt(len(values))
    return "%+.0f … %+.0f %%" % (100 * (middle - half), 100 * (middle + half))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--optimizers", default="memalign,simba,gepa,few-shot")
    parser.add_argument("--rules", default="order-number,angry-exception,few-steps")
    parser.add_argument("--labels", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--latency-ms", type=int, default=0)
    parser.add_argument("--no-signal", action="store_true")
    parser.add_argument("--model")
    arguments = parser.parse_args()
    server = None
    url = None
    if not arguments.model:
        server = subprocess.Popen(
            [SIMULATED, "--latency-ms", str(arguments.latency_ms)], stdout=subprocess.PIPE,
            text=True)
        url = server.stdout.readline().strip()
    try:
        for optimizer in arguments.optimizers.split(","):
            for rule in arguments.rules.split(","):
                done = [one(optimizer, rule, seed, arguments, url)
                        for seed in range(arguments.seeds)]
                base = [r["base"]["accuracy"] for r, _ in done]
                aligned = [r["aligned"]["accuracy"] for r, _ in done]
                gains = [a / b - 1 for a, b in zip(aligned, base) if b]
                print("%-10s %-16s held out %.2f → %.2f  gain %+.0f %% [%s]  proved %d/%d  "
                      "calls %.0f  %.2f s" % (
                          optimizer, rule, mean(base), mean(aligned), 100 * mean(gains),
                          interval(gains), sum(r["improved"] for r, _ in done), len(done),
                          mean([r["calls"] for r, _ in done]), mean([s for _, s in done])),
                      flush=True)
    finally:
        if server:
            server.terminate()


if __name__ == "__main__":
    main()
