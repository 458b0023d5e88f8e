"""The pages of messages that services could not handle: which there are, what one says, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson
from werkzeug.wrappers import Response

from contracts.catalogue import GATEWAY, SUBSCRIBERS
from contracts.errors import Problem
from contracts.operations.dead_letters import DISCARD, REPLAY, WholeLetter
from contracts.wire import JsonObject
from services.gateway.api.admin import OPERATOR
from services.gateway.api.operations.letters import MOST_WHY, Letters, letter_contents
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, redirect
from services.gateway.web.render import Frame

PATH, DISCARDED = "/operations/letters", "/operations/discarded"
ON_PAGE, MOST_SHOWN = 50, 20_000
"""Letters of each service; characters of what one says: more is fetched as JSON."""


@dataclass
class LetterPages:
    """Shows what `/v1/operations/letters` answers, and does what is done there."""

    letters: Letters
    signing: bytes

    @page(
        PATH, "page_letters", OPERATOR, "停放的消息网页 / Parked messages, as a page", "service, event, lang",
        others=(303, 404),
    )  # fmt: skip
    def list(self, request: ApiRequest) -> Response:
        """The first of each service, and which are silent; of one whose event is named, on to that."""
        if event := request.query.get("event", "").strip():
            (service,) = self.letters.services(request.query.get("service", "") or GATEWAY)
            return redirect(self._frame(request).plain(f"{PATH}/{service}/{quote(event, safe='')}"))
        found = self.letters.find(self.letters.services(""), ON_PAGE)
        return html_response(render.page("operations_letters", self._frame(request), found=found, services=SUBSCRIBERS))

    @page(
        f"{PATH}/{{service}}/{{id}}", "page_letter", OPERATOR, "查看停放的消息网页 / A parked message, as a page",
        others=(404, 503),
    )  # fmt: skip
    def letter(self, request: ApiRequest) -> Response:
        """One whole, with what may be done about it."""
        return self._page(request)

    @form(f"{PATH}/{{service}}/{{id}}", "page_letter_settled", OPERATOR, "处理停放的消息 / Settle a parked message")
    def settle(self, request: ApiRequest) -> Response:
        """Send it back, or throw it away with a reason, and go back to the list."""
        act, why = request.http.form.get("act", ""), request.http.form.get("why", "")
        try:
            if act == REPLAY:
                self.letters.send_back(request)
            elif act == DISCARD:
                self.letters.throw_away(request, why)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem, why)
        return redirect(self._frame(request).plain(PATH))

    @page(
        DISCARDED, "page_discarded", OPERATOR, "已丢弃的消息网页 / Messages thrown away, as a page", "cursor, lang",
        others=(422,),
    )  # fmt: skip
    def list_discards(self, request: ApiRequest) -> Response:
        """What was thrown away, the newest first."""
        page = self.letters.discarded_page(request, ON_PAGE)
        return html_response(render.page("operations_discarded", self._frame(request), page=page))

    @page(
        f"{DISCARDED}/{{id}}", "page_discarded_letter", OPERATOR,
        "查看已丢弃的消息网页 / A message thrown away, as a page", others=(404,),
    )  # fmt: skip
    def discarded_letter(self, request: ApiRequest) -> Response:
        """One whole, with why it was thrown away."""
        about, whole = self.letters.kept.get(request.path["id"])
        shown = {
            "about": about,
            "letter": whole.row,
            "said": contents(letter_contents(whole)),
            "headers": whole.headers,
        }
        return html_response(render.page("operations_letter", self._frame(request), service=about.service, **shown))

    def _page(self, request: ApiRequest, problem: Problem | None = None, why: str = "") -> Response:
        service, id_ = self.letters.path(request)
        whole = self.letters.whole(service, id_)
        about = {
            "about": None,
            "service": service,
            **_shown(whole),
            "fault": problem_words(problem, self._frame(request).lang) if problem else "",
            "why": why,
            "most": MOST_WHY,
        }
        page = render.page("operations_letter", self._frame(request), **about)
        return html_response(page, problem.status if problem else 200)

    def _frame(self, request: ApiRequest) -> Frame:
        return page_frame(request, self.signing, LANGUAGE_ONLY)


def _shown(whole: WholeLetter) -> dict[str, Any]:
    return {"letter": whole.row, "headers": whole.headers, "said": contents(letter_contents(whole))}


def contents(letter: JsonObject) -> str:
    """What a letter says, as a page shows it: JSON by lines, cut where it is long."""
    content = letter["content"]
    text = content if isinstance(content, str) else orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
