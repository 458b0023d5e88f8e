"""Which generations there are, which is live, and by which programme each is read and written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from contracts.errors import Undefined
from services.chassis.base import clock
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.generations.tables import (
    KEPT,
    LIVE,
    WRITTEN,
    Generation,
    generations,
    programme_texts,
)
from services.gateway.read_model.programme import Programme

_c = generations.c
_FIELDS = tuple(Generation.__dataclass_fields__)
_ALL = sa.select(*(_c[name] for name in _FIELDS)).where(
    _c.district == sa.bindparam("district"), _c.programme == sa.bindparam("programme")
)
_EVERY = sa.select(_c.programme.label("campaign"), *(_c[name] for name in _FIELDS)).where(
    _c.district == sa.bindparam("district")
)
_TEXT = sa.select(programme_texts.c.text).where(programme_texts.c.digest == sa.bindparam("digest"))


def of_district(tx: sa.Connection, district: str, campaign: str) -> list[Generation]:
    """Every generation of a district's campaign, the oldest first."""
    rows = tx.execute(_ALL, {"district": district, "programme": campaign}).mappings()
    return sorted((_generation(row) for row in rows), key=lambda one: number_of(one.name))


def by_campaign(tx: sa.Connection, district: str) -> dict[str, list[Generation]]:
    """Every generation of a district, by its campaign, the oldest first."""
    some: dict[str, list[Generation]] = {}
    for row in tx.execute(_EVERY, {"district": district}).mappings():
        some.setdefault(row["campaign"], []).append(_generation(row))
    return {name: sorted(some[name], key=lambda one: number_of(one.name)) for name in sorted(some)}


def _generation(row: sa.RowMapping) -> Generation:
    about = {name: row[name] for name in _FIELDS}
    return Generation(**about | {"whole": bool(row["whole"]), "refused": bool(row["refused"])})


def number_of(name: str) -> int:
    """Which one of its campaign it is: 463 is the first, 463.2 the second."""
    number = name.rpartition(".")[2]
    return int(number) if "." in name and number.isdigit() else 1


def live_of(some: Sequence[Generation]) -> Generation | None:
    """The one that is read: here alone the pointer is followed."""
    return next((one for one in some if one.state == LIVE), None)


def live(tx: sa.Connection, district: str, programme: Programme) -> Programme | None:
    """The programme by which a district is read, and whose measures name the rows; None: it cannot be read here."""
    one = live_of(of_district(tx, district, programme.campaign))
    return None if one is None else readable(tx, programme, one)


def programmes_of(tx: sa.Connection, district: str, programme: Programme) -> list[Programme]:
    """The programmes by which an event of a district is written: of the live generation, of those built and kept, and
    of the programmes beside it.

    A ledger that tells of none has one, of this programme.
    """
    every = by_campaign(tx, district)
    own = _written(tx, programme, every.pop(programme.campaign, []))
    return [*(own or [first(programme)]), *(one for some in every.values() for one in _written(tx, programme, some))]


def _written(tx: sa.Connection, programme: Programme, some: Sequence[Generation]) -> list[Programme]:
    written = (one for one in some if one.state in WRITTEN)
    return [one for each in written if (one := readable(tx, programme, each))]


def first(programme: Programme) -> Programme:
    """The same programme in a ledger that tells of no generation: its rows bear the campaign's own name."""
    return of_generation(programme, programme.campaign)


def of_generation(programme: Programme, name: str) -> Programme:
    """The same programme, counted by the rows of this generation."""
    return programme if name == programme.generation else _read(programme.text, name)


def programme_of(tx: sa.Connection, near: Programme, one: Generation) -> Programme:
    """The programme of a generation, its measures counted by its rows. Raises Undefined: it was not kept, or is none.

    near  the programme that it most likely is
    """
    if one.programme == near.digest:
        return of_generation(near, one.name)
    text = tx.scalar(_TEXT, {"digest": one.programme})
    if text is None:
        raise Undefined(one.name, "its programme was not kept")
    return _read(text, one.name)


def readable(tx: sa.Connection, programme: Programme, one: Generation) -> Programme | None:
    """The programme of a generation; None where it was not kept, or this version does not understand it."""
    try:
        return programme_of(tx, programme, one)
    except Undefined:
        return None


@lru_cache(maxsize=16)
def _read(text: str, name: str) -> Programme:
    return Programme(text, name)


def keep_text(tx: sa.Connection, programme: Programme) -> None:
    """Keep what a programme says: a later version reads by it what was made by it."""
    store.insert_many(tx, programme_texts, [{"digest": programme.digest, "text": programme.text}])


def add(tx: sa.Connection, district: str, programme: Programme, one: Generation) -> None:
    """Write down a generation."""
    row = {name: getattr(one, name) for name in _FIELDS}
    row |= {"whole": int(one.whole), "refused": int(one.refused)}
    tx.execute(generations.insert().values(district=district, programme=programme.campaign, **row))


def new(name: str, digest: str, state: str, *, whole: bool = False, total: int = 0) -> Generation:
    """One of which nothing is built."""
    return Generation(name, digest, state, whole, False, "", 0, total, 0.0, clock.now().isoformat())  # noqa: FBT003


def note(tx: sa.Connection, district: str, name: str, **values: Any) -> None:
    """Write down how far one is; with a `state`, since when."""
    more = {"changed": clock.now().isoformat()} if "state" in values else {}
    tx.execute(generations.update().where(_c.district == district, _c.name == name).values(**values, **more))


def remove(tx: sa.Connection, district: str, name: str) -> None:
    """Forget one whose rows are gone."""
    tx.execute(generations.delete().where(_c.district == district, _c.name == name))


def switch(tx: sa.Connection, district: str, before: Generation, after: Generation, *, refused: bool = False) -> None:
    """Read another generation from now on; the one of before is kept."""
    note(tx, district, before.name, state=KEPT, refused=int(refused))
    note(tx, district, after.name, state=LIVE, refused=0)


def made_by_this_code(one: Generation, programme: Programme) -> bool:
    """Whether whatever reads events besides the programme is as it was then."""
    return one.code == ledger.made_by(programme).partition(".")[2]


def derives(tx: sa.Connection, district: str, wanted: Programme, version: int) -> bool:
    """Whether the view has all that is derived since this version (`ledger.DERIVED`).

    A view that earlier code made is made anew and lacks some until then; where there is none nothing is lacking.
    """
    one = live_of(of_district(tx, district, wanted.campaign))
    if one is None:
        return True
    derived = one.code.rpartition(".")[2]
    return derived.isdigit() and int(derived) >= version
