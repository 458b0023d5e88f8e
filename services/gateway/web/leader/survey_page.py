"""The page of surveys: of each question the first mean and the latest, with how many answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.forms import split_roles
from contracts.outreach.surveys import ABOUT, AUDIENCES, FEWEST, SURVEYORS, register
from contracts.roles import EVERYONE
from services.gateway.api.surveys.surveys import Surveys
from services.gateway.display.messages import pages
from services.gateway.display.paging import CURSOR
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty, wording

ON_PAGE = 20
WAVES = ("first", "latest")


@dataclass
class SurveyPage:
    """Shows what `/v1/surveys` answers."""

    surveys: Surveys
    signing: bytes

    @page(
        "/surveys", "page_surveys", EVERYONE, "问卷首末轮对照网页 / Surveys, as a page", f"{QUERY_OF_NUMBERS}, {CURSOR}"
    )
    def page(self, request: ApiRequest) -> Response:
        """Surveys, those designed last first."""
        request = without_empty(request)
        frame, listed = page_frame(request, self.signing), self.surveys.find(request, ON_PAGE)
        tree, day = self.surveys.read_model.unit_tree(), self.surveys.day(request)
        about = {
            "shown": [one | {"rows": _rows(one)} for one in listed.rows],
            "turns": listed.turns,
            "unit": request.query.get("unit"),
            "units": list(unit_outline(tree, day)),
            "wording": wording(frame, tree),
            "subjects": pages.titles(frame.lang, ABOUT),
            "audiences": pages.titles(frame.lang, AUDIENCES),
            "register": register,
            "fewest": FEWEST,
            "day": day,
            "takes_in": frame.bearer is not None and frame.bearer.role in split_roles(SURVEYORS),
        }
        return html_response(render.page("leader_surveys", frame, **about))


def _rows(survey: dict[str, Any]) -> list[dict[str, Any]]:
    """Each question with what the first wave and the latest say of it."""
    waves = {name: {one["question"]: one for one in (survey[name] or {}).get("results", ())} for name in WAVES}
    questions = sorted(survey["questions"], key=lambda one: int(one["question"]))
    return [one | {name: waves[name].get(one["question"]) for name in WAVES} for one in questions]


def survey_resources(read_model: ReadModel, signing: bytes) -> tuple[Surveys, SurveyPage]:
    """What surveys say, as an answer and as a page."""
    surveys = Surveys(read_model)
    return surveys, SurveyPage(surveys, signing)
