"""What goes along with a checkpoint: the newest that each witness has cosigned, and the way from there to this one."""

from __future__ import annotations

from contracts.audit.rpc import CheckpointReply
from contracts.packs.witnessing import MOST, EarlierCheckpoint
from services.gateway.audit_client import AuditClient


def checkpoints_before(log: AuditClient, checkpoint: CheckpointReply) -> list[EarlierCheckpoint]:
    """What each witness saw last of the log, where that is before this checkpoint. Raises Unavailable."""
    sizes = {int(one["size"]) for one in log.status().witnesses.values()}
    earlier = [log.checkpoint(size) for size in sorted(sizes) if 0 < size < checkpoint.size]
    return [
        EarlierCheckpoint(seen.note, tuple(map(bytes.fromhex, log.consistency(seen.size, checkpoint.size).path)))
        for seen in earlier[-MOST:]
    ]
