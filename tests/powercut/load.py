"""A mixed load whose acknowledgements are noted with the disk's position: single commands, batches, papers."""

from __future__ import annotations

import hashlib
import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.powercut.device import RecordedDisk
from tests.suite import Suite

BATCH = 12
LONGEST_PAPER = 150_000


@dataclass(frozen=True)
class Acknowledgement:
    """At this position of the log somebody had been told that an event, or a paper, is kept."""

    position: int
    kind: str
    id: str


@dataclass
class Load:
    """Writers, each in a thread; what is refused or not answered counts for nothing."""

    suite: Suite
    disk: RecordedDisk
    seed: int
    acknowledged: list[Acknowledgement] = field(default_factory=list)
    refused: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, seconds: float) -> None:
        token = self.suite.token("clerk")
        writers = [self._single, self._private, self._batch, self._paper, self._paper, self._same_paper]
        threads = [threading.Thread(target=self._repeat, args=(n, one, token)) for n, one in enumerate(writers)]
        for thread in threads:
            thread.start()
        self._stopping.wait(seconds)
        self._stopping.set()
        for thread in threads:
            thread.join(90)
            assert not thread.is_alive()

    def _repeat(
        self, number: int, write: Callable[[str, random.Random, str], list[tuple[str, str]]], token: str
    ) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        for turn in itertools.count():
            if self._stopping.is_set():
                return
            kept = write(f"{number}-{turn}", chance, token)
            # Read after the answer: whatever made it true is in the log by now.
            position = self.disk.position()
            self.acknowledged += [Acknowledgement(position, kind, id_) for kind, id_ in kept]
            self.refused += not kept

    def _post(self, path: str, body: Any, token: str, **headers: str) -> Any:
        response = self.suite.post(path, body, token=token, **headers)
        return response.json if response.status in (200, 201) else None

    def _single(self, name: str, _chance: random.Random, token: str) -> list[tuple[str, str]]:
        answer = self._post("/v1/outreach/features", _feature(name), token, Idempotency_Key=name)
        return [("event", answer["event"])] if answer else []

    def _private(self, name: str, _chance: random.Random, token: str) -> list[tuple[str, str]]:
        form = {"unit": "DT", "community": "映月", "requester_name": f"某{name}", "matter": f"事项 {name}"}
        form["requested_on"] = "2017-03-01"
        answer = self._post("/v1/outreach/matters", form, token, Idempotency_Key=name)
        return [("private event", answer["event"])] if answer else []

    def _batch(self, name: str, _chance: random.Random, token: str) -> list[tuple[str, str]]:
        groups = [
            [{"step": "apply", "form": _feature(f"{name}-{row}"), "key": f"{name}-{row}"}] for row in range(BATCH)
        ]
        answer = self._post("/v1/outreach/features:batch", {"groups": groups}, token)
        return [("event", one["event"]) for one in answer["results"] if "event" in one] if answer else []

    def _paper(self, name: str, chance: random.Random, token: str) -> list[tuple[str, str]]:
        return self._hand_in(chance.randbytes(chance.randint(1, LONGEST_PAPER)), name, token)

    def _same_paper(self, name: str, chance: random.Random, token: str) -> list[tuple[str, str]]:
        """The same bytes twice at once: who finds them there must not answer before they are synced."""
        body = chance.randbytes(chance.randint(1, LONGEST_PAPER))
        other = threading.Thread(target=self._hand_in, args=(body, f"{name}-a", token))
        other.start()
        kept = self._hand_in(body, f"{name}-b", token)
        other.join()
        return kept

    def _hand_in(self, body: bytes, name: str, token: str) -> list[tuple[str, str]]:
        answer = self._post(f"/v1/evidence?name={name}", body, token, Content_Type="application/octet-stream")
        assert answer is None or answer["sha256"] == hashlib.sha256(body).hexdigest()
        return [("paper", answer["sha256"])] if answer else []


def _feature(title: str) -> dict[str, str]:
    return {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
