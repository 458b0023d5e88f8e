"""Decisions that a sheet brings in from before their agency decided here (docs/decisions/0096-told-and-taken-over.md).

Their papers are out and have what the record lacks, so nobody asks for it; they are marked, and no paper of such a
decision is issued here that has a gap. From the day on which the agency was entered a sheet is asked what a form is.
"""

from __future__ import annotations

import datetime as dt

from contracts.cases.agencies import register as agencies
from services.chassis.base.clock import day_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record


def decides_here_since(case: Record, form: Data, lookup: Lookup) -> dt.date | None:
    """The day on which the penalising body was first entered as an agency; None: nobody has entered it."""
    known = lookup.where(agencies.name, unit=form.get("body") or case["body"])
    entered = [one.at.now for record in known if not record.voided for one in record.revisions]
    return day_of(min(entered)) if entered else None


def is_taken_over(at: Context, on: dt.date, since: dt.date | None) -> bool:
    """Whether a sheet tells of a decision that was made before its agency decided here."""
    return at.elsewhere and (since is None or on < since)
