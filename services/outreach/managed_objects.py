"""Rules for managed objects, and what others ask of them."""

import datetime as dt

from contracts.errors import Refused
from contracts.outreach.managed_objects import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.counterparts import credit_code

rules = Rules(register)


class NothingChanged(Refused):
    """A change says what is different."""

    slug, zh, field = "nothing-changed", "未填写任何变更内容", "name"


@rules.on("register")
def enrol(_object: Record, form: Data, _at: Context) -> Data:
    """A credit code has the right check character; stalls often have no code."""
    return _with_credit_code(form)


@rules.on("change")
def change(_object: Record, form: Data, _at: Context) -> Data:
    """Only what is different is filled in."""
    if not any(value for name, value in form.items() if name != "changed_on"):
        raise NothingChanged
    return _with_credit_code(form)


def _with_credit_code(form: Data) -> Data:
    """A form with its credit code, if it names one, in the one form of it."""
    return form | {"uscc": credit_code(form["uscc"])} if form["uscc"] else form


def stood_on(thing: Record, day: dt.date) -> bool:
    """Whether a shop, a stall or a site was there on a day."""
    steps = [one for one in thing.moves() if one.on <= day]
    return bool(steps) and steps[-1].step.leads == "active"
