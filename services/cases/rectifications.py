"""Rules for rectification items."""

import datetime as dt

from contracts.cases.rectifications import register
from contracts.errors import Refused
from contracts.refusals import DueBeforePlanned, NotLonger
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
RECURS_WITHIN = dt.timedelta(days=90)
"""M-A1-9."""
MOST_ALIKE = 10


class RectificationDueBeforePlanned(DueBeforePlanned):
    """A rectification is due on the day on which it is planned, or later."""

    zh = "整改时限早于制定日期"


class RectificationNotLonger(NotLonger):
    """An extension ends later than the due date that it moves."""

    zh, field = "延期后的时限应晚于原时限", "until"


class NoProof(Refused):
    """What was rectified is shown by papers."""

    slug, zh, field = "no-proof", "提交整改须附佐证", "proof"


class OwnVerifier(Refused):
    """Whoever was to rectify does not verify it."""

    slug, zh, field = "own-verifier", "核验人不得为整改责任人", "verifier"


class NoRecurrence(Refused):
    """An item recurs when one of the same category and unit was closed within the 90 days before."""

    slug, zh, field = "no-recurrence", "原整改须为同单位、同类别且90日内销号", "recurs"


def closed_lately(item: Record, form: Data, lookup: Lookup) -> list[str]:
    """Other items of the same category and unit that were closed within 90 days before this one was raised."""
    alike = (one for one in lookup.where(register.name, category=form["category"]) if one.id != item.id)
    return [one.id for one in alike if one.unit == form["unit"] and _lately(one, form["raised_on"])]


def _lately(item: Record, day: dt.date) -> bool:
    closed = item.get("closed_on")
    return item.status() == "closed" and closed is not None and dt.timedelta(0) <= day - closed <= RECURS_WITHIN


@rules.on("raise", lately=closed_lately)
def raise_(_item: Record, form: Data, _at: Context, lately: list[str]) -> Data:
    """What may be the same problem again is proposed; that it is, a person says (M-A1-9)."""
    if form["recurs"] and form["recurs"] not in lately:
        raise NoRecurrence(form["recurs"])
    return form | {"alike": lately[-MOST_ALIKE:]}


@rules.on("plan")
def plan(_item: Record, form: Data, _at: Context) -> Data:
    """Measure, responsible person and due date stand together (F052)."""
    if form["due_on"] < form["planned_on"]:
        raise RectificationDueBeforePlanned(form["due_on"])
    return form


@rules.on("extend")
def extend(item: Record, form: Data, _at: Context) -> Data:
    """A later due date, with the reason."""
    due = item.due("rectify")
    if due is None or form["until"] <= due:
        raise RectificationNotLonger(form["until"])
    return form


@rules.on("submit")
def submit(_item: Record, form: Data, _at: Context) -> Data:
    """A claim without proof is not submitted."""
    if not form["proof"]:
        raise NoProof
    return form


@rules.on("verify")
def verify(item: Record, form: Data, _at: Context) -> Data:
    """Somebody else has looked."""
    if form["verifier"] == item["responsible_person"]:
        raise OwnVerifier(form["verifier"])
    return form
