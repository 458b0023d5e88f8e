"""What one event contributes to which measure: a plain function of the event and the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contracts.envelope import Event
from contracts.register import BETWEEN
from services.gateway.read_model.programme import Programme, Take


class Row(NamedTuple):
    """What an event contributes to one side of a measure, for one unit: columns of the ledger by their names."""

    event: str
    measure: str
    side: str
    role: str
    number: str
    unit: str
    subject: str
    dated: str
    amount: float | None
    facet: str | None
    expires: str | None


def contributions(programme: Programme, event: Event) -> Iterator[Row]:
    """The rows one event has in the ledger: one per measure, per element, and per unit that shares it."""
    takes = programme.takes.get(event.type)
    if not takes:
        return
    day = event.occurredon.isoformat()
    values = {"subject": event.subject, "unit": event.unit, "occurredon": day, **event.data}
    # A form may leave its unit empty: then it is the record's.
    values["unit"] = values["unit"] or event.unit
    for take in takes:
        yield from _share(take, event, day, values)


def _share(take: Take, event: Event, day: str, whole: Mapping[str, Any]) -> Iterator[Row]:
    for number, element in enumerate((event.data.get(take.each) or []) if take.each else [{}]):
        values = {**whole, **element} if element else whole
        subject = [value_at(values, name) for name in take.subject]
        if any(part is None for part in subject) or not _holds(take, values) or _never_due(take, values):
            continue
        # So may an element of a list.
        units = {value_at(values, take.unit) or event.unit, *(() if "unit" in element else event.counits)}
        for unit in sorted(units):
            yield Row(
                event.id,
                take.measure,
                take.side,
                take.role,
                f"{take.number}.{number}",
                unit,
                "/".join(map(str, subject)),
                value_at(values, take.dated) or day,
                _amount(take, values),
                _facet(take, values),
                _expires(take, values, event.occurredon),
            )


def _facet(take: Take, values: Mapping[str, Any]) -> str | None:
    """What tells a row from others of its subject; or the values by which a whole is told part by part, "" for none."""
    if take.by:
        return BETWEEN.join("" if (one := value_at(values, name)) is None else str(one) for name in take.by)
    return str(value_at(values, take.facet)) if take.facet else None


def _amount(take: Take, values: Mapping[str, Any]) -> float | None:
    """How much; a sum of money is a number here too, which events write as text."""
    amount = value_at(values, take.amount) if take.amount else None
    return None if amount is None else float(amount)


def _never_due(take: Take, values: Mapping[str, Any]) -> bool:
    """Whether it counts on a due date, and the clock did not start: another law's day, nothing owed."""
    return take.dated.startswith("due.") and value_at(values, take.dated) is None


def _expires(take: Take, values: Mapping[str, Any], on: dt.date) -> str | None:
    """The last day on which it counts; None: it counts until something ends it."""
    if take.lasts:
        return (on + dt.timedelta(days=take.lasts)).isoformat()
    return value_at(values, take.until) if take.until else None


def _holds(take: Take, values: Mapping[str, Any]) -> bool:
    return all(_matches(value_at(values, name), expected) for name, expected in take.where.items())


def value_at(values: Mapping[str, Any], path: str) -> Any:
    """What stands at a path ("of.kind"), None where there is nothing."""
    if "." not in path:
        return values.get(path)
    value: Any = values
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _matches(value: Any, expected: Any) -> bool:
    """Whether it is what is expected, or one of several; of a list, the topics of a course, one that is will do."""
    if isinstance(value, list):
        return any(_matches(one, expected) for one in value)
    return value in expected if isinstance(expected, list) else value == expected
