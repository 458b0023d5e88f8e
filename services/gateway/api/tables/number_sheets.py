"""Numbers as workbooks, as the interface answers them: what stands behind a measure, rankings, indicators, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, XLSX
from contracts.errors import Invalid, fault
from contracts.roles import EVERYONE
from services.gateway.api.changes import Changes
from services.gateway.api.indicators import Indicators
from services.gateway.api.progress import Progress
from services.gateway.api.rankings import Rankings
from services.gateway.api.tables.fact_rows import RowSource
from services.gateway.api.tables.titles import EVENTS, FACTS, GAPS, MOVED, RANKED
from services.gateway.display.formatting import moment
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.programme import Measure
from services.gateway.spreadsheets import exporting, writing
from services.gateway.spreadsheets.exporting import File

FRAME = "as_of, unit, lang"
EVENT_FIELDS = (
    "event",
    "type",
    "record",
    "unit",
    "happened",
    "recorded_at",
    "recorder",
    "corrects",
    "reason",
    "voids",
    "late",
)
"""Of an event in `/v1/changes`."""


@dataclass
class NumberSheets:
    """Numbers as workbooks; what they may say to whom the other addresses decide."""

    progress: Progress
    rankings: Rankings
    indicators: Indicators
    changes: Changes

    @Route(
        GET,
        "/v1/measures/{measure}/facts.xlsx",
        "facts_xlsx",
        EVERYONE,
        "指标的事实（表格） / A measure's facts as a workbook",
        XLSX,
        FRAME,
        others=(403, 404, 422, 503),
    )
    def facts(self, request: ApiRequest) -> Response:
        """Every fact behind a number, a row each. Raises CountsOnly, NotWritten."""
        source, lang = self._source(request)
        request.acts.record("exported", measure=source.measure.name, about="facts xlsx")
        book = _book(source.measure.title[lang], _in(lang, FACTS), source.facts())
        return exporting.download(book, f"{source.measure.name}-facts.xlsx")

    @Route(
        GET,
        "/v1/measures/{measure}/gaps.xlsx",
        "gaps_xlsx",
        EVERYONE,
        "比率的缺口（表格） / A ratio's gaps as a workbook",
        XLSX,
        FRAME,
        others=(403, 404, 422, 503),
    )
    def gaps(self, request: ApiRequest) -> Response:
        """Everybody and everything that is missing from a ratio, a row each. Raises CountsOnly, Invalid, NotWritten."""
        source, lang = self._source(request)
        if not source.measure.compares or source.measure.awaits:
            raise Invalid(
                source.measure.id, errors=[fault("measure", "Only a ratio has gaps", "只有比率型指标才有缺口清单")]
            )
        request.acts.record("exported", measure=source.measure.name, about="gaps xlsx")
        book = _book(source.measure.title[lang], _in(lang, GAPS), source.gaps())
        return exporting.download(book, f"{source.measure.name}-gaps.xlsx")

    def _source(self, request: ApiRequest) -> tuple[RowSource, str]:
        measure: Measure = self.progress.listable_measure(request)
        question, unit = self.progress.parse_as_of(request)
        lang, rights = _lang(request), self.progress.rights(request.bearer)
        with self.progress.read_model.reader(
            question, unit
        ):  # a unit that there is not is told before anything is sent
            return RowSource(self.progress.read_model, measure, question, unit, rights, lang), lang

    @Route(
        GET,
        "/v1/rankings/{measure}/ranking.xlsx",
        "ranking_xlsx",
        EVERYONE,
        "单位排名（表格） / Units ranked, as a workbook",
        XLSX,
        "minimum_n, as_of, kind, lang",
        others=(403, 404, 422, 503),
    )
    def ranking(self, request: ApiRequest) -> Response:
        """The units of a ranking, those with too few facts last and without a rank. Raises CountsOnly, NotWritten."""
        said, lang = _said(self.rankings.ranking(_plain(request))), _lang(request)
        rows = [[one.get(name) for name in RANKED] for one in (*said["ranked"], *said["too_few"])]
        proved = pages.SAID[
            pages.second_phrase(self.rankings.read_model.measure(said["measure"], request.day("as_of")).kind)
        ]
        titles = _in(lang, (RANKED | {"verified": proved}).values())
        return self._exported(request, _book(said["title"][lang], titles, rows), f"{said['measure']}-ranking")

    @Route(
        GET,
        "/v1/indicators.xlsx",
        "indicators_xlsx",
        EVERYONE,
        "数字城管指标（表格） / Indicators as a workbook",
        XLSX,
        "from, to, by, compare, minimum_n, limit, lang",
        others=(422, 503),
    )
    def indicator_table(self, request: ApiRequest) -> Response:
        """All cases of a period and each group, a row each, up to 500 groups. Raises NotWritten."""
        said, lang = _said(self.indicators.indicators(_plain(request))), _lang(request)
        definitions = said["definitions"]
        titles = [pages.say(lang, "report group"), *(one["title"][lang] for one in definitions)]
        rows = [
            [one["title"], *(one["values"].get(each["id"]) for each in definitions)]
            for one in (said["whole"], *said["groups"])
        ]
        return self._exported(request, _book(f"{said['from']} {said['to']}", titles, rows), "indicators")

    @Route(
        GET,
        "/v1/changes.xlsx",
        "changes_xlsx",
        EVERYONE,
        "期间变动（表格） / What changed, as a workbook",
        XLSX,
        "since, until, as_of, unit, from, to, cursor, limit, lang",
        others=(422, 503),
    )
    def change_table(self, request: ApiRequest) -> Response:
        """The measures that differ on a sheet, a page of the events between on another. Raises Invalid, NotWritten."""
        said, lang = _said(self.changes.changes(_plain(request))), _lang(request)
        sides = ("claimed", "verified", "status")
        moved = [
            [
                one["title"][lang],
                one["id"],
                one["unit"],
                *(one["before"][each] for each in sides),
                *(one["after"][each] for each in sides),
                ""
                if pages.second_phrase(one["kind"]) == "verified"
                else pages.say(lang, pages.second_phrase(one["kind"])),
            ]
            for one in said["measures"]
        ]
        events = [[_cell(one[name]) for name in EVENT_FIELDS] for one in said["events"]]
        sheets = chain(  # one after the other: the rows of a sheet are taken before the next one is begun
            _sheets(pages.say(lang, "report sheet measures"), _in(lang, MOVED), moved),
            _sheets(pages.say(lang, "report sheet events"), _in(lang, EVENTS), events),
        )
        return self._exported(request, exporting.workbook(sheets), "changes")

    def _exported(self, request: ApiRequest, file: File, name: str) -> Response:
        request.acts.record("exported", about=f"{name} xlsx")
        return exporting.download(file, f"{name}.xlsx")


def _plain(request: ApiRequest) -> ApiRequest:
    """The same question without what only a workbook asks."""
    return replace(request, query={name: value for name, value in request.query.items() if name != "lang"})


def _said(response: Response) -> Any:
    return orjson.loads(response.get_data())


def _lang(request: ApiRequest) -> str:
    return request.among("lang", pages.LANGUAGES, pages.ZH)


def _in(lang: str, titles: Iterable[tuple[str, str]]) -> list[str]:
    """Headings in a language."""
    return [words[lang != pages.ZH] for words in titles]


def _cell(value: Any) -> Any:
    """A value as a cell: moments in Shanghai, yes and no as numbers."""
    if isinstance(value, bool):
        return int(value)
    return moment(value) if isinstance(value, str) and value.endswith("Z") and "T" in value else value


def _sheets(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[writing.Sheet]:
    return exporting.split_sheets(_sheet_name(name), [writing.column(one) for one in titles], rows)


def _sheet_name(name: str) -> str:
    """A name without the characters that a workbook refuses in it."""
    return "".join(" " if one in "[]:*?/\\'" else one for one in name).strip()[:28] or "Sheet"


def _book(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> File:
    return exporting.workbook(_sheets(name, titles, ([_number(cell) for cell in row] for row in rows)))


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
