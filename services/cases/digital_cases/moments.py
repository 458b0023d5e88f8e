"""The moments of a case, one after the other."""

import datetime as dt

from contracts.errors import OutOfOrder
from services.chassis.records.business_days import business_day_in
from services.chassis.records.record import Context, Data, Record

MOMENTS = (
    "reported_at",
    "verified_at",
    "filed_at",
    "dispatched_at",
    "disposed_at",
    "checked_at",
    "closed_at",
)


def next_day(case: Record, form: Data, field: str, at: Context) -> dt.date:
    """The business day of the case's next moment. Raises OutOfOrder, NotYet."""
    before = [entry.data[name] for entry in case.effective for name in MOMENTS if entry.data.get(name)]
    if before and form[field] < max(before):
        raise OutOfOrder(f"{form[field]} < {max(before)}", errors=[OutOfOrder.fault(field)])
    return business_day_in(form, field, at)
