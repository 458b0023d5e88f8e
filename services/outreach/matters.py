"""Rules for practical matters."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.matters import register
from contracts.outreach.referrals import DECLINED, DONE, MERGED, REOPENED
from contracts.refusals import SameUnit
from services.chassis.base.similarity import percent_alike
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import HEAR, HEAR_REOPENED
from services.chassis.records.finding.decided_before import DecidedBefore, decided_before
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.referrals import ending

rules = Rules(register)
WHENCE = {"service_call": "outreach.service_calls", "opinion": "outreach.opinions"}
"""By which field a matter says what it came from, and where that waits for its end."""
rules.keeps(*WHENCE)
MERGED_TEXT = "已并入另一件实事，随该件办理"
RECENT = dt.timedelta(days=180)
MUCH, MOST_PROPOSED = 50, 5
"""From how many percent on two matters are proposed as one, and how many proposals a person looks through."""


class DoneBeforeRequested(Refused):
    """A matter cannot be done before it was asked for."""

    slug, zh, field = "done-before-requested", "办结日期早于诉求日期", "done_on"


class MatterSameUnit(SameUnit):
    """A matter is transferred to another unit than the one that has it."""

    zh = "接收单位与现承办单位相同"


class RepeatsItself(Refused):
    """A matter repeats another one, not itself nor one that was merged into it."""

    slug, zh, field = "repeats-itself", "不能并入自身或已并入本件的事项", "duplicate_of"


class MergedIntoRejected(Refused):
    """The matter that goes on counting is one that was taken on, or may be."""

    slug, zh, field = "merged-into-rejected", "不能并入不予受理的事项", "duplicate_of"


@dataclass(frozen=True)
class Near:
    """The newest matters of the same community and unit, and what was proposed where this step stands already."""

    others: Sequence[RecentRecord]
    before: DecidedBefore | None


def neighbours(matter: Record, _form: Data, lookup: Lookup) -> Near:
    """What a matter may repeat: the newest that were recorded of its community and unit, around its day."""
    before, day = decided_before(matter, lookup), matter["requested_on"]
    window = Window(day - RECENT, day + RECENT, before.entered if before else None)
    others = lookup.newest(register.name, window, community=matter["community"], unit=matter.unit)
    return Near([one for one in others if one.id != matter.id], before)


def originals(_matter: Record, form: Data, lookup: Lookup) -> set[str]:
    """The matter that this one is merged into, and those into which that one was merged."""
    above: set[str] = set()
    waiting: str | None = form["duplicate_of"]
    while waiting and waiting not in above:
        above.add(waiting)
        other = lookup.record(register.name, waiting)
        waiting = other.get("duplicate_of") if other.status() == "merged" else None
    return above


def original(_matter: Record, form: Data, lookup: Lookup) -> Record:
    """The matter that this one is merged into."""
    return lookup.record(register.name, form["duplicate_of"])


@rules.on("register")
def enrol(_matter: Record, form: Data, _at: Context) -> Data:
    """Who asks stands in the private fields alone: the matter is read by many."""
    return form


@rules.on("accept", near=neighbours)
def accept(matter: Record, form: Data, _at: Context, near: Near) -> Data:
    """Whoever takes a matter on is shown which of the unit's newest ones it may repeat.

    What somebody was shown stays, unless a correction changes what the matter is compared by.
    """
    if near.before and _compared(near.before.record) == _compared(matter):
        return form | {"alike": near.before.data["alike"]}
    proposals = sorted(_alike(matter, near.others), key=lambda one: (-one["percent"], one["matter"]))
    return form | {"alike": proposals[:MOST_PROPOSED]}


def _compared(matter: Record) -> tuple[Any, ...]:
    return matter["community"], matter.unit, matter["requested_on"], matter["matter"]


def _alike(matter: Record, others: Sequence[RecentRecord]) -> Iterator[Data]:
    for other in others:
        if percent := percent_alike(matter["matter"], other.text, MUCH):
            yield {"matter": other.id, "percent": percent}


@rules.on("mark_duplicate", above=originals, into=original)
def mark_duplicate(matter: Record, form: Data, _at: Context, above: set[str], into: Record) -> Data:
    """A person decides that it is another matter over again; it counts no more (M-A6-1)."""
    if matter.id in above:
        raise RepeatsItself(form["duplicate_of"])
    if into.status() == "rejected":
        raise MergedIntoRejected(into.id)
    return form


@rules.on("finish")
def finish(matter: Record, form: Data, _at: Context) -> Data:
    """A matter is finished after it was asked for; the days it took are counted (M-A6-6)."""
    if form["done_on"] < matter["requested_on"]:
        raise DoneBeforeRequested(matter.id)
    return form | {"took_days": (form["done_on"] - matter["requested_on"]).days}


@rules.on("transfer")
def transfer(matter: Record, form: Data, _at: Context) -> Data:
    """A transfer changes the unit; what was done before counts where it was done."""
    if form["unit"] == matter.unit:
        raise MatterSameUnit(matter.unit)
    return form


@rules.causes("reopen", "separate")
def tell_reopened(event: Event, lookup: Lookup) -> CommandRequest | None:
    """What was told done, or merged, is to be done still: whence it came waits again."""
    return _tell(event, lookup, (REOPENED, event.data["reason"]), HEAR_REOPENED)


@rules.causes("finish", "reject", "mark_duplicate", "void")
def tell_whence(event: Event, lookup: Lookup) -> CommandRequest | None:
    """The call or the opinion that it came from hears what was done, or why nothing was."""
    said = event.data
    if "outcome" in said:
        outcome = DONE, said["outcome"]
    elif "duplicate_of" in said:
        outcome = MERGED, f"{MERGED_TEXT}：{said['duplicate_of']}"
    else:
        outcome = DECLINED, said["reason"]
    return _tell(event, lookup, outcome, HEAR)


def _tell(event: Event, lookup: Lookup, outcome: tuple[str, str], step: str) -> CommandRequest | None:
    """The step by which whence a matter came hears of it, where it does."""
    matter = lookup.record(register.name, event.subject)
    named = (lookup.record(there, matter[name]) for name, there in WHENCE.items() if matter.get(name))
    # A call may have been added by hand: of several the one that became just this matter hears of it.
    return next(filter(None, (ending(event, one, outcome, step) for one in named)), None)
