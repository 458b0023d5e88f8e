"""Writers that remember what they asked for and what was acknowledged."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, field

from tests.suite import Suite
from tests.threads import Threads

ROWS = 20


@dataclass
class Ledger:
    """Every title that was asked for, and those whose command was acknowledged; papers that were, by their hash."""

    attempted: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    papers: dict[str, bytes] = field(default_factory=dict)
    repeats: int = 0


@dataclass
class Writers:
    """Threads that give commands one by one and by whole sheets; what is not answered is asked again with its key."""

    suite: Suite
    mark: str = ""
    """What each title begins with, where several runs write to one suite."""
    ledger: Ledger = field(default_factory=Ledger)
    threads: Threads = field(default_factory=Threads)

    def start(self, singles: int = 4, sheets: int = 1, papers: int = 0) -> None:
        for number in range(singles):
            self.threads.spawn(self._write, number)
        for number in range(sheets):
            self.threads.spawn(self._import, number)
        for _ in range(papers):
            self.threads.spawn(self._hand_in)

    def stop(self) -> None:
        self.threads.stop()

    @property
    def stopping(self) -> threading.Event:
        """Set once they are to stop."""
        return self.threads.stopping

    def _write(self, number: int) -> None:
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            title = f"{self.mark}w{number}-{turn}"
            self.ledger.attempted.add(title)
            form = {"unit": "DT", "title": title, "applied_on": "2017-03-01"}
            self._until_answered(
                [title],
                lambda form=form, title=title: (
                    self.suite.post("/v1/outreach/features", form, Idempotency_Key=title).status
                ),
            )

    def _import(self, number: int) -> None:
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            titles = [f"{self.mark}s{number}-{turn}-{row}" for row in range(ROWS)]
            self.ledger.attempted.update(titles)
            lines = ["申报单位,活动名称,申报日期", *(f"DT,{title},2017-03-01" for title in titles)]
            body = "\n".join(lines).encode()
            self._until_answered(
                titles,
                lambda body=body: self.suite.post("/v1/outreach/features/import", body, Content_Type="text/csv").status,
            )

    def _hand_in(self) -> None:
        """A paper a second: a disk of the nemesis is small."""
        turn = 0
        while not self.stopping.wait(1):
            turn += 1
            body = f"{self.mark}paper {turn} ".encode() * 500
            answer = self.suite.post("/v1/evidence?name=paper", body, Content_Type="application/octet-stream")
            if answer.status in (200, 201):
                self.ledger.papers[hashlib.sha256(body).hexdigest()] = body

    def _until_answered(self, titles: list[str], ask: object) -> None:
        while not self.stopping.is_set():
            status = ask()  # type: ignore[operator]
            if status in (200, 201):
                self.ledger.acknowledged.update(titles)
                return
            self.ledger.repeats += 1
            time.sleep(0.2)
