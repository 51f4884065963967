"""A small load of our own, for machines without `wrk`: `python -m tests.bench.knock PORT FILE SECONDS`.

Tells the same line of figures as wrk.lua. It costs more of the machine than wrk does, so fewer requests are answered.
"""

import asyncio
import sys
import time
from itertools import cycle
from pathlib import Path

CONNECTIONS = 8


class Knocking:
    """Connections that ask for the next address as soon as they have an answer, until the time is up."""

    def __init__(self, port: int, addresses: list[str], seconds: float) -> None:
        self.port, self.addresses, self.seconds = port, cycle(addresses), seconds
        self.took: list[float] = []
        self.faults = 0

    async def run(self) -> str:
        """The line of figures."""
        began = time.perf_counter()
        self.until = began + self.seconds
        await asyncio.gather(*(self._connection() for _connection in range(CONNECTIONS)))
        elapsed, ordered = time.perf_counter() - began, sorted(self.took)
        half, most = (ordered[int((len(ordered) - 1) * part)] for part in (0.5, 0.99))
        return f"{len(ordered)} {elapsed * 1e6:.0f} {self.faults} {half * 1e6:.0f} {most * 1e6:.0f}"

    async def _connection(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while (began := time.perf_counter()) < self.until:
            address = next(self.addresses)
            writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            await reader.readexactly(int(length))
            self.took.append(time.perf_counter() - began)
            self.faults += b" 200 " not in head.split(b"\r\n", 1)[0] + b" "
        writer.close()


if __name__ == "__main__":
    port, file, seconds = sys.argv[1:]
    print(asyncio.run(Knocking(int(port), Path(file).read_text().split(), float(seconds)).run()))
