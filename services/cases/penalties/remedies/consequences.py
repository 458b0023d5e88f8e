"""What the end of a remedy, or a correction of the agency's own, has for consequences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from contracts.errors import NotYet, Refused
from services.cases.penalties.fines import fine, refundable
from services.cases.penalties.remedies.standing import CHANGED, leaves_publication
from services.cases.penalties.remedies.windows import Remedy, court_window
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Context, Data, Record


class FineUnchanged(Refused):
    """Another fine or confiscation follows from a decision that changed the penalty, and from no other."""

    slug, zh, field = "fine-unchanged", "只有变更处罚决定的才填写变更后罚款、没收", "new_fine"
    article = "行政复议法 第六十三条；行政诉讼法 第七十七条"


def check_ending(form: Data, at: Context) -> None:
    """The paper reached the party after it was made and not later than today; another fine was decided as one.

    Raises OutOfOrder, NotYet, FineUnchanged.
    """
    if served := form["paper_served_on"]:
        require_not_before(served, form["remedy_decided_on"], "paper_served_on")
        if served > at.today:
            raise NotYet(served, errors=[NotYet.fault("paper_served_on")])
    for name in ("new_fine", "new_confiscation"):
        if form[name] and form["outcome"] != CHANGED:
            raise FineUnchanged(form[name], errors=[FineUnchanged.fault(name)])


def withdrawal(case: Record, form: Data) -> Data:
    """Whether what was published is to be withdrawn: all that the first version of a remedy's end said."""
    return {"withdrawal_owed": leaves_publication(form) and case.status("publication") == "published"}


def consequences(case: Record, step: str, form: Data, history: Sequence[Remedy], calendar: Calendar) -> Data:
    """Publication that is withdrawn, money that goes back, the time for the court that begins anew."""
    # Another judgement takes the place of the one before it: what that had left of the fine says nothing any more.
    stands = fine(case, (step, form))
    window = court_window(case, history, calendar) if case.all("serve") else None
    return withdrawal(case, form) | {
        "refund_owed": f"{refundable(case, (step, form)):.2f}",
        "contestable_until": window[0] if window else None,
        "court_by": _court_by(case, stands, window),
    }


def _court_by(case: Record, stands: Decimal, window: tuple[dt.date, dt.date] | None) -> dt.date | None:
    """The last day for asking the court, where the party was urged to pay and something is left of the fine."""
    return window[1] if window and stands and case.status("payment") == "demanded" else None
