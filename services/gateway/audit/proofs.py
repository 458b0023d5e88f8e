"""Whether an event stands in the log, held against the checkpoint that the log has signed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.audit.rpc import CheckpointReply, EntryRow, Inclusion
from contracts.tlog import tree
from contracts.tlog.errors import TlogError
from contracts.wire import JsonObject
from services.gateway.audit_client import AuditClient


class ProofState(StrEnum):
    """How far an event is proven."""

    ABSENT = "absent"
    UNSIGNED = "unsigned"
    PROVEN = "proven"
    BROKEN = "broken"


@dataclass(frozen=True)
class EntryProof:
    """An event's place in the log, and what holds it there.

    path  the hashes from its leaf to the root, the lowest first
    """

    event: str
    state: ProofState
    entry: EntryRow | None = None
    checkpoint: CheckpointReply | None = None
    path: tuple[str, ...] = ()

    def to_item(self) -> JsonObject:
        """The proof as clients see it."""
        entry, signed = self.entry, self.checkpoint
        return {
            "event": self.event,
            "state": self.state,
            "index": entry.index if entry else None,
            "recorded_at": entry.time if entry else None,
            "leaf": entry.leaf if entry else None,
            "path": list(self.path),
            "size": signed.size if signed else None,
            "root": signed.root if signed else None,
            "checkpoint": signed.note if signed else None,
            "signed_at": signed.at if signed else None,
            "witnesses": list(signed.witnesses) if signed else [],
        }


def prove(log: AuditClient, event: str) -> EntryProof:
    """How far an event is proven. Raises Unavailable."""
    entry = log.entry_of(event)
    return EntryProof(event, ProofState.ABSENT) if entry is None else prove_entry(log, entry)


def prove_entry(log: AuditClient, entry: EntryRow) -> EntryProof:
    """How far an entry is proven. Raises Unavailable."""
    checkpoint = log.checkpoint()
    proof = log.inclusion(entry.index, checkpoint.size) if entry.index < checkpoint.size else None
    if proof is None:
        return EntryProof(entry.id, ProofState.UNSIGNED, entry)
    # What the log says of itself is not passed on unseen: the hashes are put together here.
    state = ProofState.PROVEN if _holds(entry, proof, checkpoint) else ProofState.BROKEN
    return EntryProof(entry.id, state, entry, checkpoint, proof.path)


def _holds(entry: EntryRow, proof: Inclusion, checkpoint: CheckpointReply) -> bool:
    try:
        path, leaf, root = map(bytes.fromhex, proof.path), bytes.fromhex(entry.leaf), bytes.fromhex(checkpoint.root)
        tree.check_inclusion(list(path), leaf, entry.index, checkpoint.size, root)
    except (TlogError, ValueError):
        return False
    return True
