"""What operators ask of a running suite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, POST
from contracts.errors import Invalid, Unknown, fault
from contracts.forms import WHO
from contracts.wire import JsonObject
from services.chassis.base import log
from services.gateway import callers
from services.gateway.acts.request_acts import is_harmless
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.generations import deciding
from services.gateway.read_model.generations.tables import BUILDS, Generation
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.replay.worker import digest_apart
from services.gateway.sealed_journals import SealedJournals

_log = log.get("operations")
GATEWAY = "gateway"
ACTS = {"rebuild": deciding.rebuild, "back": deciding.go_back, "drop": deciding.let_go}
PARKED = {"replay": "message_replayed", "discard": "message_discarded"}
BASE, GROUP = "/v1/operations", "operations"
OPERATOR = frozenset({"operator"})


@dataclass
class Admin:
    """Rebuilding what can be rebuilt, and fingerprints to compare."""

    owners: OwnerClient
    read_model: ReadModel
    journals: SealedJournals

    @Route(
        POST,
        f"{BASE}/rebuild",
        "rebuild",
        OPERATOR,
        "由日志重建 / Rebuild from the journals",
        "Rebuilt",
        "service, set_aside",
        others=(404, 409, 422, 503),
        group=GROUP,
    )
    def rebuild(self, request: ApiRequest) -> Response:
        """Make a projection again: the gateway's ledger from all journals, a service's records from its own."""
        service = request.query.get("service", GATEWAY)
        if service == GATEWAY:
            set_aside = request.query.get("set_aside") == "true"
            return responses.answer(self.read_model.rebuild(self.journals, set_aside=set_aside))
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        return responses.answer(self.owners.rebuild(service).to_payload())

    @Route(
        POST,
        f"{BASE}/forget",
        "forget",
        OPERATOR,
        "删除个人信息 / Forget a private text",
        "Forgotten",
        "service, who",
        others=(404, 422, 503),
        group=GROUP,
    )
    def forget(self, request: ApiRequest) -> Response:
        """Delete the private text behind a token, for good: somebody has asked for it. Raises Unknown, Invalid."""
        service, who = request.query.get("service", ""), request.query.get("who", "")
        if service not in catalogue.SERVICES:
            raise Unknown(service)
        if not re.fullmatch(WHO, who):
            raise Invalid("who", errors=[fault("who", "Not a token of private text", "不是个人信息代号")])
        reply = self.owners.forget(service, who, callers.caller_of(request, self.read_model))
        _log.info("private.forgotten", owner=service, who=who, by=request.bearer.id, found=reply.forgotten)
        return responses.answer(reply.to_payload())

    @Route(
        POST,
        f"{BASE}/parking",
        "settle_parked",
        OPERATOR,
        "登记停放消息的处理 / Put on record what becomes of a parked message",
        "Nothing",
        "act, service, event",
        others=(404, 422, 503),
        group=GROUP,
    )
    def settle_parked(self, request: ApiRequest) -> Response:
        """Put on record that a message is about to be sent back to its inbox, or thrown away: who works with the broker
        says so here first. Raises Unknown, Invalid, NoRecord.
        """
        service, event = request.query.get("service", ""), request.query.get("event", "")
        if service not in catalogue.SUBSCRIBERS:
            raise Unknown(service)
        act = request.among("act", tuple(PARKED), "")
        if not is_harmless(event):
            raise Invalid("event", errors=[fault("event", "Not the id of a message", "不是消息编号")])
        request.acts.record(PARKED[act], about=f"{service} {event}")
        return responses.answer({})

    @Route(
        GET,
        f"{BASE}/generations",
        "generations",
        OPERATOR | {"auditor"},
        "视图各代 / The view's generations",
        "Generations",
        others=(),
        group=GROUP,
    )
    def generations(self, _request: ApiRequest) -> Response:
        """Which generation of the view is live, which is kept, and how far one is that is being built."""
        return responses.answer(generations_answer(self.read_model))

    @Route(
        POST,
        f"{BASE}/generations",
        "decide_generations",
        OPERATOR,
        "重新生成、恢复上一代、清除旧代 / Build, go back, let go",
        "Generations",
        "act",
        others=(409, 422, 503),
        group=GROUP,
    )
    def decide_generations(self, request: ApiRequest) -> Response:
        """Have another built beside the live one , read the one before, or keep none.

        Raises Invalid for any other act, AlreadyBuilding, NoneToGoBackTo.
        """
        act = request.query.get("act", "")
        if act not in ACTS:
            raise Invalid("act", errors=[fault("act", f"One of {', '.join(ACTS)}", f"应为 {'、'.join(ACTS)} 之一")])
        self.read_model.decide(ACTS[act])
        _log.info("generation.decided", act=act, by=request.bearer.id)
        return responses.answer(generations_answer(self.read_model))

    @Route(
        GET,
        f"{BASE}/digest",
        "digest",
        OPERATOR | {"auditor"},
        "账目指纹 / The ledger's fingerprint",
        "Digest",
        others=(),
        group=GROUP,
    )
    def digest(self, _request: ApiRequest) -> Response:
        """The fingerprint of the ledger: two ledgers that saw the same events have the same."""
        view = self.read_model
        return responses.answer({"ledger": digest_apart(view.store, view.district, view.programme)})


def generations_answer(read_model: ReadModel) -> JsonObject:
    """Every generation as operators see it, the newest first."""
    return {"generations": [generation_item(one) for one in reversed(read_model.generations())]}


def generation_item(one: Generation) -> JsonObject:
    """A generation as operators see it."""
    said = {"name": one.name, "made_by": one.digest, "state": one.state, "since": one.changed or None}
    if one.state not in BUILDS:
        return said
    rate = None if one.rate is None else round(one.rate)
    return said | {"events": one.done, "of": one.total, "events_per_second": rate}
