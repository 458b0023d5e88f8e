"""The page of examinations with a baseline: by topic the first mean and the latest, each open to its sittings."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.outreach.surveys import FEWEST
from contracts.roles import EVERYONE
from contracts.training.courses import CATEGORIES, TOPICS
from contracts.training.papers import ROUNDS
from contracts.training.papers import register as papers
from services.gateway.api.examinations.examinations import Examinations
from services.gateway.display.messages import pages
from services.gateway.display.paging import CURSOR
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, page
from services.gateway.web.layout import html_response, page_frame, unit_outline, without_empty, wording

ON_PAGE, SITTINGS_ON_PAGE = 20, 50


@dataclass
class ExaminationPage:
    """Shows what `/v1/assessments` answers."""

    examinations: Examinations
    signing: bytes

    @page(
        "/assessments",
        "page_assessments_compared",
        EVERYONE,
        "摸底与复测对照网页 / Examinations, first and latest, as a page",
        f"{QUERY_OF_NUMBERS}, {CURSOR}",
        others=(403, 404, 422),
    )
    def overview(self, request: ApiRequest) -> Response:
        """Examinations with a baseline, those set last first."""
        request = without_empty(request)
        frame, listed = page_frame(request, self.signing), self.examinations.find(request, ON_PAGE)
        tree, day = self.examinations.read_model.unit_tree(), self.examinations.day(request)
        about = {
            "shown": listed.rows,
            "turns": listed.turns,
            "whole": listed.whole,
            "unit": request.query.get("unit"),
            "units": list(unit_outline(tree, day)),
            "wording": wording(frame, tree),
            "topics": pages.titles(frame.lang, TOPICS),
            "categories": pages.titles(frame.lang, CATEGORIES),
            "opens": permissions.may_read(papers, request.bearer),
            "fewest": FEWEST,
            "day": day,
        }
        return html_response(render.page("leader_examinations", frame, **about))

    @page(
        "/assessments/{paper}/{round}/{topic}",
        "page_assessments_counted",
        EVERYONE,
        "摸底、复测成绩所计考核网页 / The sittings behind a mean, as a page",
        f"as_of, lang, {CURSOR}",
        others=(403, 404, 422),
    )
    def sittings(self, request: ApiRequest) -> Response:
        """The sittings that one number is made of, each open."""
        request = without_empty(request)
        frame, found = page_frame(request, self.signing), self.examinations.find_sittings(request, SITTINGS_ON_PAGE)
        about = {
            "told": found.told,
            "turns": found.turns,
            "topic": pages.titles(frame.lang, TOPICS)[found.told["topic"]],
            "round": pages.titles(frame.lang, ROUNDS)[found.told["round"]],
            "wording": wording(frame, self.examinations.read_model.unit_tree()),
            "fewest": FEWEST,
            "day": self.examinations.day(request),
        }
        return html_response(render.page("leader_sittings", frame, **about))


def examination_resources(read_model: ReadModel, signing: bytes) -> tuple[Examinations, ExaminationPage]:
    """What examinations say, as an answer and as a page."""
    examinations = Examinations(read_model)
    return examinations, ExaminationPage(examinations, signing)
