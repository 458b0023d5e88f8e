"""A record as it stands now, read from the projection: no step of its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts import catalogue
from contracts.register import Register
from services.chassis.records.record import Data, DateFields, dates_of, decode


@dataclass(frozen=True)
class RecordRow:
    """What stands of a record: it is asked as a `Record` is, but for its history.

    fields  the last value of each field that says something: an empty text or list does not take the place of one
    """

    register: Register
    id: str
    unit: str
    stands: str
    fields: Data

    def status(self) -> str:
        """Where its main line stands."""
        return self.stands

    def get(self, name: str, default: Any = None) -> Any:
        """The last value that was given for a field."""
        return self.fields.get(name, default)

    def __getitem__(self, name: str) -> Any:
        """The last value that was given for a field. Raises KeyError."""
        return self.fields[name]


def row_of(register: Register, row: Mapping[str, Any]) -> RecordRow:
    """A row of the projection, its fields as they were before they became JSON."""
    return RecordRow(register, row["id"], row["unit"], row["status"], decode(row["fields"], _dates(register.name)))


@cache
def _dates(register: str) -> DateFields:
    """Where the steps of a register hold dates, in whatever version."""
    steps = (edition for step in catalogue.REGISTERS[register].steps for edition in step.editions)
    return tuple({name: (name, kind, inner) for step in steps for name, kind, inner in dates_of(step.data)}.values())
