"""Until when a decision may be contested, by what the party has done so far; and until when the court may be asked.

Reconsideration Law (2023) art. 20, 23, 34, 41; Litigation Law art. 44 to 46, 85; the Supreme Court's interpretation
(2018) art. 56 to 60; Coercion Law art. 53. Before 2024 nothing made a reconsideration come first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from contracts.cases.penalties.remedies.clocks import RECONSIDERATION_LAW
from services.cases.penalties.fines import on_spot
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Data, Record

RECONSIDERATION, SUIT = "60 days", "6 months"
AFTER_DECISION, APPEAL, RULING_APPEAL = "15 days", "15 days", "10 days"
"""Time to sue over a reconsideration (Litigation Law art. 45), to appeal a judgement, a ruling (art. 85)."""
COURT = "3 months"
"""Time for asking the court (Coercion Law art. 53).

Of a judgement in force it is two years (the Supreme Court's interpretation of 2018, art. 153); whether that or the
three months hold where a suit was dismissed is disputed, so the shorter time is announced, and told with a reason if
it is missed.
"""
NOT_ACCEPTED, WITHDRAWN = "not_accepted", ("withdrawn", "ended")


@dataclass(frozen=True)
class Remedy:
    """A reconsideration or a suit.

    ended    the day on which its last decision so far was made; None: it is pending
    received the day on which the party received it
    result   what came of it
    final    whether it cannot be appealed
    """

    line: str
    begun: dt.date
    ended: dt.date | None = None
    received: dt.date | None = None
    result: str = ""
    final: bool = False

    def end(self, form: Data, *, final: bool) -> Remedy:
        """The remedy with its decision."""
        on = form["remedy_decided_on"]
        result = str(form["judgement"] if final else form["outcome"])
        return replace(self, ended=on, received=form.get("paper_served_on") or on, result=result, final=final)


def remedies(case: Record) -> list[Remedy]:
    """Every reconsideration and suit so far, in the order in which they began; retrials change nothing here."""
    all_: list[Remedy] = []
    for entry in case.effective:
        name, line = entry.step.name, entry.step.line
        if name in ("ask_reconsideration", "sue"):
            all_.append(Remedy(line, entry.on))
        elif name in ("end_reconsideration", "end_suit", "end_appeal"):
            all_ = replace_last(all_, line, entry.data, final=name == "end_appeal")
        elif name in ("appeal", "remand"):
            all_ = [replace(one, ended=None) if one is last(all_, "suit") else one for one in all_]
    return all_


def is_before_court(case: Record) -> bool:
    """Whether a court has accepted the matter (Reconsideration Law art. 29)."""
    return any(one.line == "suit" and one.result != NOT_ACCEPTED for one in remedies(case))


def last(history: Sequence[Remedy], line: str) -> Remedy:
    """The last of a line."""
    return next(one for one in reversed(history) if one.line == line)


def replace_last(history: Sequence[Remedy], line: str, form: Data, *, final: bool = False) -> list[Remedy]:
    """The history with the end of the last remedy of a line."""
    ending = last(history, line)
    return [one.end(form, final=final) if one is ending else one for one in history]


def reconsideration_first(case: Record, served: dt.date) -> bool:
    """Whether the party must ask for reconsideration before it sues (Reconsideration Law art. 23)."""
    return on_spot(case) and served >= RECONSIDERATION_LAW


def direct_remedies(case: Record, served: dt.date, calendar: Calendar) -> dict[str, dt.date | None]:
    """Until when the party may ask for reconsideration, and sue without one (None: it may not)."""
    first = reconsideration_first(case, served)
    return {
        "reconsider_by": calendar.after(served, RECONSIDERATION, rolls=True),
        "sue_by": None if first else calendar.after(served, SUIT, rolls=True),
    }


def contestable_until(case: Record, history: Sequence[Remedy], calendar: Calendar) -> dt.date | None:
    """The last day on which the party may contest the decision in any way; None: a remedy is pending."""
    if any(one.ended is None for one in history):
        return None
    until = max(filter(None, direct_remedies(case, case["served_on"], calendar).values()))
    for one in history:
        until = _until_after(one, until, calendar)
    return until


def _until_after(one: Remedy, before: dt.date, calendar: Calendar) -> dt.date:
    """Until when the party may contest it after a remedy, where it could until some day before."""
    received = one.received or one.begun
    suit = one.line == "suit"
    if one.result == NOT_ACCEPTED:
        return max(before, calendar.after(received, RULING_APPEAL if suit else AFTER_DECISION, rolls=True))
    if suit:
        over = one.final or one.result in WITHDRAWN
        return received if over else calendar.after(received, APPEAL, rolls=True)
    # Who withdraws a reconsideration may still sue in the time that there was from the beginning.
    return before if one.result in WITHDRAWN else calendar.after(received, AFTER_DECISION, rolls=True)


def deferred_until(case: Record) -> list[dt.date]:
    """The days to which payment was put off, the last part of what is paid in parts among them (art. 66)."""
    parts = [one["instalments"][-1]["due_on"] for one in case.all("allow_instalments")]
    return [*parts, *(one["until"] for one in case.all("defer"))]


def after_suit_alone(case: Record, calendar: Calendar) -> dt.date:
    """The last day for a suit, or to which payment was put off: all that the first versions of steps awaited."""
    return max([calendar.after(case["served_on"], SUIT, rolls=True), *deferred_until(case)])


def court_window(case: Record, history: Sequence[Remedy], calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    """The day after which the court may be asked, and the last on which it may; None: a remedy is pending."""
    until = contestable_until(case, history, calendar)
    if until is None:
        return None
    over = max([until, *deferred_until(case)])
    return over, calendar.after(over, COURT)
