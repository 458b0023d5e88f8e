"""The page of a person's own examinations: what is open now, what comes, what they sat, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.roles import WRITERS
from services.chassis.base import clock
from services.gateway.api.work import sittings
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame


@dataclass
class MyExams:
    """Lists papers and sittings for who is signed in."""

    client: RecordClient
    signing: bytes

    @page("/exams", "page_exams", WRITERS, "我的考试网页 / My examinations")
    def my_exams(self, request: ApiRequest) -> Response:
        """Papers that may be sat now or later, and everything that one has sat."""
        mine, now = sittings.sittings_of(self.client, request.bearer), clock.now()
        states = sittings.papers_of(self.client, request.bearer, mine, now)
        about = {
            "open": [one for one in states if one.state == sittings.OPEN],
            "coming": [one for one in states if one.state == sittings.COMING],
            "mine": [(one, sittings.has_time(one, now)) for one in mine if one.status != sittings.VOIDED],
            "titles": {one.paper.id: one.paper.fields["title"] for one in states},
        }
        return html_response(render.page("exams", page_frame(request, self.signing, LANGUAGE_ONLY), **about))
