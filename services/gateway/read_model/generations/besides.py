"""Programmes beside the one in force: each that was handed in or issued has a generation that stays.

Which there are to be says the register `training.programmes`; what is there follows it, whenever somebody looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from contracts.errors import Undefined
from contracts.training.programmes import STANDING, register
from services.chassis.base import log
from services.chassis.records import record
from services.chassis.records.record import Record
from services.gateway.read_model import ledger
from services.gateway.read_model.generations import deciding, pointer
from services.gateway.read_model.generations.tables import BESIDE, BROKEN, LAYING, LEAVING, WRITTEN, Generation
from services.gateway.read_model.programme import Programme

REGISTER = register.name
CANNOT = (
    *(Undefined, ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(sa.exc.DataError, sa.exc.IntegrityError, sa.exc.ProgrammingError),
)
"""What it raises to count an event by a programme that is not made for it; not that a database is away."""
_log = log.get("programmes")


@dataclass(frozen=True)
class ProgrammeBeside:
    """A programme as its register has it.

    file  the hash of its file
    """

    campaign: str
    status: str
    title: dict[str, str]
    start: dt.date | None
    end: dt.date | None
    file: str

    @property
    def stands(self) -> bool:
        """Whether it is counted by."""
        return self.status in STANDING


def every(tx: sa.Connection, district: str) -> list[ProgrammeBeside]:
    """Every programme that was handed in and not voided, by its campaign: a few."""
    bodies = ledger.bodies_of_register(tx, district, register.name)
    some = (record.rehydrate(register, campaign, texts) for campaign, texts in bodies.items())
    return [_beside(one) for one in some if one.get("evidence") and not one.voided]


def _beside(one: Record) -> ProgrammeBeside:
    title = str(one.get("title") or one.id)
    titles = {"zh": title, "en": str(one.get("title_en") or title)}
    return ProgrammeBeside(one.id, one.status(), titles, one.get("starts_on"), one.get("ends_on"), one["evidence"][0])


def settle(
    tx: sa.Connection, district: str, first: str, wanted: Mapping[str, Programme], standing: Collection[str]
) -> None:
    """Begin a generation for each programme that is wanted and has none by this code, and let go of all others.

    What was made of the same file by other code is read until the new one is there; what was made of another file is
    let go of at once.

    first     the campaign in force, which is let be
    wanted    the programmes whose files could be read, by their campaigns
    standing  the campaigns of all that stand: what could not be read just now is let be
    """
    there = pointer.by_campaign(tx, district)
    for campaign, some in there.items():
        if campaign == first or campaign in wanted:
            continue
        # One that cannot be read now is not built on: nobody would come to an end of it.
        _let_go(tx, district, [one for one in some if campaign not in standing or one.state == LAYING])
    for campaign, programme in wanted.items():
        some, digest = there.get(campaign, []), ledger.made_by(programme)
        _let_go(tx, district, [one for one in some if one.digest != digest and _is_in_vain(one, programme)])
        if not any(one.digest == digest and one.state in (LAYING, BESIDE, BROKEN) for one in some):
            pointer.keep_text(tx, programme)
            deciding.begin(tx, district, programme, whole=False, state=LAYING)


def _is_in_vain(one: Generation, programme: Programme) -> bool:
    return one.state in (LAYING, BROKEN) or one.programme != programme.digest


def _let_go(tx: sa.Connection, district: str, some: Iterable[Generation]) -> None:
    for one in some:
        if one.state in (*WRITTEN, BROKEN):
            pointer.note(tx, district, one.name, state=LEAVING, place="")


@contextmanager
def counting(tx: sa.Connection, district: str, name: str) -> Iterator[None]:
    """Within it events are counted by a programme beside; where it cannot, nothing of that stands, and it is broken.

    What is in force is counted on: nobody vouched for this one yet.
    """
    try:
        with tx.begin_nested():
            yield
    except CANNOT as error:
        pointer.note(tx, district, name, state=BROKEN)
        _log.error("programme.broken", generation=name, error=type(error).__name__)


def is_broken(some: Iterable[Generation]) -> bool:
    """Whether nothing is counted by a campaign, since it could not count."""
    states = {one.state for one in some}
    return BROKEN in states and not states & {LAYING, BESIDE}


def take_place(tx: sa.Connection, district: str, campaign: str, one: Generation) -> None:
    """Read a generation that is built; the one of before is let go of."""
    _let_go(tx, district, [other for other in pointer.of_district(tx, district, campaign) if other.name != one.name])
    pointer.note(tx, district, one.name, state=BESIDE)


def ready(tx: sa.Connection, district: str, campaign: str) -> Generation | None:
    """The generation by which a programme beside is read; None: none is whole yet."""
    return _last(pointer.of_district(tx, district, campaign), BESIDE)


def laying(some: Iterable[Generation]) -> Generation | None:
    """The one of a campaign's generations that is being built; None: none is."""
    return _last(some, LAYING)


def _last(some: Iterable[Generation], state: str) -> Generation | None:
    return next((one for one in reversed(list(some)) if one.state == state), None)
