"""The facts and the gaps of a measure as rows of a sheet: read a page at a time, so that none is in memory for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from services.chassis.base import clock
from services.chassis.storage.lists.window import ListWindow, Place
from services.gateway.api.measures import fact_list, gap_list
from services.gateway.display.formatting import Wording, moment, step_title
from services.gateway.display.messages import pages
from services.gateway.read_model import gaps, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights

AT_ONCE = 200
"""Facts of a page: their events are in memory together."""
Row = list[Any]


@dataclass(frozen=True)
class RowSource:
    """Whose facts and gaps are meant, and what whoever asks may read of them."""

    read_model: ReadModel
    measure: Measure
    question: Question
    unit: str | None
    rights: ReadingRights
    lang: str

    def facts(self) -> Iterator[Row]:
        """A row for each fact, in the order of their days."""
        place: Place | None = None
        while not self.measure.awaits:
            with self.read_model.reader(self.question, self.unit) as reader:
                asked = reader.as_of_for(self.measure)
                page = tallies.facts(reader.tx, self.measure, asked, ListWindow(self._most, place))
                wording = Wording.with_units(self.lang, reader.tree)
                rows = [self._fact(one, wording) for some in _parts(page.rows) for one in self._items(reader, some)]
            yield from rows
            if page.part.after is None:
                return
            place = page.part.after
            clock.pause(0)

    @property
    def _most(self) -> int:
        """Of what is counted by reading all of it everything at once: each page would read it all again."""
        return AT_ONCE if tallies.serves(self.measure) else 10**9

    def _items(self, reader: Reader, rows: Sequence[Any]) -> list[dict[str, Any]]:
        return fact_list.items(reader, self.measure, rows, self.rights)

    def _fact(self, fact: dict[str, Any], wording: Wording) -> Row:
        register, _ = catalogue.step_of(fact["type"])
        papers = len(fact["evidence"]) or sum(len(one["evidence"]) for one in fact["supported_by"])
        return [
            step_title(self.lang, fact["type"]),
            wording.about(register, fact["of"]),
            fact["happened"],
            fact["dated"],
            "、".join(wording.name(code) for code in fact["units"]),
            fact["amount"],
            fact["level"],
            pages.say(self.lang, "yes" if fact["verified"] else "no"),
            papers + fact["papers_withheld"],
            fact["recorder"],
            moment(fact["recorded_at"]),
            fact["record"],
            fact["event"],
        ]

    def gaps(self) -> Iterator[Row]:
        """A row for each member of the whole that is missing from the part; people's names are covered."""
        place: Place | None = None
        while True:
            with self.read_model.reader(self.question, self.unit) as reader:
                asked = reader.as_of_for(self.measure)
                window = ListWindow(AT_ONCE, place)
                page = gaps.gaps_of(reader.tx, reader.programme, self.measure, asked, window)
                wording = Wording.with_units(self.lang, reader.tree)
                facet = gap_list.facet_of(reader.programme, self.measure)
                rows = [self._gap(gap_list.gap_row(one, facet, wording), wording) for one in page.gaps]
            yield from rows
            if page.part.after is None:
                return
            place = page.part.after
            clock.pause(0)

    def _gap(self, row: gap_list.GapRow, wording: Wording) -> Row:
        gap, last = row.gap, row.gap.last
        return [
            gap.subject,
            row.name,
            wording.name(gap.unit),
            gap.dated,
            row.last,
            last.event.occurredon.isoformat() if last else None,
            pages.say(self.lang, f"heard {last.how}") if last else pages.say(self.lang, "never"),
            "；".join(f"{title}：{text}" for title, text in row.said),
            "、".join(row.has),
            gap.event.record,
        ]


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows some at a time; those of one fact, a row a unit, stay together."""
    part: list[Any] = []
    for row in rows:
        if len(part) >= AT_ONCE and (row.event, row.number) != (part[-1].event, part[-1].number):
            yield part
            part = []
        part.append(row)
    yield part
