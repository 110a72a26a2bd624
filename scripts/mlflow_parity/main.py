"""Runs the rows and prints the table."""

import argparse
import concurrent.futures
import json
import os
import shutil
import sys
import time
import traceback

from .rows import ROWS
from .world import Unexpected, World

GUIDES = (("A", 30), ("B", 17), ("C", 27))


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/parity", description="Carries out the 74 rows of MLflow's judge guides.")
    parser.add_argument("--program", help="the git-judge program, or its folder (default: on PATH)")
    parser.add_argument("--rows", help="only these rows, such as A1,B3,C13")
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1), metavar="N",
                        help="rows at the same time")
    parser.add_argument("--keep", action="store_true", help="keep the repositories, and print where")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    program = find(options.program)
    if program is None:
        parser.error(f"{options.program}: no such program" if options.program
                     else "no git-judge program: build it, or name it with --program")
    if os.path.basename(program) != "git-judge":
        # git finds a command of its own by the name of the file.
        parser.error(f"{program}: the file must have the name git-judge, because the rows run `git judge`; "
                     "rename it, or link to it under that name")
    _import_rows()
    everything = [f"{guide}{n}" for guide, count in GUIDES for n in range(1, count + 1)]
    missing = [name for name in everything if name not in ROWS]
    if missing:
        parser.error("rows without a function: " + ", ".join(missing))
    chosen = []
    for one in (options.rows or "A,B,C").upper().replace(" ", "").split(","):
        chosen += [name for name in everything if name[0] == one] or [one]
    unknown = [one for one in chosen if one not in ROWS]
    if unknown:
        parser.error("no such row: " + ", ".join(unknown))
    start = time.time()
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        results = list(pool.map(lambda name: carry_out(ROWS[name], program, options.keep), chosen))
    if options.json:
        print(json.dumps({"rows": results, "seconds": round(time.time() - start, 1)},
                         ensure_ascii=False, indent=2))
    else:
        print_table(results, time.time() - start)
    return 1 if any(one["result"] in ("partly", "fails") for one in results) else 0


def find(given):
    """The absolute path of the program, or None."""
    if given and os.path.isdir(given):
        given = os.path.join(given, "git-judge")
    path = shutil.which(given or "git-judge")
    return os.path.abspath(path) if path else None


def _import_rows():
    from . import alignment, customising, evaluation, judging, labelling, metrics, workflow  # noqa: F401


def carry_out(row, program, keep):
    """Runs one row in a world of its own."""
    simulated = os.path.join(os.path.dirname(program), "simulated-llm")
    world = World(program, simulated if os.access(simulated, os.X_OK) else None)
    seen, start = "", time.time()
    try:
        seen = row.function(world) or ""
    except Unexpected as problem:
        world.failed.append(str(problem))
    except Exception as problem:  # A row must not end the others.
        place = traceback.extract_tb(problem.__traceback__)[-1]
        world.failed.append(f"{type(problem).__name__}: {problem} (line {place.lineno} of {place.name})")
    finally:
        world.close(keep)
    if world.failed:
        result = "partly" if world.passed else "fails"
        seen = world.failed[0] + (f" (and {len(world.failed) - 1} more)" if len(world.failed) > 1 else "")
    elif not world.passed:
        result, seen = "fails", "the row checked nothing"
    else:
        result = f"needs the {row.needs}" if row.needs else "works"
    answer = {
        "row": row.name, "asks": row.asks, "result": result, "seen": " ".join(seen.split()),
        "checks": len(world.passed) + len(world.failed), "failed": world.failed,
        "seconds": round(time.time() - start, 1),
    }
    if keep:
        answer["folder"] = world.folder
    return answer


def print_table(results, seconds):
    width = max(len(one["result"]) for one in results)
    for one in results:
        print(f"{one['row']:<4} {one['result']:<{width}}  {one['asks']}: {one['seen']}")
        for sentence in one["failed"]:
            print(f"{'':<{width + 7}}- not: {' '.join(sentence.split())}")
        if "folder" in one:
            print(f"{'':<{width + 7}}in {one['folder']}")
    counts = {}
    for one in results:
        counts[one["result"]] = counts.get(one["result"], 0) + 1
    total = ", ".join(f"{n} {name}" for name, n in sorted(counts.items(), key=lambda pair: -pair[1]))
    checks = sum(one["checks"] for one in results)
    print(f"\n{len(results)} rows: {total}; {checks} checks in {seconds:.0f} s")
    sys.stdout.flush()
