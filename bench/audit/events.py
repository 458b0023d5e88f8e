"""Synthetic events of a district's year, as the audit log takes them in."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from contracts import catalogue, envelope
from contracts.audit import acts
from contracts.envelope import Event

DISTRICT = "320205"
BEGINS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPAN = dt.timedelta(days=365)
UNITS = [f"U{number:02}" for number in range(30)]
PEOPLE = [f"SYN-{number:03}" for number in range(400)]
ADDRESSES = [f"10.0.{number // 250}.{number % 250}" for number in range(600)]
STEPS = [register.type_of(step) for register in catalogue.REGISTERS.values() for step in register.steps][:120]
ACTS = ("denied", "refused", "signed_in", "sign_in_failed", "signed_out", "text_shown", "paper_read", "exported")
WEIGHTS = (8, 6, 10, 3, 8, 40, 20, 5)
RECORDS = 400_000
OF_REGISTERS, OF_LISTS = 0.6, 0.1
"""Which part of the events are steps, and which of the views are lists."""


@dataclass
class Events:
    """Synthetic events of a year, the same each time."""

    entries: int
    chance: random.Random = field(default_factory=lambda: random.Random(463))  # noqa: S311 -- no secret

    def batch(self, first: int, size: int) -> list[Event]:
        """The next ones."""
        return [self._event(number) for number in range(first, first + size)]

    def _event(self, number: int) -> Event:
        chance = self.chance
        at = BEGINS + SPAN * (number / self.entries)
        who, unit = chance.choice(PEOPLE), chance.choice(UNITS)
        if chance.random() < OF_REGISTERS:
            type_ = chance.choice(STEPS)
            service, subject = type_.partition(".")[0], self._record()
            data: dict[str, Any] = {
                "form": {"result": "合成数据，用于测量", "number": number},
                "of": {"unit": unit},
                "due": [],
            }
        else:
            act = chance.choices(ACTS, WEIGHTS)[0]
            service = "cases" if act == "text_shown" else "gateway"
            type_, subject = acts.event_type(service, act), f"e{number}"
            data = self._said(act)
        head = (f"01{number:012x}-0", f"/{DISTRICT}/{service}", type_, subject, at, at.date(), 1, 1, unit, who, "E0")
        event = Event(*head, data, post=f"clerk@{unit}", correlationid=f"c{number}")
        return envelope.decode(envelope.encode(event))

    def _record(self) -> str:
        return f"r{int(self.chance.random() ** 2 * RECORDS):07}"

    def _said(self, act: str) -> dict[str, Any]:
        outcome = {"denied": "denied", "refused": "refused", "sign_in_failed": "failed"}.get(act, "done")
        said = {"outcome": outcome, "address": self.chance.choice(ADDRESSES), "route": "GET /v1/cases/penalties/{id}"}
        if act == "text_shown" and self.chance.random() < OF_LISTS:
            return said | {"records": [f"cases.penalties/{self._record()}" for _ in range(20)], "rows": 20}
        return said | {"record": f"cases.penalties/{self._record()}"}
