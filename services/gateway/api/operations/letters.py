"""Messages that services could not handle: listed, shown whole, sent back, thrown away and kept."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, Problem, Unknown, fault
from contracts.operations.dead_letters import (
    DISCARD,
    REPLAY,
    LetterPage,
    LetterRow,
    SettleLetterRequest,
    SettlementReply,
    WholeLetter,
)
from contracts.wire import JsonObject
from services.chassis.messaging.letters.desk import LetterDesk
from services.chassis.messaging.letters.letter import content_of
from services.gateway.accounts.operations.discarded_letters import DiscardedLetter, DiscardedLetters
from services.gateway.acts.request_acts import is_harmless
from services.gateway.api.admin import BASE, GROUP, OPERATOR, PARKED
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient, at_once

PATH, DISCARDED = f"{BASE}/letters", f"{BASE}/discarded"
LEAST_WHY, MOST_WHY = 4, 500
"""Characters of the reason for which a message is thrown away."""


@dataclass(frozen=True)
class ServiceLetters:
    """The first dead letters of a service; `silent`: it did not say."""

    service: str
    page: LetterPage
    silent: bool = False


@dataclass(frozen=True)
class DiscardedPage:
    """Messages that were thrown away, the newest first."""

    rows: tuple[DiscardedLetter, ...]
    turns: Turns


@dataclass(frozen=True)
class OwnerLetters:
    """Another service's dead letters, as it shows and settles them itself."""

    owners: OwnerClient
    service: str

    def page(self, most: int) -> LetterPage:
        """The first. Raises Unavailable."""
        return self.owners.dead_letters(self.service, most)

    def letter(self, id_: str) -> WholeLetter:
        """One whole. Raises OwnerProblem, Unavailable."""
        return self.owners.dead_letter(self.service, id_)

    def settle(self, act: str, id_: str, by: str) -> SettlementReply:
        """Have it sent back, or thrown away. Raises OwnerProblem, Unavailable."""
        return self.owners.settle_dead_letter(self.service, SettleLetterRequest(act, id_, by))


