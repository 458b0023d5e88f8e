"""The log itself: how it is, its checkpoints, tiles and proofs, and who witnesses it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.audit.rpc import CheckpointReply, LogStatus, VerifyLogRequest
from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, Unknown, fault
from contracts.roles import EVERYONE
from contracts.tlog.notes import Verifier
from contracts.tlog.tiles import WIDTH
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.api.progress import Progress
from services.gateway.audit.earlier_checkpoints import checkpoints_before
from services.gateway.audit.log_watch import state_of
from services.gateway.audit.proof_file import proof_file
from services.gateway.audit.proofs import prove
from services.gateway.audit.routes import AUDITORS, AWAY, GROUP
from services.gateway.audit.tile_path import tile_in
from services.gateway.audit_client import AuditClient
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

KEEPERS = AUDITORS | {"operator"}
"""Who looks after the log as a whole: who must mend it, and who must know whether it is whole. It shows them no act."""
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
WHOLE_TILE = "private, max-age=31536000, immutable"
MOST_SIZE, MOST_TEXTS = 10**9 - 1, 64


@dataclass
class LogRoutes:
    """Answers how the log is."""

    log: AuditClient
    progress: Progress
    keys: Callable[[], Sequence[Verifier]]

    @Route(
        GET,
        "/v1/audit/status",
        "audit_status",
        EVERYONE,
        "审计日志状态 / How the log is",
        "LogStatus",
        others=(503,),
        group=GROUP,
    )
    def status(self, _request: ApiRequest) -> Response:
        """How many entries, which checkpoint, verified when, witnessed by whom, what is missing."""
        return responses.answer(status_item(self.log.status()))

    @Route(
        GET,
        "/v1/audit/gaps",
        "audit_gaps",
        KEEPERS,
        "日志缺口 / What is missing in the log",
        "LogGaps",
        others=(503,),
        group=GROUP,
    )
    def gaps(self, _request: ApiRequest) -> Response:
        """Events that stand in a service's journal and not in the log, by their ids, some hundred of each service."""
        reply = self.log.gaps()
        body = {
            "items": [{"service": one.service, "event": one.id, "since": one.since} for one in reply.gaps],
            "counts": reply.counts,
            "conflicts": list(reply.conflicts),
        }
        return responses.answer(body)

    @Route(
        GET,
        "/v1/audit/checkpoint",
        "audit_checkpoint",
        KEEPERS,
        "检查点 / The checkpoint",
        "text/plain",
        "size",
        others=(404, 422, 503),
        group=GROUP,
    )
    def checkpoint(self, request: ApiRequest) -> Response:
        """The newest checkpoint as a signed note (C2SP), cosignatures beneath it; `size`: the newest not larger."""
        size = request.number("size", 1, MOST_SIZE) if "size" in request.query else None
        reply = self.log.checkpoint(size)
        if not reply.note:
            raise Unknown("checkpoint")
        return Response(reply.note, content_type=TEXT)

    @Route(
        GET,
        "/v1/audit/tile/{level}/{tile}",
        "audit_tile",
        KEEPERS,
        "日志分片 / A tile",
        BYTES,
        others=(304, 404, 503),
        group=GROUP,
    )
    def tile(self, request: ApiRequest) -> Response:
        """A tile (C2SP tlog-tiles): a level or "entries", N in groups of three digits, `.p/W` while it is not full."""
        level = request.path["level"]
        tile = tile_in(level, request.path["tile"])
        data = self.log.tile(level, tile.index, tile.width)
        if data is None:
            raise Unknown(f"tile/{level}/{request.path['tile']}")
        body = base64.b64decode(data)
        response = responses.keepable(Response(body, content_type=BYTES), responses.tag(body))
        if tile.width == WIDTH:
            response.headers["Cache-Control"] = WHOLE_TILE
        return response

    @Route(
        GET,
        "/v1/audit/proofs",
        "audit_proof",
        EVERYONE,
        "存证证明 / That an event stands in the log",
        "FactProof",
        "event",
        others=AWAY,
        group=GROUP,
    )
    def proof(self, request: ApiRequest) -> Response:
        """The inclusion proof of an event, for whoever may read it as a fact; of any event for the auditor.

        The answer, kept as a file, is what `verify.pyz` checks.
        """
        event = request.query.get("event")
        if event is None:
            raise _needed("event")
        if request.bearer.role not in AUDITORS:
            self.progress.fact_of(event, request.bearer)
        proof, rights = prove(self.log, event), self.progress.rights(request.bearer)
        witnessed = checkpoints_before(self.log, proof.checkpoint) if proof.checkpoint else []
        return responses.answer(proof_file(proof, self.keys(), rights, witnessed))

    @Route(
        GET,
        "/v1/audit/consistency",
        "audit_consistency",
        KEEPERS,
        "一致性证明 / That one log begins another",
        "ConsistencyProof",
        "first, second",
        others=AWAY,
        group=GROUP,
    )
    def consistency(self, request: ApiRequest) -> Response:
        """The proof that the log of one size begins the log of another (RFC 6962)."""
        first, second = (_size(request, name) for name in ("first", "second"))
        proof = self.log.consistency(first, second)
        return responses.answer({"first": proof.first, "second": proof.second, "path": list(proof.path)})

    @Route(
        POST,
        "/v1/audit/verification",
        "audit_verification",
        KEEPERS,
        "核验一段日志 / Verify a part of the log",
        "LogPageVerdict",
        takes=(JSON,),
        body="LogPage",
        others=(400, 422, 503),
        group=GROUP,
    )
    def verification(self, request: ApiRequest) -> Response:
        """Have a part of the log read again, from where the part before ended; the last holds all of it together."""
        verdict = self.log.verify(_page_in(request.json()))
        return responses.answer(
            {
                "upto": verdict.upto,
                "frontier": list(verdict.frontier),
                "size": verdict.size,
                "forgotten": verdict.forgotten,
                "fault": verdict.fault or None,
                "index": verdict.index,
            }
        )

    @Route(
        POST,
        "/v1/audit/cosignatures",
        "audit_cosignature",
        KEEPERS,
        "提交见证签名 / Hand in a witness's cosignature",
        "Checkpoint",
        takes=(JSON,),
        body="Cosignature",
        others=(400, 409, 422, 503),
        group=GROUP,
    )
    def cosignature(self, request: ApiRequest) -> Response:
        """Keep a witness's cosignature on a checkpoint of this log: the note with it, and the witness's key."""
        given = _texts_in(request.json(), ("note", "key"))
        return responses.answer(checkpoint_item(self.log.cosign(given["note"], given["key"])))


