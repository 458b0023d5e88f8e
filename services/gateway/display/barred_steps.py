"""Steps that somebody's role may take and they may not: why not, and who may, as pages say it. Plain functions."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.register import Register, Step
from contracts.rpc import RecordHistory
from contracts.wire import JsonObject
from services.chassis.records import separation
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.display.whose_step import whose_step
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer

PHRASES = {
    separation.NotApart.slug: "for another person",
    separation.AboutYourself.slug: "about yourself",
    separation.OwnUnit.slug: "for another unit",
    separation.InPerson.slug: "for a person",
}


@dataclass(frozen=True)
class BarredStep:
    """A step that is not offered; `reason` says why not, `whose` who may take it."""

    step: Step
    reason: str
    whose: str


def barred_steps(register: Register, record: RecordHistory, bearer: Bearer, worded: Wording) -> list[BarredStep]:
    """The steps of a record that somebody's role may take now, and they may not."""
    return [
        BarredStep(step, _reason(register, bar, worded), " ".join(whose_step(worded.lang, register, step)[:1]))
        for name, bar in bars_of(record).items()
        if permissions.may_take(step := register.step(name), bearer)
    ]


def bars_of(record: RecordHistory) -> JsonObject:
    """What keeps whoever asked from steps, as the owner says; one of an older version says less."""
    if record.barred is not None:
        return record.barred
    slugs = {True: separation.NotApart.slug, False: separation.AboutYourself.slug}
    older = record.apart or {}
    return {name: {"slug": slugs[bool(steps)], "steps": steps, "units": []} for name, steps in older.items()}


def _reason(register: Register, bar: JsonObject, worded: Wording) -> str:
    comma, is_zh = pages.say(worded.lang, "comma"), worded.lang == pages.ZH
    steps = (register.step(name) for name in bar["steps"])
    return pages.say(
        worded.lang,
        PHRASES.get(bar["slug"], "for others"),
        steps=comma.join(one.zh if is_zh else one.en for one in steps),
        units=comma.join(map(worded.unit, bar["units"])),
    )
