"""A record as it stood at a version, and two such beside each other: which fields differ, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from contracts.forms import FILES, fields_of
from contracts.register import NEW, Register
from contracts.rpc import RecordHistory, RevisionEntry
from services.gateway.display.formatting import FieldText, Wording, field_of
from services.gateway.display.register_columns import VOID, Fields, in_order

EMPTY: tuple[Any, ...] = (None, [], {})


@dataclass(frozen=True)
class RecordVersion:
    """A record as it stood when one of its revisions had been written.

    revision  the one that made it so
    fields    what it said
    """

    revision: RevisionEntry
    status: str
    unit: str
    fields: Fields


@dataclass(frozen=True)
class FieldPair:
    """A field as it stood in two versions; None: nothing was said. Of papers the hashes stand in `papers`."""

    title: str
    earlier: FieldText | None
    later: FieldText | None
    differs: bool
    papers: tuple[Sequence[str], Sequence[str]] | None = None


def usual_pair(record: RecordHistory) -> tuple[int, int]:
    """The version before the last correction and the one after; without a correction the last two."""
    by_version = sorted(record.history, key=lambda one: one.version, reverse=True)
    later = next((one for one in by_version if _corrects(one)), None)
    if later is None:
        return max(1, record.version - 1), record.version
    # A correction writes the later steps that it changes again, at the same moment.
    same = takewhile(
        lambda one: _corrects(one) and one.recorded_at == later.recorded_at,
        (one for one in by_version if one.version <= later.version),
    )
    return max(1, min(one.version for one in same) - 1), later.version


def _corrects(one: RevisionEntry) -> bool:
    return one.place not in (VOID, one.version) and not one.releases


def at_version(register: Register, record: RecordHistory, version: int) -> RecordVersion:
    """The record as it stood at a version that it has. Raises KeyError where it has none."""
    written = {one.version: one for one in record.history}
    last = written[version]
    standing = {
        one.place or one.version: one for one in sorted(record.history, key=_by_version) if one.version <= version
    }
    revisions = in_order(standing.values())
    fields: dict[str, Any] = {}
    for one in revisions:
        fields |= {name: value for name, value in one.data.items() if value not in EMPTY}
    return RecordVersion(last, _status(register, revisions), revisions[-1].unit, fields)


def _by_version(one: RevisionEntry) -> int:
    return one.version


def _status(register: Register, revisions: Sequence[RevisionEntry]) -> str:
    steps = (register.step(one.step).edition(one.step_version) for one in reversed(revisions))
    return next((str(step.leads) for step in steps if step.line == "main" and step.leads), NEW)


def field_pairs(
    register: Register, versions: tuple[RecordVersion, RecordVersion], wording: Wording
) -> Iterator[FieldPair]:
    """Every field that either version says, in the order of the register's steps."""
    earlier, later = (one.fields for one in versions)
    for name in _names(register):
        if (name in earlier or name in later) and (field := field_of(register, name)) is not None:
            before, after = earlier.get(name), later.get(name)
            if field.metadata.get("x-type") in FILES:
                papers = (_hashes(before), _hashes(after))
                yield FieldPair(wording.title(field), None, None, papers[0] != papers[1], papers)
            else:
                texts = [None if value in EMPTY else wording.field(field, value) for value in (before, after)]
                yield FieldPair(wording.title(field), texts[0], texts[1], before != after)


def _hashes(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _names(register: Register) -> dict[str, None]:
    editions = (edition for step in register.steps for edition in step.editions)
    return {name: None for step in editions for name in fields_of(step.data) if name not in ("of", "due")}
