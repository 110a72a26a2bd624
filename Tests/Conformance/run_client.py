"""Runs the checks with MLflow's client against MLFLOW_TRACKING_URI. Exit 1 if any fails.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 python run_client.py [AREA …]
"""

import argparse
import importlib
import logging
import os
import pathlib
import sys
import warnings

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))

AREAS = [
    "experiments", "runs", "tracing", "searching", "assessments", "scorers", "datasets",
    "evaluating", "guides", "races", "errors", "judges",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("areas", nargs="*", help="areas to run; default: all (%s)" % ", ".join(AREAS))
    parser.add_argument("--without", action="append", default=[], help="leave this area out")
    parser.add_argument("--only", help="run only checks with this text in their names")
    parser.add_argument("--reference", action="store_true",
                        help="the server is MLflow's own: leave out what only git-judge does")
    parser.add_argument("--show", type=int, default=4, help="exchanges shown for a failure")
    parser.add_argument("--list", action="store_true", help="print the names of the checks")
    options = parser.parse_args()
    if not options.list and "MLFLOW_TRACKING_URI" not in os.environ:
        parser.error("set MLFLOW_TRACKING_URI to the URL of the server")
    warnings.filterwarnings("ignore", message="Versions of mlflow")
    import mlflow

    import checks

    for name in ("mlflow", "opentelemetry", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for area in AREAS:
        if (here / "client" / f"{area}.py").exists():
            importlib.import_module(f"client.{area}")
    if options.list:
        for item in checks.registered:
            print(f"{item.area}: {item.name}" + (f" (ours only: {item.ours})" if item.ours else ""))
        return 0
    checks.record_exchanges()
    failed = checks.run(
        areas=[a for a in options.areas or AREAS if a not in options.without], only=options.only, reference=options.reference,
        show=options.show, label=f"MLflow client {mlflow.__version__}: ")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # threads of the client may wait for a server that has gone
