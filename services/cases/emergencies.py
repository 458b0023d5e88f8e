"""Rules for emergency dispatches."""

import datetime as dt

from contracts.cases.emergencies import register
from contracts.errors import Refused
from services.chassis.records.business_days import business_day_in
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
MINUTE = dt.timedelta(minutes=1)


class BeforeDispatch(Refused):
    """Nobody arrives before being sent, nor is done before having arrived."""

    slug, zh = "before-dispatch", "时间早于上一步骤"


@rules.on("dispatch")
def dispatch(_emergency: Record, form: Data, at: Context) -> Data:
    """Somebody is sent."""
    return form | {"dispatched_on": business_day_in(form, "dispatched_at", at)}


@rules.on("arrive")
def arrive(emergency: Record, form: Data, at: Context) -> Data:
    """The minutes since the dispatch, begun ones counted whole (M-B2-5)."""
    duration = form["arrived_at"] - emergency["dispatched_at"]
    if duration < dt.timedelta():
        raise BeforeDispatch(errors=[BeforeDispatch.fault("arrived_at")])
    return form | {"arrived_on": business_day_in(form, "arrived_at", at), "took_minutes": -(-duration // MINUTE)}


@rules.on("resolve")
def resolve(emergency: Record, form: Data, at: Context) -> Data:
    """It is dealt with after they arrived."""
    if form["resolved_at"] < emergency["arrived_at"]:
        raise BeforeDispatch(errors=[BeforeDispatch.fault("resolved_at")])
    return form | {"resolved_on": business_day_in(form, "resolved_at", at)}
