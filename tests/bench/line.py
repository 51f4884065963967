"""A line between a browser and a server: as slow as it is told, and it keeps account of what came over it and when.

Bytes are those on the wire, headers and all; TCP's and IP's own are not counted. Knows nothing of HTTP.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from dev import HOST

CHUNK = 16_384
RUNS_AHEAD = 0.25  # seconds; more waits at the server, as behind a real bottleneck


@dataclass
class Line:
    """There and back in `delay` seconds, `rate` bytes a second downwards (0: as fast as the machine)."""

    server: int
    delay: float = 0.0
    rate: float = 0.0
    port: int = 0
    arrived: list[tuple[float, int]] = field(default_factory=list)  # moment, bytes
    _free_at: float = 0.0
    _carried: set[asyncio.Task] = field(default_factory=set)

    def bytes_until(self, moment: float = float("inf")) -> int:
        """How many had come to the browser by a moment (seconds since 1970)."""
        return sum(size for at, size in self.arrived if at <= moment)

    def forget(self) -> None:
        self.arrived.clear()

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Begin to carry a connection. As a task of our own: asyncio makes much ado of one of its own that is ended."""
        task = asyncio.ensure_future(self._connect(reader, writer))
        self._carried.add(task)
        task.add_done_callback(self._carried.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection; its opening costs once there and back."""
        await asyncio.sleep(self.delay)
        try:
            theirs, ours = await asyncio.open_connection(HOST, self.server)
        except OSError:
            writer.close()
            return
        ways = self._carry(reader, ours, downwards=False), self._carry(theirs, writer, downwards=True)
        await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(self, reader, writer, *, downwards: bool) -> None:
        """Take in what one side sends, and hand it to the other when the line would have brought it."""
        waiting: asyncio.Queue = asyncio.Queue()
        delivering = asyncio.ensure_future(self._deliver(waiting, writer, downwards))
        clock = asyncio.get_running_loop().time
        try:
            while chunk := await reader.read(CHUNK):
                through = self._through(len(chunk), clock()) if downwards else clock()
                waiting.put_nowait((through + self.delay / 2, chunk))
                await asyncio.sleep(max(0.0, through - clock() - RUNS_AHEAD))
        except OSError:
            pass  # the browser has gone
        waiting.put_nowait((clock() + self.delay / 2, b""))
        await delivering

    def _through(self, size: int, now: float) -> float:
        """When so many bytes have got through the bottleneck, which all connections share."""
        self._free_at = max(now, self._free_at) + (size / self.rate if self.rate else 0.0)
        return self._free_at

    async def _deliver(self, waiting: asyncio.Queue, writer, downwards: bool) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not chunk:
                break
            if downwards:
                self.arrived.append((time.time(), len(chunk)))
            writer.write(chunk)
        writer.close()


@contextmanager
def laid(server: int, *, delay: float = 0.0, rate: float = 0.0) -> Iterator[Line]:
    """A line to the server on a port of this machine, on a port of its own, in a thread of its own."""
    line, ready, taken_up = Line(server, delay, rate), threading.Event(), []

    async def listen() -> None:
        listening = await asyncio.start_server(line.take, HOST, 0)
        line.port = listening.sockets[0].getsockname()[1]
        ended = asyncio.Event()
        taken_up.append(partial(asyncio.get_running_loop().call_soon_threadsafe, ended.set))
        ready.set()
        await ended.wait()  # `asyncio.run` then breaks off what is still on its way
        listening.close()

    thread = threading.Thread(target=asyncio.run, args=[listen()], daemon=True)
    thread.start()
    ready.wait()
    yield line
    taken_up[0]()
    thread.join()
