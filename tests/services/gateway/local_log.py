"""The audit service as it answers over RPC, without broker and processes: a log of its own code, in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from contracts.audit import rpc
from contracts.errors import Problem
from contracts.rpc import ProblemReply, Request
from contracts.wire import to_plain
from services.audit import anomalies, checkpoints, cosigning, gaps, proofs, search, status, stored_tree
from services.audit.verification import Verifier
from tests.office import migrated_store
from tests.services.audit.sample_log import SampleLog

REQUESTS = {
    one.method: one
    for one in vars(rpc).values()
    if isinstance(one, type) and issubclass(one, Request) and one is not Request
}


class LocalLog:
    """Answers each method as the service does; `missing` and `conflicts` are what its inbox would say."""

    def __init__(self, home: Path) -> None:
        self.sample = SampleLog(migrated_store(f"sqlite:///{home}/audit.db", "audit"), home)
        self.asked: list[str] = []

    def answer(self, method: str, arguments: list[Any]) -> Any:
        """What is answered to a call."""
        self.asked.append(method)
        request = REQUESTS[rpc.AuditMethod(method)].from_payload(arguments)
        if isinstance(request, rpc.VerifyLogRequest):
            return to_plain(Verifier(self.sample.store, self.sample.keys, self.sample.memory).page(request))
        with self.sample.store.begin() as tx:
            try:
                return to_plain(self._answers(tx)[type(request)](request))
            except Problem as problem:
                return to_plain(ProblemReply(problem.to_dict()))

    def root(self, size: int) -> bytes:
        """The root of the log's first entries."""
        with self.sample.store.begin_read() as tx:
            return stored_tree.root_of(tx, size)

    def _answers(self, tx: Any) -> dict[type, Callable[[Any], Any]]:
        return {
            rpc.SearchRequest: lambda one: search.search(tx, one),
            rpc.TrailRequest: lambda one: search.trail(tx, one),
            rpc.EntriesRequest: lambda one: search.whole(tx, one.indexes, one.ids),
            rpc.InclusionRequest: lambda one: proofs.inclusion(tx, one),
            rpc.ConsistencyRequest: lambda one: proofs.consistency(tx, one),
            rpc.CheckpointRequest: lambda one: checkpoints.reply(tx, one.size),
            rpc.TileRequest: lambda one: proofs.tile(tx, one),
            rpc.CosignRequest: lambda one: cosigning.keep(tx, self.sample.keys, one.note, one.key),
            rpc.AnomaliesRequest: lambda one: anomalies.page(tx, one),
            rpc.GapsRequest: lambda _one: gaps.gaps(tx, ()),
            rpc.StatusRequest: lambda _one: status.status(tx, (), ""),
        }
