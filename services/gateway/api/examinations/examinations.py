"""Examinations with a baseline: by topic what was scored at first and at the latest, with n; why is not said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Unknown
from contracts.outreach.surveys import FEWEST
from contracts.roles import EVERYONE
from contracts.training.assessments import register
from contracts.training.courses import TOPICS
from contracts.training.papers import register as papers
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import units
from services.gateway.read_model.examinations import reading
from services.gateway.read_model.examinations.reading import ExaminationQuestion, TopicNumber, TopicScore
from services.gateway.read_model.examinations.tables import BASELINE, LATER, ROUNDS
from services.gateway.read_model.read_model import ReadModel

PLACES = 2
"""Decimals of a mean."""
NOBODY = TopicScore(0, 0)


class ExaminationList(NamedTuple):
    """A page of examinations, the cursors that go on from it, and whether the view has all of them."""

    rows: list[dict[str, Any]]
    turns: Turns
    whole: bool


class SittingList(NamedTuple):
    """One number of an examination, with a page of the sittings that it is made of."""

    told: dict[str, Any]
    turns: Turns


@dataclass
class Examinations:
    """Answers "what did people score at first, and what do they score now?"."""

    read_model: ReadModel

    @Route(
        GET,
        "/v1/assessments",
        "assessments_compared",
        EVERYONE,
        "摸底与复测对照 / Examinations, first and latest",
        "Examinations",
        "as_of, unit, cursor, limit",
        headers=("Link",),
    )
    def examinations(self, request: ApiRequest) -> Response:
        """Examinations with a baseline, by topic what was scored at first and at the latest; for who reads sittings."""
        listed = self.find(request, paging.rows_asked(request))
        turns = {"previous": listed.turns.previous, "next": listed.turns.next}
        return responses.answer(
            {"examinations": listed.rows, "whole": listed.whole, **turns}, **listed.turns.links(request)
        )

    @Route(
        GET,
        "/v1/assessments/{paper}/{round}/{topic}",
        "assessments_counted",
        EVERYONE,
        "摸底、复测成绩所计考核 / The sittings behind a mean",
        "ExaminationSittings",
        "as_of, cursor, limit",
        headers=("Link",),
    )
    def sittings(self, request: ApiRequest) -> Response:
        """The sittings that one number is made of, one a person; of fewer than three none. Raises Unknown."""
        listed = self.find_sittings(request, paging.rows_asked(request))
        turns = {"previous": listed.turns.previous, "next": listed.turns.next}
        return responses.answer(listed.told | turns, **listed.turns.links(request))

    def day(self, request: ApiRequest) -> dt.date:
        """The day as of which it is asked."""
        return request.day("as_of") or self.read_model.today()

    def find(self, request: ApiRequest, most: int) -> ExaminationList:
        """A page of the examinations that a unit and all below it set, or any. Raises Forbidden, Unknown, BadCursor."""
        permissions.admit_reading(register, request.bearer)
        unit, day = request.query.get("unit"), self.day(request)
        window = AskedWindow(request, CURSOR, ("examinations", unit or ""))
        with self.read_model.reader(self.read_model.question(day), unit) as reader:
            below = units.below(reader.tree.values(), unit, day, None) if unit else None
            asked = ExaminationQuestion(self.read_model.district, day, below)
            whole = reading.is_whole(reader.tx, asked.district, self.read_model.wanted)
            part, rows = reading.find(reader.tx, asked, window.window(most, 2))
            scored = reading.topic_scores(reader.tx, asked, [one.paper for one in rows])
        return ExaminationList([_examination(one, scored, request.bearer) for one in rows], window.turns(part), whole)

    def find_sittings(self, request: ApiRequest, most: int) -> SittingList:
        """A page of the sittings behind the number in the path. Raises Forbidden, Unknown, BadCursor."""
        permissions.admit_reading(register, request.bearer)
        day, number = self.day(request), TopicNumber(*(request.path[name] for name in ("paper", "round", "topic")))
        if number.round not in ROUNDS or number.topic not in TOPICS:
            raise Unknown("/".join(number))
        window = AskedWindow(request, CURSOR, ("sittings", *number))
        asked = ExaminationQuestion(self.read_model.district, day)
        with self.read_model.reader(self.read_model.question(day)) as reader:
            paper = reading.one(reader.tx, asked, number.exam)
            if paper is None:
                raise Unknown(number.exam)
            told = _told(reading.topic_scores(reader.tx, asked, [number.exam]).get(number, NOBODY))
            part, rows = reading.sittings(reader.tx, asked, number, window.window(most, 2))
        title = _title(paper, request.bearer)
        about = {"paper": paper.paper, "title": title, "round": number.round, "topic": number.topic}
        if not told["shown"]:
            return SittingList(about | told | {"sittings": []}, Turns(None, None))
        return SittingList(about | told | {"sittings": [_sitting(one) for one in rows]}, window.turns(part))


def _title(paper: Any, bearer: Bearer) -> str:
    """What a paper is called: to who may not read papers by its code, as its sittings name it."""
    title: str = paper.title if permissions.may_read(papers, bearer) else paper.paper
    return title


def _examination(paper: Any, scored: Mapping[TopicNumber, TopicScore], bearer: Bearer) -> dict[str, Any]:
    """An examination with each topic in which anybody scored."""
    first, latest = (
        {one.topic: some for one, some in scored.items() if (one.exam, one.round) == (paper.paper, which)}
        for which in (BASELINE, LATER)
    )
    return {
        "record": f"{papers.name}/{paper.paper}",
        "title": _title(paper, bearer),
        **{name: getattr(paper, name) for name in ("paper", "unit", "category", "set_on")},
        "topics": [
            {
                "topic": topic,
                "first": _told(first[topic]) if topic in first else None,
                "latest": _told(latest[topic]) if topic in latest else None,
            }
            for topic in TOPICS
            if topic in first or topic in latest
        ],
    }


def _told(scored: TopicScore) -> dict[str, Any]:
    """A number as it may be told: of too few persons neither how many nor how much."""
    shown = scored.n >= FEWEST
    mean = round(scored.points / scored.n, PLACES) if shown else None
    return {"shown": shown, "n": scored.n if shown else None, "mean": mean}


def _sitting(row: Any) -> dict[str, Any]:
    return {"record": row.record, "paper": row.paper, "unit": row.unit, "sat_on": row.day, "percent": row.percent}