def status_item(status: LogStatus) -> JsonObject:
    """How the log is, as clients see it."""
    return {
        "state": state_of(status, clock.now()),
        "size": status.size,
        "forgotten": status.forgotten,
        "checkpoint_size": status.checkpoint_size,
        "checkpoint_at": status.checkpoint_at or None,
        "verified_at": status.verified_at or None,
        "verified_size": status.verified_size,
        "fault": status.fault or None,
        "witnesses": status.witnesses,
        "missing": status.missing,
        "conflicts": list(status.conflicts),
    }


def checkpoint_item(reply: CheckpointReply) -> JsonObject:
    """A checkpoint as clients see it."""
    return {
        "note": reply.note,
        "size": reply.size,
        "root": reply.root,
        "signed_at": reply.at,
        "witnesses": list(reply.witnesses),
    }


def _needed(name: str) -> Invalid:
    return Invalid(name, errors=[fault(name, "Is needed", "必须填写")])


def _size(request: ApiRequest, name: str) -> int:
    if name not in request.query:
        raise _needed(name)
    return request.number(name, 1, MOST_SIZE)


def _texts_in(body: Any, names: tuple[str, ...]) -> dict[str, str]:
    """The texts of a body that has these and nothing else. Raises Invalid."""
    given = body if isinstance(body, dict) else {}
    faults = [fault(name, "Must be a text", "应为文本") for name in names if not isinstance(given.get(name), str)]
    faults += [fault(str(name), "Unknown field", "没有此字段") for name in given if name not in names]
    if faults:
        raise Invalid(*(one["field"] for one in faults), errors=faults)
    return given


def _page_in(body: Any) -> VerifyLogRequest:
    """From where a part of the log is read. Raises Invalid."""
    given: JsonObject = {"start": 0, "size": 0, "frontier": [], "remembered": []}
    unknown = [] if isinstance(body, dict) else ["body"]
    given |= body if isinstance(body, dict) else {}
    sizes = [one for one in ("start", "size") if not _is_size(given[one])]
    texts = [one for one in ("frontier", "remembered") if not _are_texts(given[one])]
    faults = [fault(one, "Must be a whole number from 0", "应为非负整数") for one in sizes]
    faults += [fault(one, "Must be texts, not many", "应为文本列表") for one in texts]
    faults += [fault(name, "Unknown field", "没有此字段") for name in (*unknown, *given) if name not in _PAGE]
    if faults:
        raise Invalid(*(one["field"] for one in faults), errors=faults)
    return VerifyLogRequest(given["start"], tuple(given["frontier"]), given["size"], tuple(given["remembered"]))


_PAGE = ("start", "frontier", "size", "remembered")


def _is_size(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_SIZE


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_TEXTS and all(isinstance(one, str) for one in value)
