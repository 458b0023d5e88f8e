"""A hostile crowd: `python -m bench.crowd PORT TOKEN COUNT SECONDS`. It says what became of its connections, as JSON.

Of every five one asks for a stream, one sends a body byte by byte (both with the one token), one says nothing, and two
send a head byte by byte. They come from twenty addresses of the loopback, and come again a second after they were hung
up on.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections import Counter
from typing import cast

KINDS = ("stream", "body", "idle", "head", "head")
ADDRESSES, BEAT, AT_ONCE = 20, 1.0, 50
FIRST_WORDS = {
    "stream": "GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n",
    "body": "POST /v1/evidence?name=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: image/png\r\nContent-Length: 3000000\r\n\r\n",
    "head": "GET /v1/progress HTTP/1.1\r\nHost: x\r\nX-Long: ",
    "idle": "",
}


class Crowd:
    """Many hostile clients of one gateway."""

    def __init__(self, port: int, token: str) -> None:
        """`token` is the one account's that they have."""
        self.port, self.tally, self._tasks = port, Counter[str](), set[asyncio.Task[None]]()
        self.words = {kind: words.format(token=token).encode() for kind, words in FIRST_WORDS.items()}

    async def gather(self, count: int) -> None:
        """Let them come, some at a time."""
        for number in range(count):
            self.send(number)
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0.02)

    def send(self, number: int) -> None:
        """One of them connects, and again whenever it is hung up on."""
        task = asyncio.get_running_loop().create_task(self._connect(number))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, number: int) -> None:
        source = (f"127.0.0.{2 + number % ADDRESSES}", 0)
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: _Member(self, number), "127.0.0.1", self.port, local_addr=source)
        except OSError:
            self.tally["failed"] += 1
            loop.call_later(BEAT, self.send, number)


class _Member(asyncio.Protocol):
    """One connection of the crowd."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd, self._number, self._kind = crowd, number, KINDS[number % len(KINDS)]
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say the first words, and dribble from then on."""
        self._transport = cast("asyncio.Transport", transport)
        self._crowd.tally.update(("open", "connections"))
        self._transport.write(self._crowd.words[self._kind])
        self._dribble()

    def _dribble(self) -> None:
        if self._kind in ("head", "body") and not self._transport.is_closing():
            self._transport.write(b"x")
            self._loop.call_later(BEAT, self._dribble)

    def data_received(self, data: bytes) -> None:
        """Count the answer."""
        if data.startswith(b"HTTP/1."):
            self._crowd.tally[f"{self._kind} {data[9:12].decode()}"] += 1
            if self._kind == "stream" and data[9:10] == b"4":
                self._transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        """Come again."""
        self._crowd.tally["open"] -= 1
        self._loop.call_later(BEAT, self._crowd.send, self._number)


async def _main(port: int, token: str, count: int, seconds: float) -> Counter[str]:
    crowd = Crowd(port, token)
    await crowd.gather(count)
    await asyncio.sleep(seconds)
    return crowd.tally


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    port_, token_, count_, seconds_ = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(_main(int(port_), token_, int(count_), float(seconds_)))))
