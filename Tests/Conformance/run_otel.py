"""Runs the checks with OpenTelemetry against MLFLOW_TRACKING_URI. Exit 1 if any fails."""

import argparse
import importlib
import logging
import os
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))

AREAS = ["exporting", "instrumented", "evaluations"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*")
    parser.add_argument("--only")
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("OTEL_SDK_DISABLED", "false")
    for name in ("opentelemetry", "urllib3", "openinference"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    import checks

    for area in AREAS:
        importlib.import_module(f"otel.{area}")
    checks.record_exchanges()
    return 1 if checks.run(areas=options.areas or None, only=options.only, show=options.show, label="OpenTelemetry: ") else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
