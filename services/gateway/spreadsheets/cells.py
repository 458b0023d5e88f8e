"""What a cell says: a day, a number, a word, a unit, a list. Never a guess: what could mean two things is refused."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from contracts import comparison, entry
from contracts.forms import PAPER, yuan
from services.chassis.base import clock
from services.gateway.spreadsheets import entries
from services.gateway.spreadsheets.faults import (
    BadCell,
    ManyFiles,
    ManyUnits,
    Misfilled,
    NoSuchFile,
    NoSuchUnit,
    NotAChoice,
    NotADay,
    NotAFlag,
    NotAMoment,
    NotANumber,
    NotCharacters,
    NotDegrees,
    Reshaped,
    ShownOtherwise,
)
from services.gateway.spreadsheets.field_columns import FieldColumn
from services.gateway.spreadsheets.grid import Bad, Cell
from services.gateway.spreadsheets.values import readers
from services.gateway.spreadsheets.values.plain import plain_text

EXACT = 10**15
"""Spreadsheets keep fifteen digits; from here on a number may have lost some."""
SEPARATOR = "；"
_SEPARATORS = re.compile("[;；、\n]")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:00:00(?::00)?)?", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T?(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{6})?)?)(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_NARROW = {wide: wide - 0xFEE0 for wide in range(ord("０"), ord("９") + 1)} | {0x3000: " ", 0xA0: " ", ord("\r"): None}
"""How texts in cells were read before there was a rule of entry."""
FLAGS = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Names:
    """What names in cells stand for: units by name (their codes), files by name (their hashes); and how cells are read.

    reading    one of `READINGS`
    from_1904  whether days are counted from 1904
    """

    units: Mapping[str, Sequence[str]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reading: Reading = field(default_factory=lambda: READINGS[0])
    from_1904: bool = False

    def text(self, cell: Cell) -> str:
        """A cell as a text is kept. Raises Reshaped, NotCharacters."""
        return self._enter(self.reading.text, cell)

    def code(self, cell: Cell) -> str:
        """A cell as a code, a number, a day or a word is kept. Raises Reshaped, NotCharacters."""
        return self._enter(self.reading.code, cell)

    def _enter(self, how: Callable[[str], str], cell: Cell) -> str:
        try:
            return how(_written(cell))
        except entry.NotText as wrong:
            raise NotCharacters(str(wrong)) from None


@dataclass(frozen=True)
class Reading:
    """How cells are read: by the kind of their column, out of a text or of a code as one of them is kept."""

    readers: Mapping[str, Reader]
    text: Callable[[str], str] = entry.enter
    code: Callable[[str], str] = entry.enter_code


def value(slot: FieldColumn, cell: Cell, names: Names, shown: str | None = None) -> Any:
    """What a cell that is not blank says, as JSON holds it; `shown` is what a reader sees of it, if that differs.

    Raises Misfilled.
    """
    if isinstance(cell, Bad):
        raise BadCell(cell.text)
    if shown is not None and slot.kind not in MEASURES:
        raise ShownOtherwise(plain_text(cell))
    if shown is not None and shown.endswith("%") and isinstance(cell, int | float):
        cell = f"{plain_text(float(cell) * 100)}%"
    return names.reading.readers[slot.kind](slot, cell, names)


def _written(cell: Cell) -> str:
    """A cell as somebody wrote it; what a spreadsheet has made of a text is not trusted. Raises Reshaped."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.date) or (isinstance(cell, int | float) and abs(cell) >= EXACT):
        raise Reshaped(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _text_before(written: str) -> str:
    return written.translate(_NARROW).strip()


def _code_before(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", _text_before(written)).split())


def _as_text(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    return names.text(cell)


def _as_code(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    return names.code(cell)


def _as_money(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    """An amount as records keep it, so that a sheet that is sent again says the same."""
    return yuan(names.code(cell))


def _as_day(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    if isinstance(cell, dt.date):
        return dt.date(cell.year, cell.month, cell.day).isoformat()
    text = names.code(cell)
    if not (match := _DAY.fullmatch(text)):
        raise NotADay(text)
    year, _, month, day, of_month, of_day = match.groups()
    try:
        return dt.date(int(year), int(month or of_month), int(day or of_day)).isoformat()
    except ValueError:
        raise NotADay(text) from None


def _as_moment(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    """A time; without a zone of its own it is Shanghai's."""
    text = cell.isoformat() if isinstance(cell, dt.datetime) else str(cell)
    if not (match := _MOMENT.fullmatch(names.code(text.replace("/", "-")))):
        raise NotAMoment(text)
    day, time, zone = match.groups()
    try:
        moment = dt.datetime.fromisoformat(f"{day}T{time:0>{time.count(':') * 3 + 2}}{zone or ''}")
    except ValueError:
        raise NotAMoment(text) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI)).astimezone(dt.UTC).isoformat()


def _as_flag(_slot: FieldColumn, cell: Cell, names: Names) -> bool:
    text = names.code(cell).casefold()
    if text not in FLAGS:
        raise NotAFlag(text)
    return FLAGS[text]


def _as_number(_slot: FieldColumn, cell: Cell, names: Names) -> int:
    text = "" if isinstance(cell, bool | dt.date) else names.code(cell)
    if not _WHOLE.fullmatch(text):
        raise NotANumber(text or cell)
    return int(text)


def _as_degrees(_slot: FieldColumn, cell: Cell, names: Names) -> float:
    text = "" if isinstance(cell, bool | dt.date) else names.code(cell)
    if not _DEGREES.fullmatch(text):
        raise NotDegrees(text or cell)
    return float(text)


def _as_choice(slot: FieldColumn, cell: Cell, names: Names) -> str:
    text = names.code(cell).casefold()
    for word, title in slot.words.items():
        if text in (word.casefold(), names.code(title).casefold()):
            return word
    if earlier := slot.earlier.get(text):
        return earlier
    raise NotAChoice(text, "、".join(slot.words.values()))


def _as_words(slot: FieldColumn, cell: Cell, names: Names) -> list[str]:
    return list(dict.fromkeys(_as_choice(slot, one, names) for one in split_values(names.text(cell))))


def _as_several(_slot: FieldColumn, cell: Cell, names: Names) -> list[str]:
    return split_values(names.text(cell))


def _as_entries(slot: FieldColumn, cell: Cell, names: Names) -> list[dict[str, Any]]:
    """Entries of a list, each with the values that it gives."""
    numbered = enumerate(entries.split(names.text(cell), len(slot.parts)), 1)
    return [_entry(slot, texts, number, names) for number, texts in numbered]


def _entry(slot: FieldColumn, texts: Sequence[str], number: int, names: Names) -> dict[str, Any]:
    filled = [(part, text) for part, text in zip(slot.parts, texts, strict=False) if text]
    try:
        return {part.name: value(part, text, names) for part, text in filled}
    except Misfilled as error:
        error.entry = number
        raise


def _as_unit(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    return _unit(names.code(cell), names)


def _unit(text: str, names: Names) -> str:
    """A unit's code, by its code or its name; a code that is not known yet is the owner's to judge."""
    if text in names.codes:
        return text
    codes = names.units.get(text) or names.units.get(comparison.number(text), ())
    if len(codes) > 1:
        raise ManyUnits(text, "、".join(codes))
    if not codes and not _CODE.fullmatch(text):
        raise NoSuchUnit(text)
    return codes[0] if codes else text


def _as_units(_slot: FieldColumn, cell: Cell, names: Names) -> list[str]:
    return [_unit(names.code(one), names) for one in split_values(names.text(cell))]


def _as_evidence(_slot: FieldColumn, cell: Cell, names: Names) -> list[str]:
    return list(dict.fromkeys(_file(one, names) for one in split_values(names.text(cell))))


def _as_paper(_slot: FieldColumn, cell: Cell, names: Names) -> str:
    return _file(names.text(cell).strip(), names)


def _file(text: str, names: Names) -> str:
    """A file's hash, by its hash or its name."""
    if is_hash(text):
        return text.casefold()
    hashes = names.files.get(text, ())
    if not hashes:
        raise NoSuchFile(text)
    if len(set(hashes)) > 1:
        raise ManyFiles(text)
    return hashes[0]


def is_hash(text: str) -> bool:
    """Whether this is a SHA-256 rather than a file's name."""
    return _SHA256.fullmatch(text.casefold()) is not None


def split_values(text: str) -> list[str]:
    """The parts of a text that names several."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


NAMING_FILES = frozenset({"evidence", PAPER, "entries"})
"""Kinds of cells in which files are named."""


def files_named(slot: FieldColumn, cell: Cell) -> set[str]:
    """The names of files in a cell by any reading, those in its entries among them."""
    if not isinstance(cell, str):
        return set()
    return {name for reading in READINGS for name in _files_named(slot, cell, Names(reading=reading))}


def _files_named(slot: FieldColumn, cell: str, names: Names) -> Iterator[str]:
    with suppress(NotCharacters):  # which is said where the cell is read
        if slot.kind == "entries":
            filled = (
                zip(slot.parts, texts, strict=False) for texts in entries.split(names.text(cell), len(slot.parts))
            )
            yield from (name for one in filled for part, text in one for name in _files_named(part, text, names))
        elif slot.kind == PAPER and not is_hash(name := names.text(cell).strip()):
            yield name
        elif slot.kind == "evidence":
            yield from (one for one in split_values(names.text(cell)) if not is_hash(one))


Reader = Callable[[FieldColumn, Cell, Names], Any]
READERS: dict[str, Reader] = {
    "text": _as_text,
    "code": _as_code,
    "money": _as_money,
    "day": _as_day,
    "flag": _as_flag,
    "number": _as_number,
    "degrees": _as_degrees,
    "choice": _as_choice,
    "unit": _as_unit,
    "units": _as_units,
    "evidence": _as_evidence,
    PAPER: _as_paper,
    "moment": _as_moment,
    "words": _as_words,
    "several": _as_several,
    "entries": _as_entries,
}


MEASURES = frozenset({"number", "money", "degrees", "day", "moment"})
"""Kinds of which the stored value counts, however it is shown; of all others a reader sees what counts."""
AS_SHOWN: dict[str, Reader] = {
    **READERS,
    "money": lambda _slot, cell, _names: readers.read_money(cell),
    "day": lambda _slot, cell, names: readers.read_day(cell, from_1904=names.from_1904),
    "moment": lambda _slot, cell, names: readers.read_moment(cell, from_1904=names.from_1904),
    "flag": lambda slot, cell, _names: readers.read_flag(cell, slot.zh),
    "number": lambda slot, cell, _names: readers.read_number(cell, slot.zh),
    "degrees": lambda _slot, cell, _names: readers.read_degrees(cell),
}
"""Days, times and numbers in every form in which spreadsheets show and store them."""
READINGS: tuple[Reading, ...] = (Reading(AS_SHOWN), Reading(READERS, _text_before, _code_before))
"""How cells are read, and behind it how they were read before, newest first.

What a cell says names the row's commands: a change by which any cell says something else than before gets readers of
its own, and those of before stay here, so that a sheet that was sent by them is known again.
"""


_IN_SECONDS, _WHOLE_HOURS = "2017-03-01T08:00:00Z", "1902"
"""As times are kept; and from when on Shanghai is whole hours from UTC, and changes its clocks at whole hours."""
Formatter = Callable[[Any], str | int | dt.date]


def format_value(slot: FieldColumn, content: Any) -> str | int | dt.date:
    """What a cell shows of a value, so that reading it gives the value again."""
    return formatter(slot)(content)


def formatter(slot: FieldColumn) -> Formatter:
    """What makes of a column's values what its cells show: found once for a column that has very many."""
    match slot.kind:
        case "day":
            return dt.date.fromisoformat
        case "number":
            return int
        case "entries":
            return partial(_join_entries, slot)
        case "moment":
            return partial(_join_words, _moment)
    return partial(_word_or_words, slot.words)


def _join_entries(slot: FieldColumn, content: Any) -> str:
    return entries.join([[_in_entry(part, one.get(part.name)) for part in slot.parts] for one in content])


def _join_words(word: Callable[[Any], str], content: Any) -> str:
    return SEPARATOR.join(map(word, content)) if isinstance(content, list) else word(content)


def _word_or_words(words: Mapping[str, str], content: Any) -> str:
    # What most cells hold, first.
    return words.get(content, content) if type(content) is str else _join_words(partial(_word, words), content)


def _word(words: Mapping[str, str], content: Any) -> str:
    if isinstance(content, bool):
        return "是" if content else "否"
    return str(words.get(content, content))


def _moment(content: str) -> str:
    """A time as Shanghai's clocks show it."""
    if len(content) == len(_IN_SECONDS) and content[-1] == "Z" and content > _WHOLE_HOURS:
        return _hour(content[:13]) + content[13:-1].removesuffix(":00")
    return _local(content).removesuffix(":00")


@lru_cache(maxsize=10_000)
def _hour(utc: str) -> str:
    """An hour of UTC as Shanghai's clocks show it."""
    return _local(f"{utc}:00:00Z")[:13]


def _local(content: str) -> str:
    return dt.datetime.fromisoformat(content).astimezone(clock.SHANGHAI).replace(tzinfo=None).isoformat(" ")


def _in_entry(part: FieldColumn, content: Any) -> str:
    """A value as it stands within an entry, where ； is taken."""
    if isinstance(content, list):
        return "、".join(str(format_value(part, one)) for one in content)
    return "" if content is None else str(format_value(part, content))