@dataclass
class Letters:
    """Asks each service for its dead letters; the gateway's own are at hand."""

    owners: OwnerClient
    own: LetterDesk
    kept: DiscardedLetters

    @Route(
        GET,
        PATH,
        "letters",
        OPERATOR,
        "停放的消息 / Parked messages",
        "Letters",
        "service, limit",
        others=(404, 422),
        group=GROUP,
    )
    def letters(self, request: ApiRequest) -> Response:
        """The first messages that each service could not handle, and how many there are; who is silent is named."""
        most = paging.rows_asked(request)
        found = self.find(self.services(request.query.get("service", "")), most)
        items = [_item(one.service, row) for one in found for row in one.page.rows]
        totals = {one.service: one.page.total for one in found if not one.silent}
        return responses.answer({"items": items, "totals": totals, "silent": [o.service for o in found if o.silent]})

    def services(self, named: str) -> tuple[str, ...]:
        """The services that may have any: the named one, or all. Raises Unknown."""
        if named and named not in catalogue.SUBSCRIBERS:
            raise Unknown(named)
        return (named,) if named else catalogue.SUBSCRIBERS

    def find(self, services: Iterable[str], most: int) -> list[ServiceLetters]:
        """The first of each service, all asked at once."""
        return list(at_once(lambda one: self._of(one, most), services))

    def _of(self, service: str, most: int) -> ServiceLetters:
        try:
            page = self._desk(service).page(most)
        except Problem:
            return ServiceLetters(service, LetterPage(0), silent=True)
        return ServiceLetters(service, page)

    @Route(
        GET,
        f"{PATH}/{{service}}/{{id}}",
        "letter",
        OPERATOR,
        "查看停放的消息 / A parked message",
        "Letter",
        others=(404, 503),
        group=GROUP,
    )
    def letter(self, request: ApiRequest) -> Response:
        """One whole: its headers, and what it says. Raises Unknown, OwnerProblem, Unavailable."""
        service, id_ = self.path(request)
        return responses.answer(_item(service, (whole := self.whole(service, id_)).row) | letter_contents(whole))

    def path(self, request: ApiRequest) -> tuple[str, str]:
        """The service and the message of an address. Raises Unknown."""
        (service,) = self.services(request.path["service"])
        return service, request.path["id"]

    def whole(self, service: str, id_: str) -> WholeLetter:
        """One whole. Raises Unknown, OwnerProblem, Unavailable."""
        return self._desk(service).letter(id_)

    def _desk(self, service: str) -> LetterDesk | OwnerLetters:
        return self.own if service == catalogue.GATEWAY else OwnerLetters(self.owners, service)

    @Route(
        POST,
        f"{PATH}/{{service}}/{{id}}/replay",
        "replay_letter",
        OPERATOR,
        "重新投递停放的消息 / Send a parked message back",
        "Settlement",
        others=(404, 503),
        group=GROUP,
    )
    def replay(self, request: ApiRequest) -> Response:
        """Send it back to the inbox that could not handle it; what was handled meanwhile is recognised there."""
        return responses.answer({"settled": self.send_back(request)})

    def send_back(self, request: ApiRequest) -> int:
        """How many were sent back; put on record first. Raises Unknown, OwnerProblem, Unavailable, NoRecord."""
        service, id_ = self.path(request)
        self.whole(service, id_)
        return self._settle(request, REPLAY, service, id_)

    @Route(
        POST,
        f"{PATH}/{{service}}/{{id}}/discard",
        "discard_letter",
        OPERATOR,
        "丢弃停放的消息 / Throw a parked message away",
        "Settlement",
        takes=(JSON,),
        body="Discarding",
        others=(400, 404, 413, 422, 503),
        group=GROUP,
    )
    def discard(self, request: ApiRequest) -> Response:
        """Throw it away, with a reason (`why`); it is kept under `/v1/operations/discarded` first."""
        body = request.json()
        return responses.answer(
            {"settled": self.throw_away(request, body.get("why") if isinstance(body, dict) else "")}
        )

    def throw_away(self, request: ApiRequest, why: object) -> int:
        """How many were thrown away; kept, and put on record, first.

        Raises Invalid, Unknown, OwnerProblem, Unavailable, NoRecord.
        """
        reason = _reason(why)
        service, id_ = self.path(request)
        self.kept.keep(service, self.whole(service, id_), reason, request.bearer.id)
        return self._settle(request, DISCARD, service, id_)

    def _settle(self, request: ApiRequest, act: str, service: str, id_: str) -> int:
        event = id_ if is_harmless(id_) else ""
        request.acts.record(PARKED[act], about=f"{service} {event}".strip())
        return self._desk(service).settle(act, id_, request.bearer.id).count

    @Route(
        GET,
        DISCARDED,
        "discarded_letters",
        OPERATOR,
        "已丢弃的消息 / Messages that were thrown away",
        "DiscardedLetters",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def list_discards(self, request: ApiRequest) -> Response:
        """What was thrown away, the newest first; each is kept whole. Raises BadCursor."""
        page = self.discarded_page(request, paging.rows_asked(request))
        items = [vars(one) for one in page.rows]
        return responses.answer({"items": items, **vars(page.turns)}, **page.turns.links(request))

    def discarded_page(self, request: ApiRequest, most: int) -> DiscardedPage:
        """A page of what was thrown away. Raises BadCursor."""
        asked = AskedWindow(request, CURSOR, ("discarded",))
        page = self.kept.page(asked.window(most, 2))
        return DiscardedPage(tuple(page.rows), asked.turns(page.part))

    @Route(
        GET,
        f"{DISCARDED}/{{id}}",
        "discarded_letter",
        OPERATOR,
        "查看已丢弃的消息 / A message that was thrown away",
        "DiscardedLetter",
        others=(404,),
        group=GROUP,
    )
    def discarded_letter(self, request: ApiRequest) -> Response:
        """One whole. Raises NoSuchLetter."""
        about, whole = self.kept.get(request.path["id"])
        return responses.answer(vars(about) | letter_contents(whole))


def letter_contents(letter: WholeLetter) -> JsonObject:
    """What a letter says beside what lists tell of it."""
    content = content_of(base64.b64decode(letter.body))
    return {"content_type": letter.content_type, "headers": letter.headers, "content": content, "body": letter.body}


def _item(service: str, row: LetterRow) -> JsonObject:
    return {"service": service, **vars(row)}


def _reason(why: object) -> str:
    text = why.strip() if isinstance(why, str) else ""
    if not LEAST_WHY <= len(text) <= MOST_WHY:
        raise Invalid(
            "why",
            errors=[fault("why", f"{LEAST_WHY} to {MOST_WHY} characters", f"须为 {LEAST_WHY} 至 {MOST_WHY} 个字")],
        )
    return text
