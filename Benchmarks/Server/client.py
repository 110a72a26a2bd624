#!/usr/bin/env python3
"""How many traces a second MLflow's own client logs to a server, and how many of them get lost.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 .build/mlflow-clients/3.17.2/bin/python3 Benchmarks/Server/client.py [TRACES]

The client queues at most 1,000 exports, and drops traces if the server is slower than the program.
"""

import logging
import sys
import time
import uuid

import mlflow

logging.getLogger("mlflow").setLevel(logging.CRITICAL)


@mlflow.trace(span_type="RETRIEVER")
def search(question):
    return [{"page_content": "Open Settings, choose Password.", "metadata": {"doc_uri": "a.md"}}]


@mlflow.trace
def app(question):
    search(question)
    return {"response": "Open Settings, choose Password, and press Reset."}


def main(count):
    experiment = mlflow.create_experiment("client-" + uuid.uuid4().hex)
    mlflow.set_experiment(experiment_id=experiment)
    app("warm up")
    mlflow.flush_trace_async_logging()
    begun = time.perf_counter()
    for number in range(count):
        app(f"How do I reset my password? {number}")
    traced = time.perf_counter() - begun
    mlflow.flush_trace_async_logging()
    sent = time.perf_counter() - begun
    client, found, token = mlflow.MlflowClient(), 0, None
    while True:
        page = client.search_traces(locations=[experiment], max_results=500, page_token=token, include_spans=False)
        found, token = found + len(page), page.token
        if not token:
            break
    print(f"{count} traces: the program was done after {traced:.1f} s, all were sent after {sent:.1f} s "
          f"({count / sent:.0f} a second), {count + 1 - found} are missing")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
