"""Takes steps in a process of its own, so that reading goes on at its own pace; a step for each line it is told.

`python -m services.gateway.read_model.shadow.worker` takes its order as the first line of standard input and answers
each further line with one of its own. It ends with the gateway that started it; a step that it had in hand by then is
rolled back.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

import orjson

from contracts.errors import Unavailable
from contracts.wire import JsonObject
from services.chassis.base import garbage
from services.chassis.base.parent_death import end_with_parent
from services.chassis.storage.store import Store
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.replay.worker import ENVIRONMENT, NICE, ROOT
from services.gateway.read_model.shadow import steps
from services.gateway.read_model.shadow.steps import Step

LONGEST = 120.0
"""Seconds for one step, and the start of the process before it; then it is ended, and begun again."""


@dataclass
class StepsApart:
    """Steps for a district, taken by a process that is started when there is something to do."""

    store: Store
    district: str
    wanted: Programme
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def step(self) -> Step | None:
        """Have the next step taken, while nobody here writes. Raises Unavailable: the process ended without it."""
        if self._process is None:
            self._start()
        with self.store.writers_wait():
            answer = self._ask()
        return Step(**answer) if answer else None

    def _start(self) -> None:
        command = [sys.executable, "-m", "services.gateway.read_model.shadow.worker"]
        self._process = subprocess.Popen(  # noqa: S603 -- our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=ENVIRONMENT
        )
        url = self.store.url.render_as_string(hide_password=False)
        order = {"url": url, "district": self.district, "text": self.wanted.text}
        self._tell(orjson.dumps(order))
        self._answer()  # it has started: nobody who writes waits for that

    def _ask(self) -> JsonObject:
        self._tell(b"")
        return self._answer()

    def _tell(self, line: bytes) -> None:
        process = self._process
        try:
            if process and process.stdin:
                process.stdin.write(line + b"\n")
                process.stdin.flush()
        except OSError:
            self._fail()

    def _answer(self) -> JsonObject:
        process = self._process
        if process is None or process.stdout is None:
            raise Unavailable("generations")
        late = threading.Timer(LONGEST, process.kill)
        late.start()
        try:
            line = process.stdout.readline()
        finally:
            late.cancel()
        if not line:
            self._fail()
        answer: JsonObject = orjson.loads(line)
        return answer

    def _fail(self) -> None:
        self.close()
        raise Unavailable("generations")

    def close(self) -> None:
        """End the process: nothing is left to do."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()


def main() -> None:
    """Take a step for each line of standard input."""
    end_with_parent(signal.SIGKILL)
    os.nice(NICE)
    garbage.look_seldom()
    # The answers alone go there; whatever else is printed, the log too, goes where errors go.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    order = orjson.loads(sys.stdin.buffer.readline())
    store, wanted = Store(order["url"]), Programme(order["text"])
    with answers:
        _say(answers, {})
        while sys.stdin.buffer.readline():
            done = steps.step(store, order["district"], wanted)
            _say(answers, asdict(done) if done else {})
    store.close()


def _say(answers: BinaryIO, answer: JsonObject) -> None:
    answers.write(orjson.dumps(answer) + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
