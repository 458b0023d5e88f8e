"""Warnings as programs meet them: all that wait for somebody, one of them, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, fault
from contracts.roles import EVERYONE, WRITERS
from contracts.wire import to_plain
from services.gateway.display import paging
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.warnings.desk import ANSWER, WarningDesk
from services.gateway.warnings.listing import warning_item

WARNING = "/v1/warnings/{id}"


@dataclass
class Warnings:
    """Answers which warnings wait for somebody, and has an answer kept."""

    desk: WarningDesk

    @Route(
        GET,
        "/v1/warnings",
        "warnings",
        EVERYONE,
        "待核对提示 / Warnings that wait for somebody",
        "Warnings",
        "unit, cursor, limit",
        others=(404, 422),
        headers=("Link",),
    )
    def waiting(self, request: ApiRequest) -> Response:
        """What is unlikely about records beside others and was not answered, in the order of ids."""
        listed = self.desk.list.waiting(request, paging.rows_asked(request))
        body = {
            "items": [warning_item(one) for one in listed.warnings],
            "previous": listed.turns.previous,
            "next": listed.turns.next,
            "total": listed.total,
            "total_is_exact": listed.is_exact,
        }
        return responses.answer(body, **listed.turns.links(request))

    @Route(GET, WARNING, "warning", EVERYONE, "一条提示 / A warning", "Warning", others=(404,))
    def warning(self, request: ApiRequest) -> Response:
        """A warning with what was answered to it."""
        return responses.answer(warning_item(self.desk.list.find(request.path["id"], request.bearer)))

    @Route(
        POST,
        WARNING,
        "answer_warning",
        WRITERS,
        "答复提示 / Answer a warning",
        "Done",
        takes=(JSON,),
        body="WarningAnswer",
        others=(400, 404, 409, 413, 422, 503),
    )
    def answer(self, request: ApiRequest) -> Response:
        """Say why the record is right all the same; the same answer sent twice is one. Raises Unreadable, Invalid."""
        body = request.json()
        text = body.get(ANSWER) if isinstance(body, dict) and body.keys() == {ANSWER} else None
        if not isinstance(text, str):
            message = ('Say why it is right: {"answer": "…"}', '请填写说明：{"answer": "……"}')
            raise Invalid(ANSWER, errors=[fault(ANSWER, *message)])
        receipt = self.desk.answer(request, self.desk.list.find(request.path["id"], request.bearer), text)
        return responses.answer(to_plain(receipt), 200, ETag=f'"{receipt.record.version}"')
