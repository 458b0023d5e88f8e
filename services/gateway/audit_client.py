"""The service that keeps the audit log, as the gateway asks it: every question with its deadline, every reply typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from contracts.audit import acts, rpc
from contracts.audit.rpc import (
    AnomaliesRequest,
    AnomalyPage,
    CheckpointReply,
    ConsistencyProof,
    EntryFilter,
    EntryPage,
    EntryRow,
    GapsReply,
    Inclusion,
    LogPageVerdict,
    LogStatus,
    VerifyLogRequest,
)
from contracts.rpc import ProblemReply, Request
from services.chassis.messaging.rpc_client import RpcClient
from services.gateway.owner_client import OwnerProblem

DEADLINE, STATUS_DEADLINE, VERIFYING_DEADLINE = 5.0, 2.0, 60.0
"""Seconds."""
T = TypeVar("T")


@dataclass(frozen=True)
class Turn:
    """Where a page of entries begins: before an index, or after it where it goes `backward`; None: at the newest."""

    place: int | None = None
    backward: bool = False


@dataclass(frozen=True)
class AuditClient:
    """Asks the audit service. Each method raises Unavailable where it does not answer in time."""

    client: RpcClient

    def search(self, within: EntryFilter, most: int, turn: Turn) -> EntryPage:
        """Entries of a filter, the newest first."""
        return self._ask(rpc.SearchRequest(within, most, turn.place, turn.backward))

    def trail(self, record: str, most: int, turn: Turn, *, views: bool) -> EntryPage:
        """What happened to a record, the newest first; or only who saw its texts."""
        return self._ask(rpc.TrailRequest(record, most, turn.place, turn.backward, views))

    def entry(self, index: int) -> EntryRow | None:
        """One entry with its contents, if there is one."""
        rows = self._ask(rpc.EntriesRequest((index,)))
        return rows[0] if rows else None

    def entries(self, indexes: Sequence[int]) -> list[EntryRow]:
        """Entries with their contents; the log gives as many at once as a message bears."""
        rows, left = list[EntryRow](), list(indexes)
        while left and (some := self._ask(rpc.EntriesRequest(tuple(left)))):
            rows += some
            left = [one for one in left if one > some[-1].index]
        return rows

    def entry_of(self, event: str) -> EntryRow | None:
        """The entry of an event, if it has come into the log."""
        rows = self._ask(rpc.EntriesRequest((), (event,)))
        return rows[0] if rows else None

    def inclusion(self, index: int, size: int) -> Inclusion | None:
        """The proof that an entry stands in the log of a size; None where that log ends before it."""
        proofs = self._ask(rpc.InclusionRequest((index,), size))
        return proofs[0] if proofs else None

    def consistency(self, first: int, second: int) -> ConsistencyProof:
        """The proof that one log begins another. Raises OwnerProblem for sizes that it has not had."""
        return _unwrap(self._ask(rpc.ConsistencyRequest(first, second)))

    def checkpoint(self, size: int | None = None) -> CheckpointReply:
        """The newest checkpoint, or the newest that is not larger than a size."""
        return self._ask(rpc.CheckpointRequest(size))

    def tile(self, level: str, index: int, width: int) -> str | None:
        """A tile's bytes in Base64; None where the log does not reach so far."""
        return self._ask(rpc.TileRequest(level, index, width)).data

    def cosign(self, note: str, key: str) -> CheckpointReply:
        """Have a witness's cosignature kept. Raises OwnerProblem."""
        return _unwrap(self._ask(rpc.CosignRequest(note, key)))

    def anomalies(self, request: AnomaliesRequest) -> AnomalyPage:
        """What is out of the common, the newest day first."""
        return self._ask(request)

    def gaps(self) -> GapsReply:
        """Which events of the journals are not in the log."""
        return self._ask(rpc.GapsRequest())

    def status(self) -> LogStatus:
        """How the log is."""
        return self._ask(rpc.StatusRequest(), STATUS_DEADLINE)

    def verify(self, page: VerifyLogRequest) -> LogPageVerdict:
        """What a page of the verification shows."""
        return self._ask(page, VERIFYING_DEADLINE)

    def _ask(self, request: Request[T], deadline: float = DEADLINE) -> T:
        return self.client.ask(acts.AUDIT, request, deadline=deadline)


def _unwrap(reply: T | ProblemReply) -> T:
    """What was asked for. Raises OwnerProblem."""
    if isinstance(reply, ProblemReply):
        raise OwnerProblem(reply.problem)
    return reply
