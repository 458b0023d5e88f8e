"""Packs as they are asked for, and the keys with which they are checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import GET, JSON, POST, ZIP
from contracts.errors import Forbidden, Unavailable
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.api.progress import CountsOnly, Progress
from services.gateway.audit.earlier_checkpoints import checkpoints_before
from services.gateway.audit.entries import AUDITOR
from services.gateway.audit.routes import GROUP
from services.gateway.audit_client import AuditClient
from services.gateway.casefile import zips
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.packs.archive import Maker, PackArchive
from services.gateway.packs.sources import Batch, Sources
from services.gateway.packs.wish import Wish, read_wish
from services.gateway.reading_rights import PaperRights

MAKERS = frozenset({AUDITOR, "inspector", "leader"})
"""Who hands facts to others: who answers for the bureau's numbers, or looks into them."""


@dataclass
class Packs:
    """Makes packs for who may read what goes into them."""

    log: AuditClient
    progress: Progress
    papers: PaperRights
    maker: Maker

    @Route(
        POST,
        "/v1/audit/packs",
        "make_pack",
        MAKERS,
        "制作核验包 / Make a pack of facts with their proofs",
        ZIP,
        takes=(JSON,),
        body="PackWish",
        others=(400, 413, 422, 503),
        group=GROUP,
    )
    def make(self, request: ApiRequest) -> Response:
        """A record's, a measure's, an item's or a period's facts, with papers and proofs, as a zip archive.

        What who asks may not read is withheld: its place in the log is shown, and nothing of it. It is put on record
        before it leaves. Raises Invalid, Forbidden, NoRecord, Unavailable.
        """
        return self.pack(request, read_wish(request.json(), self.progress.read_model.programme))

    def pack(self, request: ApiRequest, wish: Wish) -> Response:
        """The pack that a wish means. Raises Forbidden, NoRecord, Unavailable."""
        self.admit(wish, request)
        checkpoint = self.log.checkpoint()
        if not checkpoint.note:
            raise Unavailable("audit", "no checkpoint yet")
        rights = self.progress.rights(request.bearer)
        archive = PackArchive(
            self.log,
            self.maker,
            rights,
            self.papers,
            checkpoint,
            checkpoints_before(self.log, checkpoint),
            self._about(wish, request),
        )
        batches = _with_first(Sources(self.log, self.progress.read_model, request.bearer.role == AUDITOR).find(wish))
        request.acts.record("pack_made", **_what(wish))
        return responses.as_attachment(
            Response(zips.stream_zip(archive.members(batches)), content_type=ZIP), "pack.zip"
        )

    def admit(self, wish: Wish, request: ApiRequest) -> None:
        """Let whoever asks have a pack made. Raises Forbidden, CountsOnly."""
        if wish.kind == "period" and request.bearer.role != AUDITOR:
            raise Forbidden("period", "for auditor")
        if wish.kind == "record":
            permissions.admit_reading(catalogue.REGISTERS[wish.record.partition("/")[0]], request.bearer)
        for name in wish.measures:
            if not self.progress.may_list(self.progress.read_model.measure(name), request.bearer):
                raise CountsOnly(name)

    def _about(self, wish: Wish, request: ApiRequest) -> dict[str, object]:
        as_of = wish.as_of or self.progress.read_model.today()
        return {
            "about": wish.about(),
            "as_of": as_of.isoformat(),
            "made_at": clock.now().isoformat(),
            "made_by": request.bearer.id,
            "made_as": request.bearer.role,
        }

    @Route(
        GET,
        "/v1/audit/keys",
        "audit_keys",
        EVERYONE,
        "核验公钥 / The keys with which packs are checked",
        "AuditKeys",
        others=(),
        group=GROUP,
    )
    def keys(self, _request: ApiRequest) -> Response:
        """The log's and the gateway's public keys (C2SP verifier keys), the present ones first, with fingerprints."""
        keys = [{"key": one.to_text(), "sha256": one.fingerprint()} for one in self.maker.all_keys()]
        return responses.answer({"keys": keys})


def _with_first(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same, the first of them found already: where the log does not answer, it is said before anything is sent."""
    first = next(batches, None)
    return iter(()) if first is None else chain([first], batches)


def _what(wish: Wish) -> dict[str, str]:
    """What a pack is of, as it is put on record."""
    said = {"record": wish.record, "measure": wish.name if wish.kind == "measure" else ""}
    if wish.kind == "period":
        return said | {"about": f"period {wish.since.isoformat()} {wish.until.isoformat()}"}
    return said | {"about": f"{wish.kind} {wish.name}".strip()}
