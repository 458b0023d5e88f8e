"""Whose numbers are whose: the tree of units on a day, with two parents allowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

import sqlalchemy as sa

from contracts import comparison
from contracts.training.units import register
from services.chassis.records import record
from services.chassis.records.record import Record
from services.gateway.read_model import ledger


def load_units(tx: sa.Connection, district: str) -> dict[str, Record]:
    """Every unit of a district that was not voided, by its code."""
    bodies = ledger.bodies_of_register(tx, district, register.name)
    by_code = {code: record.rehydrate(register, code, texts) for code, texts in bodies.items()}
    return {code: unit for code, unit in by_code.items() if unit.get("name") and not unit.voided}


def hint(units: Iterable[Record], called: str) -> list[str]:
    """For a unit that there is not: the one whose code or name this is in another writing."""
    key = comparison.number(called)
    meant = [one.id for one in units if key in (comparison.number(one.id), comparison.name(str(one.get("name"))))]
    return [f"- did you mean {one}? 是否指 {one}？" for one in meant]


def parents_on(unit: Record, day: dt.date) -> list[str]:
    """The parents that a unit had on a day: the last that had been set by then."""
    set_by_then = [entry for entry in unit.effective if "parents" in entry.data and entry.on <= day]
    chosen = max(set_by_then, key=lambda entry: (entry.on, entry.place), default=None)
    return list(chosen.data["parents"]) if chosen else []


def outline(tree: Mapping[str, Record], day: dt.date) -> Iterator[tuple[str, int]]:
    """Every unit once, below its first parent: its code, and how deep it stands."""
    above = {code: [one for one in parents_on(unit, day) if one in tree] for code, unit in tree.items()}
    listed: set[str] = set()

    def walk(parent: str | None, depth: int) -> Iterator[tuple[str, int]]:
        for code in sorted(tree):
            if code not in listed and next(iter(above[code]), None) == parent:
                listed.add(code)
                yield code, depth
                yield from walk(code, depth + 1)

    return walk(None, 0)


def stands_on(unit: Record, day: dt.date) -> bool:
    """Whether a unit had been set up by a day, and not dissolved."""
    opened, closed = unit.get("opened_on"), unit.get("closed_on")
    return (opened is None or _as_day(opened) <= day) and (closed is None or _as_day(closed) > day)


def _as_day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def below(units: Iterable[Record], code: str, day: dt.date, known_at: dt.datetime | None = None) -> frozenset[str]:
    """A unit and all that stood under it on a day, as far as it was known by a moment."""
    return _with_children(_children(units, day, known_at), code)


def below_each(
    units: Collection[Record], day: dt.date, known_at: dt.datetime | None = None
) -> dict[str, frozenset[str]]:
    """Of every unit itself and all that stood under it on a day, as far as it was known by a moment."""
    children = _children(units, day, known_at)
    return {unit.id: _with_children(children, unit.id) for unit in units}


def _children(units: Iterable[Record], day: dt.date, known_at: dt.datetime | None) -> dict[str, set[str]]:
    children: dict[str, set[str]] = {}
    for unit in units:
        for parent in parents_on(unit.known_by(known_at) if known_at else unit, day):
            children.setdefault(parent, set()).add(unit.id)
    return children


def _with_children(children: Mapping[str, set[str]], code: str) -> frozenset[str]:
    members, waiting = set[str](), [code]
    while waiting:
        one = waiting.pop()
        if one not in members:
            members.add(one)
            waiting += children.get(one, ())
    return frozenset(members)
