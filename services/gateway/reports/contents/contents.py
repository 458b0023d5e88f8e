"""Gathers what a report says: one state of the ledger, read as whoever may see least reads it.

Everybody who sees the overview may read a report: so private numbers stand in it as they stand for most people, and of
registers that only some may read there are numbers and no records.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from services.chassis.base import clock
from services.gateway.display.item_counts import coverage
from services.gateway.read_model.calendars.month import Month, read_month
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import ALWAYS
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents import limits, moves, unit_standing
from services.gateway.reports.contents.due_part import due_part
from services.gateway.reports.contents.items import items_of, ways

FORMAT = 3
"""Of what is kept of a report as numbers: what later versions read of earlier reports depends on it.

1 had no `ways` of its items, and of a measure a way of its own rule; 2 has those of the comparison, and no `due` where
it was made as known at an earlier moment (`then`): due dates are kept as they stand, and not as they stood. 3 has the
names of units and records beside their codes.
"""
Json = dict[str, Any]


@dataclass(frozen=True)
class ReportWish:
    """What a report shall be of: a month, of a unit and those below it or of the whole bureau, in a language.

    as_of     a day of the month; None: its last, or today while it goes on
    known_at  an earlier moment, by what was known then; None: by what is known when it is made
    """

    month: Month
    unit: str | None = None
    lang: str = "zh"
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None

    def day(self, today: dt.date) -> dt.date:
        """The day up to which it counts, which is none after the moment of which it is. Raises MonthAhead."""
        last = self.month.as_of(today)
        known = clock.day_of(self.known_at) if self.known_at else last
        return self.as_of or min(last, known)

    def to_dict(self) -> dict[str, str]:
        """As somebody says it; what is not given is left out."""
        times = {"as_of": self.as_of, "known_at": self.known_at}
        said = {"month": self.month.name, "unit": self.unit, "lang": self.lang}
        plain = said | {name: one.isoformat() if one else None for name, one in times.items()}
        return {name: value for name, value in plain.items() if value}

    @staticmethod
    def from_dict(said: dict[str, str]) -> ReportWish:
        """As it was said."""
        day, moment = said.get("as_of"), said.get("known_at")
        return ReportWish(
            read_month(said["month"]),
            said.get("unit"),
            said["lang"],
            dt.date.fromisoformat(day) if day else None,
            dt.datetime.fromisoformat(moment) if moment else None,
        )


def gather(read_model: ReadModel, wish: ReportWish, now: Callable[[], dt.datetime] = clock.now) -> Json:
    """What a report says by what is known now, or was known then. Raises Unknown for a unit, and MonthAhead."""
    as_of, then = wish.day(read_model.today()), wish.known_at
    with read_model.reader(read_model.question(as_of, then or ALWAYS), wish.unit) as reader:
        known_at = then or now()
        before = _month_before(read_model, reader, wish.month)
        progress, earlier = reader.document(), before.document() if before else None
        changed = moves.find(before, reader) if before else []
        return {
            "format": FORMAT,
            "district": read_model.district,
            "campaign": progress["campaign"],
            "programme": reader.programme.digest,
            "title": progress["title"],
            "month": wish.month.name,
            "as_of": as_of.isoformat(),
            "whole": as_of == wish.month.last,
            "known_at": known_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "then": then is not None,
            "unit": wish.unit,
            "unit_title": str(reader.tree[wish.unit]["name"]) if wish.unit else None,
            "lang": wish.lang,
            "pillars": progress["pillars"],
            "coverage": coverage(items_of(progress)),
            "before": earlier and _before(earlier, progress),
            "moves": changed,
            "trends": moves.trends(reader, changed),
            "units": unit_standing.find(reader),
            "due": None if then else due_part(read_model, reader),
            "limits": limits.find(read_model, reader, (wish.month.last, known_at)),
        }


def _month_before(read_model: ReadModel, reader: Reader, month: Month) -> Reader | None:
    """The same ledger as of the end of the month before; None: the campaign's year had not begun."""
    day = month.before.last
    if day < reader.programme.start:
        return None
    return replace(reader, question=replace(reader.question, as_of=day), programme=read_model.programme.on(day))


def _before(earlier: Json, progress: Json) -> Json:
    standing = {item["id"]: item["status"] for item in items_of(earlier)}
    return {"as_of": earlier["as_of"], "items": standing, "ways": ways(earlier, progress)}
