"""The page of a measure: how it is counted, its number by month and by unit, its facts, its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.roles import EVERYONE
from contracts.training.target_changes import register as changes_register
from services.gateway.api.measures import fact_list, gap_list
from services.gateway.api.measures.fact_list import FactList
from services.gateway.api.progress import Progress, measure_detail
from services.gateway.display import formatting
from services.gateway.display.formatting import Wording
from services.gateway.display.paging import FACTS_CURSOR, GAPS_CURSOR, Turns
from services.gateway.display.pictures import trend
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.gaps import fields_of_each
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.audit.pack_page import makes_packs
from services.gateway.web.layout import html_response, page_frame, without_empty, wording
from services.gateway.web.leader.ended_year import ended_on

ON_PAGE = 50
LISTS = f"{QUERY_OF_NUMBERS}, from, {FACTS_CURSOR}, {GAPS_CURSOR}"
NOTHING_LISTED = FactList([], fact_list.NONE, Turns(None, None))


@dataclass
class MeasurePage:
    """Shows what the read model knows of a measure; who may not see whom it counts sees the number."""

    progress: Progress
    signing: bytes

    @page("/measures/{measure}", "page_measure", EVERYONE, "指标网页 / A measure", LISTS)
    def measure(self, request: ApiRequest) -> Response:
        """One measure: how it is counted, its number by month and by unit, its facts, its gaps."""
        request = without_empty(request)
        measure = self.progress.read_model.measure(request.path["measure"], request.day("as_of"))
        frame, (as_of, unit) = page_frame(request, self.signing), self.progress.parse_as_of(request)
        with self.progress.read_model.reader(as_of, unit, self.progress.exact(request.bearer)) as reader:
            detail, lists = measure_detail(reader, measure), self.progress.may_list(measure, request.bearer)
            rights = self.progress.rights(request.bearer)
            found = fact_list.find(reader, measure, request, ON_PAGE, FACTS_CURSOR) if lists else NOTHING_LISTED
            facts = fact_list.items(reader, measure, found.rows, rights)
            has_gaps = measure.compares and lists and not measure.awaits
            gaps = gap_list.find(reader, measure, request, ON_PAGE, GAPS_CURSOR) if has_gaps else None
            tree = dict(reader.tree)
        worded = wording(frame, tree)
        facet = gap_list.facet_of(self.progress.read_model.programme, measure)
        course = trend.trend_of(detail, frame.lang)
        about = {
            "told": detail,
            "lists": lists,
            "covered": measure.private and measure.id not in self.progress.exact(request.bearer),
            "item": self.progress.read_model.programme.item_of(measure),
            "as_of": as_of.as_of.isoformat(),
            "ended": ended_on(self.progress.read_model.programme, as_of.as_of),
            "unit": unit,
            "told_parts": part_table(self.progress.read_model.programme, measure, detail["by_part"], worded),
            "picture": trend.draw(course, "trend") if course.drawable else None,
            "legend": trend.legend(course),
            "month_unit": formatting.PERCENT if measure.unit == formatting.PERCENT else "",
            "found": found,
            "since": request.query.get("from"),
            "facts": [fact_row(one, worded) for one in facts],
            "amounts": any(one["amount"] is not None for one in facts),
            "missing": gaps,
            "unproved": gaps_without_proof(detail),
            "gaps": None if gaps is None else [gap_list.gap_row(one, facet, worded) for one in gaps.gaps],
            "wording": worded,
            "may_change_target": self._may_change(measure.name, request.bearer),
            "changes_register": changes_register,
            "packs": makes_packs(request.bearer.role),
        }
        return html_response(render.page("measure", frame, **about))

    def _may_change(self, name: str, bearer: Bearer) -> bool:
        """Whether a bearer may propose another target, and the measure in force may have one."""
        model = self.progress.read_model
        in_force = model.programme.on(model.today())
        return permissions.may_take(changes_register.opening, bearer) and in_force.may_have_target(name)


def gaps_without_proof(told: dict[str, Any]) -> int:
    """How many gaps are closed by what is recorded, and not by what is verified."""
    return int((told["verified"] or 0) - (told["claimed"] or 0)) if told["kind"] == "gaps" else 0


@dataclass(frozen=True)
class PartTable:
    """A number part by part as a page shows it: what tells the parts apart, and each with its texts."""

    titles: list[str]
    rows: list[dict[str, Any]]


def part_table(programme: Programme, measure: Measure, parts: list[dict[str, Any]], wording: Wording) -> PartTable:
    """A number part by part, in words; empty where whoever asks is told of no part."""
    take = programme.parts_of(measure.id)
    if take is None or not parts:
        return PartTable([], [])
    every = fields_of_each(catalogue.step_of(take.event)[1], take.each)
    told = [
        one | {"texts": [value and wording.text(every[name], value) for name, value in one["by"].items()]}
        for one in parts
    ]
    return PartTable([wording.title(every[name]) for name in take.by], told)


def fact_row(fact: dict[str, Any], wording: Wording) -> dict[str, Any]:
    """A fact with its step and what it is about in words."""
    register, _ = catalogue.step_of(fact["type"])
    title = formatting.step_title(wording.lang, fact["type"])
    return fact | {"step": title, "about": wording.about(register, fact["of"])}
