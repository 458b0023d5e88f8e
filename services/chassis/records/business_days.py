"""Moments that a form names, and the business days on which they fall."""

from __future__ import annotations

import datetime as dt

from contracts.errors import NotYet
from services.chassis.base.clock import day_of
from services.chassis.records.record import Context, Data


def business_day_in(form: Data, field: str, at: Context) -> dt.date:
    """The business day of a moment that a form names. Raises NotYet."""
    if form[field] > at.now:
        raise NotYet(form[field], errors=[NotYet.fault(field)])
    return day_of(form[field])
