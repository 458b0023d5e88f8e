"""A sheet under headings of its own: "资产编号=code；规格=model；旧编号=" says what they mean in a register.

One pair for each heading that is not ours, with ; or a line break between; with nothing after the equals sign the
column is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from contracts.errors import Invalid, fault
from services.gateway.spreadsheets.field_columns import FieldColumn, Vocabulary, same
from services.gateway.spreadsheets.grid import SheetRow

FIELD = "columns"
_BETWEEN = re.compile("[;；\n]")
Meaning = FieldColumn | str


class Mismapped(Invalid):
    """What is said of the columns does not fit the sheet or the register."""

    slug, zh = "mismapped", "列对应关系与表格或台账不符"


@dataclass(frozen=True)
class Pair:
    """One heading and what it is said to mean."""

    text: str
    heading: str
    field: str


@dataclass(frozen=True)
class MappedVocabulary(Vocabulary):
    """A register's vocabulary with headings of somebody else's, which go before ours."""

    theirs: Mapping[str, Meaning] = field(default_factory=dict)

    @cached_property
    def meanings(self) -> dict[str, Meaning]:
        """What every heading means."""
        return {**super().meanings, **self.theirs}


def extend(ours: Vocabulary, text: str) -> Vocabulary:
    """The vocabulary that reads a sheet of which this is said; `check` says whether it may be."""
    pairs = list(_pairs(text))
    return MappedVocabulary(ours.register, _theirs(ours, pairs)) if pairs else ours


def check(ours: Vocabulary, text: str, heads: Iterable[SheetRow]) -> None:
    """Raises Mismapped, naming every pair that fits none of these headings or no field."""
    there = {same(str(cell)) for head in heads for cell in head.cells if cell is not None}
    if faults := [problem for pair in _pairs(text) if (problem := _fault(ours, pair, there))]:
        raise Mismapped(errors=faults)


def _theirs(ours: Vocabulary, pairs: Iterable[Pair]) -> dict[str, Meaning]:
    return {same(pair.heading): meaning for pair in pairs if (meaning := _meaning(ours, pair)) is not None}


def _pairs(columns: str) -> Iterator[Pair]:
    for text in filter(None, map(str.strip, _BETWEEN.split(columns))):
        heading, _, field_ = text.replace("＝", "=").rpartition("=")
        yield Pair(text, heading.strip(), field_.strip())


def _meaning(ours: Vocabulary, pair: Pair) -> Meaning | None:
    """What a heading is to mean: a field, or a name of its own for a column that is left out; None: no such field."""
    return ours.meanings.get(same(pair.field)) if pair.field else f"without {pair.heading}"


def _fault(ours: Vocabulary, pair: Pair, there: set[str]) -> dict[str, str] | None:
    """What is wrong with a pair."""
    if not pair.heading:
        return fault(FIELD, f"Write heading=field: {pair.text}", f"请写作 表头=栏目：{pair.text}")
    if same(pair.heading) not in there:
        return fault(FIELD, f"The sheet has no such heading: {pair.heading}", f"表中没有此表头：{pair.heading}")
    if _meaning(ours, pair) is None:
        return fault(FIELD, f"There is no such field: {pair.field}", f"本台账没有此栏目：{pair.field}")
    return None
