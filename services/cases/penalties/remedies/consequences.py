"""What the end of a remedy, or a correction of the agency's own, has for consequences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from services.cases.penalties.fines import fine, refundable
from services.cases.penalties.remedies.standing import leaves_publication
from services.cases.penalties.remedies.windows import Remedy, court_window
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Data, Record


def consequences(case: Record, step: str, form: Data, history: Sequence[Remedy], calendar: Calendar) -> Data:
    """Publication that is withdrawn, money that goes back, the time for the court that begins anew."""
    # Another judgement takes the place of the one before it: what that had left of the fine says nothing any more.
    stands = fine(case, (step, form))
    window = court_window(case, history, calendar) if case.all("serve") else None
    return {
        "withdrawal_owed": leaves_publication(form) and case.status("publication") == "published",
        "refund_owed": f"{refundable(case, stands):.2f}",
        "contestable_until": window[0] if window else None,
        "court_by": _court_by(case, stands, window),
    }


def _court_by(case: Record, stands: Decimal, window: tuple[dt.date, dt.date] | None) -> dt.date | None:
    """The last day for asking the court, where the party was urged to pay and something is left of the fine."""
    return window[1] if window and stands and case.status("payment") == "demanded" else None
