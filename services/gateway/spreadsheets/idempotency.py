"""The ids of a sheet's commands, derived from what its rows say: the same sheet twice makes nothing twice.

A row is known by the record it names, else by its unit and register number, else by all that its opening step says, and
among equal ones by their order. A step is known by its row and its content, so a sheet that has grown adds only what is
new. What opens a record under an identity or a number is known by that alone: with other content it is refused, where a
second record would be the alternative. The account has no part in it: a colleague's copy is the same sheet.

Content is what cells say, and so as they were read: a row that was carried out as an earlier reading has it keeps the
commands that it had then (`as_carried_out`, docs/decisions/0033-keys.md).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from contracts.register import Register
from contracts.rpc import CommandMessage
from services.chassis.base import ids
from services.gateway.spreadsheets.grid import RowPlace
from services.gateway.spreadsheets.lines import Part, SheetLine, identity

Groups = dict[RowPlace, list[CommandMessage]]
"""The commands of each row."""
CountReceipts = Callable[[Sequence[Sequence[CommandMessage]]], Sequence[int]]
"""Asks the owner how many commands of each group were carried out, saying just this."""


@dataclass(frozen=True)
class _Reading:
    """A sheet as one reading has it: its lines and their commands, by row."""

    lines: dict[RowPlace, SheetLine]
    groups: Groups

    def new(self, row: RowPlace, carried_out: int) -> int:
        """How much a row would do that was not done; a row that is at fault does nothing that was."""
        return len(self.groups[row]) - (0 if self.lines[row].faults else carried_out)


@dataclass
class EqualRows:
    """How often rows that nothing names said the same, by reading: a file that comes in parts counts on in each.

    earlier  in the parts before
    here     in this part
    """

    earlier: list[Counter[str]] = field(default_factory=list)
    here: list[Counter[str]] = field(default_factory=list)

    def begin(self, reading: int) -> None:
        """Count a reading anew; what came of this part was not noted."""
        for counts in (self.earlier, self.here):
            counts += [Counter[str]() for _ in range(len(counts), reading + 1)]
        self.here[reading].clear()

    def count(self, reading: int, key: str) -> int:
        """One more; which one it is, from 1."""
        self.here[reading][key] += 1
        return self.earlier[reading][key] + self.here[reading][key]

    def settle(self, parts: Iterable[Sequence[Mapping[str, int]]]) -> None:
        """Take counts as those of parts that are behind."""
        for part in parts:
            for reading, counts in enumerate(part):
                self.begin(reading)
                self.earlier[reading].update(counts)


def as_carried_out(
    register: Register,
    readings: Sequence[Sequence[SheetLine]],
    count_receipts: CountReceipts,
    equal: EqualRows | None = None,
) -> tuple[list[SheetLine], Groups]:
    """A sheet's lines with their commands, each by the reading by which it does least that was not done already.

    `readings` are all its lines by each reading, the newest first, which goes before where others do as little. The
    owner is asked once, and not at all where no reading differs.
    """
    equal = equal or EqualRows()
    known = [
        _Reading({one.row: one for one in lines}, groups(register, lines, equal, reading))
        for reading, lines in enumerate(readings)
    ]
    newest, best = known[0], dict.fromkeys(known[0].lines, known[0])
    rows = [row for row in best if any(one.groups[row] != newest.groups[row] for one in known)]
    counts = iter(count_receipts([one.groups[row] for row in rows for one in known]) if rows else ())
    for row in rows:
        new = [one.new(row, next(counts)) for one in known]
        best[row] = known[new.index(min(new))]
    return [one.lines[row] for row, one in best.items()], {row: one.groups[row] for row, one in best.items()}


def groups(register: Register, lines: Iterable[SheetLine], equal: EqualRows | None = None, reading: int = 0) -> Groups:
    """A group of commands for each row. All rows of the sheet are given, so that equal ones keep their order; or those
    of a part, with how often their like was met before.
    """
    equal = equal or EqualRows()
    equal.begin(reading)
    by_row = {}
    for line in lines:
        name = identity(line)
        key = name or f"content {_digest(line.opening.event_form if line.opening else {})}"
        row = f"{key} {1 if name else equal.count(reading, key)}"
        by_row[line.row] = [_command(register, line, part, row, named=bool(name)) for part in line.parts]
    return by_row


def import_id(register: Register, account: str, groups: Groups) -> str:
    """What all events of a sheet bear that an account imports: the same when it is sent again, to be finished."""
    told = "\n".join(command.id for row in sorted(groups) for command in groups[row])
    content = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    return ids.derive_id(f"\nimport {register.name} {account} {content}")


def _command(register: Register, line: SheetLine, part: Part, row: str, *, named: bool) -> CommandMessage:
    content = "" if named and part.step.first else _digest(part.event_form)
    id_ = ids.derive_id(f"\nsheet {register.name} {row} {part.step.name} {content}")
    return CommandMessage(id_, register.name, part.step.name, part.form, line.record)


def _digest(form: dict[str, Any]) -> str:
    return hashlib.blake2b(orjson.dumps(form, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
