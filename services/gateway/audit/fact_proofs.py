"""The proof beside a fact: where the log does not answer, the fact is shown all the same."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from contracts.errors import Unavailable
from services.gateway.audit.log_watch import LogWatch
from services.gateway.audit.proofs import EntryProof, prove
from services.gateway.audit_client import AuditClient


@dataclass(frozen=True)
class FactProofs:
    """Proves facts for pages."""

    log: AuditClient
    watch: LogWatch

    def of(self, event: str) -> EntryProof | None:
        """How far an event is proven; None: the log does not answer. One that is known to be away is not waited for."""
        if not self.watch.away:
            with suppress(Unavailable):
                return prove(self.log, event)
        return None
