"""A provider on loopback for the benchmarks: HTTP, keep-alive, JSON in and out."""

import asyncio
import json
import threading


class Stub:
    """Serves in a thread of its own; a subclass answers in `answer`."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        ready.wait()

    async def answer(self, body):
        """The status and the reply to one request, both as JSON."""
        raise NotImplementedError

    def _serve(self, ready):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(
            asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=512))
        self.url = "http://127.0.0.1:%d/v1" % server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def _connection(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = 0
                for line in head.split(b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                status, reply = await self.answer(json.loads(await reader.readexactly(length)))
                text = json.dumps(reply).encode()
                writer.write(
                    b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    % (status, len(text)) + text)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
