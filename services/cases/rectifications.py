"""Rules for rectification items."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.cases.rectifications import register
from contracts.errors import Refused
from contracts.refusals import DueBeforePlanned, NotLonger
from services.cases.referrals import on_rectification_end
from services.chassis.records.finding.decided_before import DecidedBefore, decided_before
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
rules.causes("close", "cancel", "void")(on_rectification_end)
rules.keeps("source_kind", "source")
RECURS_WITHIN = dt.timedelta(days=90)
"""M-A1-9."""
MOST_ALIKE = 10
COMPARED = ("category", "unit", "raised_on")


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


@dataclass(frozen=True)
class Near:
    """What an item may be again: the newest that were closed lately, what a person says, what was proposed before."""

    lately: Sequence[RecentRecord]
    original: Record | None
    before: DecidedBefore | None


def near_items(item: Record, form: Data, lookup: Lookup) -> Near:
    """Items of the same category and unit that were closed within 90 days before this one was raised, the newest."""
    day, before = form["raised_on"], decided_before(item, lookup)
    window = Window(day - RECURS_WITHIN, day, before.entered if before else None)
    lately = lookup.newest(register.name, window, category=form["category"], unit=form["unit"])
    original = lookup.record(register.name, form["recurs"]) if form["recurs"] else None
    return Near([one for one in lately if one.id != item.id and one.status == "closed"], original, before)


def _recurs(item: Record, form: Data, original: Record) -> bool:
    """Whether an item may be another over again; asked of that one alone, however many were closed since."""
    closed = original.get("closed_on")
    same = original.id != item.id and (original.get("category"), original.unit) == (form["category"], form["unit"])
    is_closed = original.status() == "closed" and closed is not None
    return same and is_closed and dt.timedelta(0) <= form["raised_on"] - closed <= RECURS_WITHIN


@rules.on("raise", near=near_items)
def raise_(item: Record, form: Data, _at: Context, near: Near) -> Data:
    """What may be the same problem again is proposed, the newest last; that it is, a person says (M-A1-9)."""
    if near.original and not _recurs(item, form, near.original):
        raise NoRecurrence(near.original.id)
    if near.before and all(near.before.data.get(name) == form[name] for name in COMPARED):
        return form | {"alike": near.before.data["alike"]}
    return form | {"alike": [one.id for one in reversed(near.lately[:MOST_ALIKE])]}


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
