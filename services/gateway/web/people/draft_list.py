"""One's own drafts as pages list them: what each is about, since when, and whether it can still be submitted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from contracts import catalogue
from contracts.register import Register, Step
from services.chassis.records.record import Record, rehydrate
from services.gateway.accounts.drafts import Drafts, KeptDraft
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.display.messages import pages
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel

_OF_REGISTER = re.compile(r"/(?:registers|work)/([a-z]+)/([a-z_]+)/([^/]+)(?:/([a-z_]+))?")
GONE, IMPOSSIBLE, MOVED = "draft gone", "draft impossible", "draft moved"
"""What may be told of a draft: its form is no longer there, its step not possible now, its record has moved on."""


@dataclass(frozen=True)
class DraftRow:
    """A draft in words; `state` says what is told of it, empty: nothing."""

    of: KeptDraft
    title: str
    about: str = ""
    state: str = ""

    @property
    def opens(self) -> bool:
        """Whether there is a form in which it can be shown."""
        return self.state != GONE


@dataclass(frozen=True)
class _Place:
    """What the address of a draft's form means: `step` is None where it is none of one record."""

    register: Register
    id: str = ""
    step: Step | None = None


@dataclass(frozen=True)
class DraftList:
    """Puts the drafts of one person in words, by what the view has of their records."""

    drafts: Drafts
    read_model: ReadModel

    def rows(self, bearer: Bearer, lang: str) -> list[DraftRow]:
        """All of somebody's, the newest first: one look for the records of all."""
        drafts = self.drafts.of(bearer.id)
        if not drafts:
            return []
        places = {one.id: _place(one) for one in drafts}
        worded = Wording.with_units(lang, self.read_model.unit_tree())
        bodies = self._bodies({f"{one.register.name}/{one.id}" for one in places.values() if one and one.id})
        return [_row(one, places[one.id], bodies, bearer, worded) for one in drafts]

    def _bodies(self, subjects: set[str]) -> dict[str, list[str]]:
        with self.read_model.store.begin_read() as tx:
            return ledger.bodies(tx, self.read_model.district, sorted(subjects)) if subjects else {}


def _place(draft: KeptDraft) -> _Place | None:
    """What a draft's address means today; None: nothing that is known."""
    match = _OF_REGISTER.fullmatch(draft.path)
    register = catalogue.REGISTERS.get(f"{match[1]}.{match[2]}") if match else None
    if register is None or match is None:
        return None
    third, fourth, query = match[3], match[4], parse_qs(draft.query)
    if draft.path.startswith("/work/"):
        return _Place(register, step=register.step(third)) if register.has(third) else None
    if fourth is None:
        name = query.get("step", [register.opening.name])[0]
        return _Place(register, step=register.openings.get(name) if third == "new" else None)
    return _Place(register, third, register.step(fourth)) if register.has(fourth) else None


def _row(
    draft: KeptDraft, place: _Place | None, bodies: dict[str, list[str]], bearer: Bearer, worded: Wording
) -> DraftRow:
    if place is None:
        return DraftRow(draft, draft.path, state=GONE)
    record = _record(place, bodies)
    name = _name(place, record, bearer, worded)
    return DraftRow(draft, _title(draft, place, worded), name, _state(draft, place, record))


def _title(draft: KeptDraft, place: _Place, worded: Wording) -> str:
    register, step = (
        (one.zh if worded.lang == pages.ZH else one.en) if one else "" for one in (place.register, place.step)
    )
    doing = pages.say(worded.lang, "correcting", step=step) if "corrects=" in draft.query else step
    return f"{register} · {doing}" if doing else register


def _record(place: _Place, bodies: dict[str, list[str]]) -> Record | None:
    texts = bodies.get(f"{place.register.name}/{place.id}") if place.id else None
    return rehydrate(place.register, place.id, texts) if texts else None


def _name(place: _Place, record: Record | None, bearer: Bearer, worded: Wording) -> str:
    """What the record is called, to who may read it."""
    if record is None or not permissions.may_read(place.register, bearer):
        return short(place.id)
    names = (*place.register.naming, *place.register.key_names)
    return register_columns.name_of(place.register, {one: record.get(one) for one in names}, worded) or short(place.id)


def _state(draft: KeptDraft, place: _Place, record: Record | None) -> str:
    """What is told of a draft; a record of which the view has not heard yet may be there all the same."""
    if record is None or place.step is None:
        return ""
    if "corrects=" not in draft.query and place.step.name not in record.possible():
        return IMPOSSIBLE
    return MOVED if draft.version is not None and record.version > draft.version else ""
