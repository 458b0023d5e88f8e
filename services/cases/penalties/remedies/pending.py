"""From when to when remedies were pending: the time that does not count against the party."""

import datetime as dt
from collections.abc import Iterator

from contracts.errors import Refused
from services.chassis.records.record import Record, Revision

LINES = ("reconsideration", "suit")
PENDING = ("pending", "appealed")
"""A retrial is not among them: it stops nothing by itself (Litigation Law art. 90)."""


class RemedyPending(Refused):
    """The court is not asked while a reconsideration or a suit is pending."""

    slug, zh, article = "remedy-pending", "行政复议或者行政诉讼尚未终结", "行政强制法 第五十三条"


def pending_lines(case: Record) -> list[str]:
    """Which remedies are pending now."""
    return [line for line in LINES if case.status(line) in PENDING]


def require_none_pending(case: Record) -> None:
    """No remedy is pending. Raises RemedyPending."""
    if pending_lines(case):
        raise RemedyPending(case.id)


def remedy_periods(case: Record) -> Iterator[tuple[dt.date, dt.date]]:
    """From when to when each reconsideration and suit was pending; `date.max`: it still is.

    A judgement that was appealed never came into force: the suit was pending all the time.
    """
    for line in LINES:
        yield from _periods(case.moves(line))


def _periods(moves: list[Revision]) -> Iterator[tuple[dt.date, dt.date]]:
    begun: dt.date | None = None
    ended = dt.date.max
    for move in moves:
        if move.step.name in ("ask_reconsideration", "sue"):
            if begun:
                yield begun, ended
            begun, ended = move.on, dt.date.max
        elif move.step.leads in PENDING:
            ended = dt.date.max
        elif move.step.name not in {"retry", "end_retrial"}:
            ended = move.on
    if begun:
        yield begun, ended
