"""Dead letters without a broker: what `LetterDesk` shows and settles, from a list."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from contracts.errors import Unavailable, Unknown
from contracts.operations.dead_letters import REPLAY, LetterPage, LetterRow, SettlementReply, WholeLetter
from services.chassis.messaging.letters.desk import LetterDesk


@dataclass(frozen=True)
class LettersInMemory(LetterDesk):
    """One subscriber's; `sent` are the ids that were sent back, `away` is not empty while the broker is away."""

    uri: str = ""
    name: str = "gateway"
    parked: list[WholeLetter] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    def park(self, id_: str, body: bytes = b'{"type": "outreach.matters.finished.v1"}', error: str = "") -> None:
        row = LetterRow(id_, "outreach.matters.finished.v1", "unknown", error, "2017-07-01", 3)
        headers = {"x-reason": "unknown", "x-error": error}
        self.parked.append(WholeLetter(row, "application/json", headers, base64.b64encode(body).decode()))

    def page(self, most: int) -> LetterPage:
        self._reach()
        return LetterPage(len(self.parked), tuple(one.row for one in self.parked[:most]))

    def letter(self, id_: str) -> WholeLetter:
        self._reach()
        return next(iter(self._of(id_)))

    def settle(self, act: str, id_: str, by: str) -> SettlementReply:
        self._reach()
        found = self._of(id_)
        self.parked[:] = [one for one in self.parked if one.row.id != id_]
        self.sent.extend((id_, by) for _ in found if act == REPLAY)
        return SettlementReply(len(found))

    def _of(self, id_: str) -> list[WholeLetter]:
        found = [one for one in self.parked if one.row.id == id_]
        if not found:
            raise Unknown(id_)
        return found

    def _reach(self) -> None:
        if self.away:
            raise Unavailable(self.name)
