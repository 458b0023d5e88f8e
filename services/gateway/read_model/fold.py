"""What one event contributes to which measure: a plain function of the event and the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.envelope import Event
from services.gateway.read_model.programme import Programme, Take

Row = dict[str, Any]


def contributions(programme: Programme, event: Event) -> Iterator[Row]:
    """The rows one event has in the ledger: one per measure, per element, and per unit that shares it."""
    takes = programme.takes.get(event.type)
    if not takes:
        return
    envelope = {"subject": event.subject, "unit": event.unit, "occurredon": event.occurredon.isoformat()}
    for take in takes:
        yield from _share(take, event, envelope)


def _share(take: Take, event: Event, envelope: Mapping[str, Any]) -> Iterator[Row]:
    for number, element in enumerate((event.data.get(take.each) or []) if take.each else [{}]):
        said = {**envelope, **event.data, **element}
        subject = [value_at(said, name) for name in take.subject]
        if any(part is None for part in subject) or not _holds(take, said) or _never_due(take, said):
            continue
        units = {value_at(said, take.unit), *(() if "unit" in element else event.counits)}
        for unit in sorted(units):
            yield {
                "event": event.id,
                "measure": take.measure,
                "side": take.side,
                "role": take.role,
                "number": f"{take.number}.{number}",
                "unit": unit,
                "subject": "/".join(map(str, subject)),
                "dated": value_at(said, take.dated) or envelope["occurredon"],
                "amount": value_at(said, take.amount) if take.amount else None,
                "facet": str(value_at(said, take.facet)) if take.facet else None,
                "expires": _expires(take, said, event.occurredon),
            }


def _never_due(take: Take, said: Mapping[str, Any]) -> bool:
    """Whether it counts on a due date, and the clock did not start: another law's day, nothing owed."""
    return take.dated.startswith("due.") and value_at(said, take.dated) is None


def _expires(take: Take, said: Mapping[str, Any], on: dt.date) -> str | None:
    """The last day on which it counts; None: it counts until something ends it."""
    if take.lasts:
        return (on + dt.timedelta(days=take.lasts)).isoformat()
    return value_at(said, take.until) if take.until else None


def _holds(take: Take, said: Mapping[str, Any]) -> bool:
    return all(_matches(value_at(said, name), wanted) for name, wanted in take.where.items())


def value_at(said: Mapping[str, Any], path: str) -> Any:
    """What stands at a path ("of.kind"), None where there is nothing."""
    if "." not in path:
        return said.get(path)
    found: Any = said
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _matches(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted
