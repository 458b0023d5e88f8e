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
from services.gateway.read_model.calendars.month import Month
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents import limits, moves, unit_standing
from services.gateway.reports.contents.due_part import due_part
from services.gateway.reports.contents.items import items_of, ways

FORMAT = 2
"""Of what is kept of a report as numbers: what later versions read of earlier reports depends on it.

1 had no `ways` of its items, and of a measure a way of its own rule; 2 has those of the comparison.
"""
Json = dict[str, Any]


@dataclass(frozen=True)
class ReportWish:
    """What a report shall be of: a month, of a unit and those below it or of the whole bureau, in a language."""

    month: Month
    unit: str | None = None
    lang: str = "zh"


def gather(read_model: ReadModel, wish: ReportWish, now: Callable[[], dt.datetime] = clock.now) -> Json:
    """What a report says by what is known now. Raises Unknown for a unit, and MonthAhead."""
    as_of = wish.month.as_of(read_model.today())
    with read_model.reader(read_model.question(as_of), wish.unit) as reader:
        known_at = now()
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
            "unit": wish.unit,
            "unit_title": str(reader.tree[wish.unit]["name"]) if wish.unit else None,
            "lang": wish.lang,
            "pillars": progress["pillars"],
            "coverage": coverage(items_of(progress)),
            "before": earlier and _before(earlier, progress),
            "moves": changed,
            "trends": moves.trends(reader, changed),
            "units": unit_standing.find(reader),
            "due": due_part(read_model, reader),
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
