"""Reconsideration and suit: what they change, and the time that they take."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.fines import UNDONE
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class RemedyPending(Refused):
    """The court is not asked while a reconsideration or a suit is pending."""

    slug, zh, article = "remedy-pending", "行政复议或者行政诉讼尚未终结", "行政强制法 第五十三条"


@rules.on("end_reconsideration", "end_suit")
def end_remedy(case: Record, form: Data, _at: Context) -> Data:
    """A decision that was changed, revoked or found unlawful leaves publication (art. 48)."""
    undone = form["outcome"] in (*UNDONE, "changed")
    return form | {"withdrawal_owed": undone and case.status("publication") == "published"}


def remedy_periods(case: Record) -> Iterator[tuple[dt.date, dt.date]]:
    """From when to when each reconsideration and suit was pending."""
    for line in ("reconsideration", "suit"):
        moves = case.moves(line)
        for begun, ended in pairwise([*moves, None]):
            if begun and begun.step.leads == "pending":
                yield begun.on, ended.on if ended else dt.date.max
