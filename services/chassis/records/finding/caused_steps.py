"""What one step causes in another register: which record came of it, and what of both ends is no person's to say.

The id of a record that a step causes follows from the step's event (`CommandRequest.command`): whoever types the source
of another record has none of these ids.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from contracts.envelope import Event
from contracts.outreach.referrals import REOPENED
from contracts.refusals import HeardOfItself, PassedOnAlready, SourceStays
from services.chassis.base import ids
from services.chassis.records.authorization import CAUSED
from services.chassis.records.finding.decided_before import DecidedBefore, decided_before
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import OPENING, Context, Data, Record
from services.chassis.records.rules import Rules

REFER, HEAR, HEAR_REOPENED = "refer", "hear", "hear_reopened"
MOST_CAUSES = 2
"""How many reactions an event of passing on has at most (it becomes a rectification, or a case), or one of an end."""
LINK = ("target", "category", "responsible_unit", "community", "act", "online")
"""What of a referral another record was opened by."""
HEARD = ("finding", "heard_on", "result", "handled_as")


def has_become(record: Record, step: str, id_: str) -> bool:
    """Whether this id is that of the record which a step of this one caused, the last time that it was taken."""
    taken = [one for one in record.revisions if one.step.name == step]
    last = max((one.place for one in taken), default=0)
    # A correction has an event of its own, and causes nothing.
    events = [one.event for one in taken if one.place == last]
    return any(id_ == ids.derive_id(f"{event}/{number}") for event in events for number in range(MOST_CAUSES))


def outcome_form(event: Event, record: Record, outcome: tuple[str, str], step: str = HEAR) -> Data | None:
    """What a record hears of the end (result, words) of what it was passed on as; None where that is no news.

    What ended is heard of again where it ended otherwise since: it was taken back, or merged.
    """
    # Anybody may type the source of what they raise: only what came of the referral ends it.
    if step not in record.possible() or not has_become(record, REFER, event.subject):
        return None
    result, text = outcome
    if _last_heard(record) == result or _has_heard(record, event):
        return None
    # Nothing is heard before what the record says last.
    day = max(event.occurredon, *(one.on for one in record.effective))
    return {"heard_on": day.isoformat(), "result": result, "outcome_text": text, "handled_as": event.subject}


def _has_heard(record: Record, event: Event) -> bool:
    """Whether a record heard of this event before: it came again, after something else was heard."""
    commands = (ids.derive_id(f"{event.id}/{number}") for number in range(MOST_CAUSES))
    return any(one.event == ids.event_id(command, 0) for command in commands for one in record.revisions)


def _last_heard(record: Record) -> str | None:
    """What was heard last of what it was passed on as; None: nothing since it was passed on."""
    told = [one for one in record.effective if one.step.name in (REFER, HEAR, HEAR_REOPENED)]
    return told[-1].data.get("result") if told else None


def took_days(record: Record, form: Data) -> Data:
    """How long it took from the report to the end, in days; where that end is told otherwise since, nothing more."""
    counts = _last_heard(record) in (None, REOPENED)
    return form | {"took_days": (form["heard_on"] - record.effective[0].on).days if counts else None}


def as_it_stood(record: Record, _form: Data, lookup: Lookup) -> DecidedBefore | None:
    """How the step stands that is decided again; None: it is new."""
    return decided_before(record, lookup)


def keep_link(data: Data, before: DecidedBefore | None) -> Data:
    """A referral whose correction leaves what another record was opened by. Raises PassedOnAlready."""
    if before and (changed := _changed(LINK, data, before)):
        raise PassedOnAlready(errors=[PassedOnAlready.fault(name) for name in changed])
    return data


def keep_source(record: Record, corrected: Data, names: Collection[str]) -> None:
    """What an event opened names what it came from, which waits for its end: no correction says another, or none.

    What a correction of before took away may be put back. Raises SourceStays.
    """
    openings = sorted((one for one in record.revisions if one.place == OPENING), key=lambda one: one.version)
    if not openings or not openings[0].at.post.startswith(f"{CAUSED}@"):
        return
    first, last = openings[0].data, openings[-1].data
    # An empty field and one that was left out say the same.
    said = {name: {first.get(name) or None, last.get(name) or None} for name in names}
    if changed := [name for name, values in said.items() if (corrected.get(name) or None) not in values]:
        raise SourceStays(errors=[SourceStays.fault(name) for name in changed])


def admit_outcome(form: Data, at: Context, before: DecidedBefore | None) -> None:
    """What came of it is told by what it became: of that a person mends the wording alone. Raises HeardOfItself."""
    if not is_as_caused(HEARD, form, at, before):
        raise HeardOfItself


def is_as_caused(names: tuple[str, ...], form: Data, at: Context, before: DecidedBefore | None) -> bool:
    """Whether a step comes of an event, or is decided again and says in these fields what it said."""
    return comes_of_event(at) or (before is not None and not _changed(names, form, before))


def comes_of_event(at: Context) -> bool:
    """Whether an event caused what was recorded, and nobody typed it."""
    return at.post.startswith(f"{CAUSED}@")


def hears_end(rules: Rules) -> None:
    """Register that a record hears by an event alone what came of it, and how many days that took."""
    _hears(rules, HEAR, took_days)


def hears(rules: Rules, step: str) -> None:
    """Register that a record hears something by an event alone."""
    _hears(rules, step, lambda _record, form: form)


def _hears(rules: Rules, step: str, finish: Callable[[Record, Data], Data]) -> None:
    rules.when(step)(never)

    @rules.on(step, before=as_it_stood)
    def hear(record: Record, form: Data, at: Context, before: DecidedBefore | None) -> Data:
        admit_outcome(form, at, before)
        return finish(record, form)


def never(_record: Record) -> bool:
    """An occasion for no person: events cause the step."""
    return False


def _changed(names: tuple[str, ...], data: Data, before: DecidedBefore) -> list[str]:
    # An empty field and one that was left out say the same.
    return [name for name in names if (data.get(name) or None) != (before.data.get(name) or None)]
