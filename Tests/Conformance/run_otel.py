"""Runs the checks with OpenTelemetry against MLFLOW_TRACKING_URI. Exit 1 if any fails."""

import argparse
import importlib
import logging
import os
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))

MODULES = ["exporting", "instrumented", "evaluations"]
# An instrumentation changes the package for the whole process, so each has a process of its own.
PROCESSES = [["exporting", "instrumented", "evaluations"], ["openinference"], ["traceloop"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*")
    parser.add_argument("--only")
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    if not options.areas:
        own = [sys.executable, *sys.orig_argv[1:]]
        return max(subprocess.run([*own, *areas]).returncode for areas in PROCESSES)
    os.environ.setdefault("OTEL_SDK_DISABLED", "false")
    for name in ("opentelemetry", "urllib3", "openinference"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    import checks

    for area in MODULES:
        importlib.import_module(f"otel.{area}")
    checks.record_exchanges()
    return 1 if checks.run(areas=options.areas or None, only=options.only, show=options.show, label="OpenTelemetry: ") else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
