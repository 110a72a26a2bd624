"""Bodies and connections that a server must refuse or bound, while it still answers others.

    python3 run_limits.py PROGRAM

A body of 2 GB, a bomb in gzip, JSON that is nested 100,000 deep, 1,000 idle connections, clients that
send a byte a second, heads without an end. Exit 1 if the server stops answering within 2 s, answers
5xx, or uses more than 1 GB.
"""

import gzip
import json
import pathlib
import socket
import sys
import tempfile
import threading
import time
import urllib.parse

import server
import stub_model
from otlp import varint
from run_crash import Client

FAILED = []


def report(right, name, detail=""):
    print(f"{'ok' if right else 'FAILED':8} limits: {name} {detail}".rstrip(), flush=True)
    if not right:
        FAILED.append(name)


def resident(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def answers(url):
    begun = time.monotonic()
    answer = Client(url).ask("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0")
    return answer is not None and answer[0] == 200 and time.monotonic() - begun < 2


def raw(url, head, pieces=(), wait=5):
    """Sends bytes as they are; returns the status, or None if the server closed or said nothing."""
    parts = urllib.parse.urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), wait) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(head)
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass
        try:
            line = connection.recv(4096).split(b"\r\n", 1)[0]
            return int(line.split()[1]) if line else None
        except (OSError, IndexError, ValueError):
            return None


def head(path, length, kind="application/json", more=""):
    return (f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n").encode()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model = stub_model.start()
    with tempfile.TemporaryDirectory(prefix="git-judge-limits.") as folder:
        store = server.Store(sys.argv[1], folder, model.url)
        with server.serving(store) as ready:
            url, process = ready["url"], ready["process"]
            create = "/api/2.0/mlflow/experiments/create"
            million = b"x" * 1_000_000

            status = raw(url, head(create, 2_000_000_000), (million for _ in range(2000)), wait=20)
            report(status in (400, 413, None) and answers(url), "a body of 2 GB is refused", f"({status}, {resident(process)} MB)")
            status = raw(url, head("/v1/traces", 2_000_000_000, "application/x-protobuf"), (million for _ in range(2000)), wait=20)
            report(status in (400, 413, None) and answers(url), "spans of 2 GB are refused", f"({status}, {resident(process)} MB)")
            chunk = b"f4240\r\n" + million + b"\r\n"
            status = raw(url, f"POST {create} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode(), (chunk for _ in range(1000)), wait=20)
            report(status in (400, 413, None) and answers(url), "1 GB in chunks is refused", f"({status}, {resident(process)} MB)")

            for layers in (1, 2):
                bomb = gzip.compress(b"\0" * 1_000_000_000, 9)
                if layers == 2:
                    bomb = gzip.compress(bomb)
                begun = time.monotonic()
                status = raw(url, head("/v1/traces", len(bomb), "application/x-protobuf", "Content-Encoding: gzip\r\n"), [bomb], wait=30)
                report(status in (400, 413, 415) and answers(url) and time.monotonic() - begun < 20, f"a bomb in gzip, {layers} deep, is refused",
                       f"({status}, {time.monotonic() - begun:.1f} s, {resident(process)} MB)")

            for text in ("[" * 100_000, "{\"a\":" * 100_000, "{\"a\":" * 100_000 + "1" + "}" * 100_000):
                status = raw(url, head(create, len(text)), [text.encode()])
                report(status in (400, 413) and answers(url), "JSON that is nested 100,000 deep is refused", f"({status})")
            body = b""
            for _ in range(3000):
                body = b"\x32" + varint(len(body) + 1 + len(varint(len(body)))) + b"\x0a" + varint(len(body)) + body
            status = raw(url, head("/v1/traces", len(body), "application/x-protobuf"), [body])
            report(status in (200, 400, 413) and answers(url), "protobuf that is nested is bounded", f"({status})")

            status = raw(url, b"GET / HTTP/1.1\r\n" + b"X-A: " + b"a" * 100 + b"\r\n", (b"X-B: " + b"b" * 8000 + b"\r\n" for _ in range(2000)), wait=20)
            report(status in (400, 413, 431, None) and answers(url), "a head without an end is refused", f"({status}, {resident(process)} MB)")
            status = raw(url, b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", wait=20)
            report(status in (400, 404, 413, 414, 431, None) and answers(url), "an address of 5 MB is refused", f"({status})")

            idle = []
            parts = urllib.parse.urlsplit(url)
            for _ in range(1000):
                try:
                    idle.append(socket.create_connection((parts.hostname, parts.port), 5))
                except OSError:
                    break
            report(answers(url), f"it answers beside {len(idle)} idle connections", f"({resident(process)} MB)")
            slow = idle[:200]
            stop = threading.Event()

            def drip():
                while not stop.wait(1):
                    for connection in slow:
                        try:
                            connection.send(b"P")
                        except OSError:
                            pass

            for connection in slow:
                connection.send(b"POST /v1/traces HTTP/1.1\r\nContent-Length: 100\r\nX-Slow: ")
            thread = threading.Thread(target=drip)
            thread.start()
            right = all(answers(url) or time.sleep(0.5) for _ in range(6))
            report(right, "it answers beside 200 clients that send a byte a second")
            stop.set()
            thread.join()
            [connection.close() for connection in idle]
            report(answers(url) and resident(process) < 1000, "it answers afterwards", f"({resident(process)} MB)")
            made = Client(url).ask("POST", create, {"name": "after"})
            report(made is not None and made[0] == 200, "and it writes")
        store.check()
    print(json.dumps({"failed": FAILED}))
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
