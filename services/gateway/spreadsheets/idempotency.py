"""The ids of a sheet's commands, derived from what its rows say: the same sheet twice makes nothing twice.

A row is known by the record it names, else by its unit and register number, else by all that its opening step says, and
among equal ones by their order. A step is known by its row and its content, so a sheet that has grown adds only what is
new. What opens a record under an identity or a number is known by that alone: with other content it is refused, where a
second record would be the alternative. The account has no part in it: a colleague's copy is the same sheet.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import orjson

from contracts.register import Register
from contracts.rpc import CommandMessage
from services.chassis.base import ids
from services.gateway.spreadsheets.lines import Part, SheetLine, identity


def groups(register: Register, lines: Iterable[SheetLine]) -> dict[int, list[CommandMessage]]:
    """A group of commands for each row. All rows of the sheet are given, so that equal ones keep their order."""
    counts: Counter[str] = Counter()
    by_row = {}
    for line in lines:
        name = identity(line)
        key = name or f"content {_digest(line.opening.event_form if line.opening else {})}"
        counts[key] += 1
        row = f"{key} {1 if name else counts[key]}"
        by_row[line.row] = [_command(register, line, part, row, named=bool(name)) for part in line.parts]
    return by_row


def _command(register: Register, line: SheetLine, part: Part, row: str, *, named: bool) -> CommandMessage:
    content = "" if named and part.step.first else _digest(part.event_form)
    id_ = ids.derive_id(f"\nsheet {register.name} {row} {part.step.name} {content}")
    return CommandMessage(id_, register.name, part.step.name, part.form, line.record)


def _digest(form: dict[str, Any]) -> str:
    return hashlib.blake2b(orjson.dumps(form, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
