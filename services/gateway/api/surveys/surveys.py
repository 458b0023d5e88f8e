"""Surveys: the first wave beside the latest, by question, with how many answered; why they differ is not said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.outreach.surveys import register
from contracts.roles import EVERYONE
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import units
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.surveys import survey_rows
from services.gateway.read_model.surveys.survey_rows import SurveyQuestion

PLACES = 2
"""Decimals of a mean."""


class SurveyList(NamedTuple):
    """A page of surveys, and the cursors that go on from it."""

    rows: list[dict[str, Any]]
    turns: Turns


@dataclass
class Surveys:
    """Answers "what did people say at first, and what do they say now?"."""

    read_model: ReadModel

    @Route(
        GET,
        "/v1/surveys",
        "surveys",
        EVERYONE,
        "问卷首末轮对照 / Surveys, first and latest",
        "Surveys",
        "as_of, unit, cursor, limit",
        headers=("Link",),
    )
    def surveys(self, request: ApiRequest) -> Response:
        """Surveys with their first wave and their latest; of fewer than three sheets nothing is told."""
        listed = self.find(request, paging.rows_asked(request))
        body = {"surveys": listed.rows, "previous": listed.turns.previous, "next": listed.turns.next}
        return responses.answer(body, **listed.turns.links(request))

    def day(self, request: ApiRequest) -> dt.date:
        """The day as of which it is asked."""
        return request.day("as_of") or self.read_model.today()

    def find(self, request: ApiRequest, most: int) -> SurveyList:
        """A page of the surveys of a unit and all below it, or of all. Raises Unknown, BadCursor."""
        permissions.admit_reading(register, request.bearer)
        unit, day = request.query.get("unit"), self.day(request)
        window = AskedWindow(request, CURSOR, ("surveys", unit or ""))
        with self.read_model.reader(self.read_model.question(day), unit) as reader:
            below = units.below(reader.tree.values(), unit, day, None) if unit else None
            asked = SurveyQuestion(self.read_model.district, day, below)
            part, rows = survey_rows.find(reader.tx, asked, window.window(most, 2))
        return SurveyList([_with_means(one) for one in rows], window.turns(part))


def _with_means(survey: dict[str, Any]) -> dict[str, Any]:
    """A survey whose waves say of each question how many answered, and the mean of their points."""
    return survey | {name: survey[name] and _with_results(survey[name]) for name in ("first", "latest")}


def _with_results(wave: dict[str, Any]) -> dict[str, Any]:
    results = [
        {"question": one["question"], "n": one["answers"], "mean": round(one["points"] / one["answers"], PLACES)}
        for one in wave["results"]
    ]
    return wave | {"results": results}
