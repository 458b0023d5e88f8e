"""Rules for managed objects, and what others ask of them."""

import datetime as dt

from stdnum.cn import uscc

from contracts.errors import Refused
from contracts.outreach.managed_objects import register
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class NotACode(Refused):
    """The check character of this unified social credit code is wrong."""

    slug, zh, field = "not-a-credit-code", "统一社会信用代码校验不符", "uscc"
    article = "GB 32100-2015"


class NothingChanged(Refused):
    """A change says what is different."""

    slug, zh, field = "nothing-changed", "未填写任何变更内容", "name"


@rules.on("register")
def enrol(_object: Record, form: Data, _at: Moment) -> Data:
    """A credit code has the right check character; stalls often have no code (domain.md 2.11)."""
    return form | _checked(form)


@rules.on("change")
def change(_object: Record, form: Data, _at: Moment) -> Data:
    """Only what is different is filled in."""
    if not any(value for name, value in form.items() if name != "changed_on"):
        raise NothingChanged
    return form | _checked(form)


def _checked(form: Data) -> Data:
    """The code in its standard form."""
    if form["uscc"] is None:
        return {}
    if not uscc.is_valid(form["uscc"]):
        raise NotACode(form["uscc"])
    return {"uscc": uscc.compact(form["uscc"])}


def stood_on(found: Record, day: dt.date) -> bool:
    """Whether a shop, a stall or a site was there on a day."""
    steps = [one for one in found.moves() if one.on <= day]
    return bool(steps) and steps[-1].step.leads == "active"
