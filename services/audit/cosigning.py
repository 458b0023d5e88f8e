"""Witnesses: whoever saw that the log only grew signs its checkpoints too, elsewhere, and hands that in here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from contracts.audit.rpc import CheckpointReply
from contracts.errors import Refused
from contracts.tlog.checkpoints import Checkpoint, open_checkpoint
from contracts.tlog.errors import BadNote, TlogError
from contracts.tlog.notes import COSIGNATURE, Note, Signature, Verifier
from services.audit import checkpoints, stored_tree
from services.audit.checkpoints import Keys
from services.audit.entries import moment_of
from services.audit.tables import checkpoints as stored
from services.audit.tables import cosignatures, cosigners
from services.chassis.storage import store

SECOND = 1_000_000


class NotOurCheckpoint(Refused):
    """This is no checkpoint of this log, or none that this witness has cosigned."""

    slug, zh = "not-our-checkpoint", "不是本日志的检查点，或没有该见证方的有效联署"


class AnotherWitness(Refused):
    """A witness of this name has cosigned with another key."""

    slug, zh = "another-witness", "同名见证方此前使用另一密钥"


def keep(tx: sa.Connection, keys: Keys, note: str, key: str) -> CheckpointReply:
    """Keep a cosignature with its checkpoint, which is written again where it was thinned out.

    Raises NotOurCheckpoint, AnotherWitness.
    """
    try:
        witness = Verifier.parse(key)
        if witness.kind != COSIGNATURE:
            raise BadNote("verifier key: kind")
        signed = open_checkpoint(note, (*keys.verifiers, witness), keys.origin)
        is_ours = signed.checkpoint.root == stored_tree.root_of(tx, signed.checkpoint.size)
    except TlogError as error:
        raise NotOurCheckpoint(*error.about) from None
    if not is_ours or not signed.cosignatures:
        raise NotOurCheckpoint(signed.checkpoint.size)
    _know(tx, witness)
    own = _own_signature(signed.note, keys.verifiers)
    _store(tx, signed.checkpoint, Note(signed.note.text, (own,)), signed.cosignatures[0])
    return checkpoints.reply(tx, signed.checkpoint.size)


def _own_signature(note: Note, verifiers: Iterable[Verifier]) -> Signature:
    ours = {(one.name, one.key_id) for one in verifiers}
    return next(one for one in note.signatures if (one.name, one.key_id) in ours)


def _know(tx: sa.Connection, witness: Verifier) -> None:
    store.insert_many(tx, cosigners, [{"name": witness.name, "key": witness.to_text()}])
    known_key = tx.scalar(sa.select(cosigners.c.key).where(cosigners.c.name == witness.name))
    if known_key != witness.to_text():
        raise AnotherWitness(witness.name)


def _store(tx: sa.Connection, checkpoint: Checkpoint, note: Note, signature: Signature) -> None:
    at = checkpoints.line_of(checkpoint, checkpoints.TIME)
    row = {"size": checkpoint.size, "key": note.signatures[0].key_id.hex(), "at": at, "note": note.to_text()}
    store.insert_many(tx, stored, [row])
    cosigned = {"size": checkpoint.size, "witness": signature.name, "time": signature.time, "line": signature.line()}
    store.insert_many(tx, cosignatures, [cosigned], update="time line")


def newest_of_each(tx: sa.Connection) -> dict[str, Any]:
    """Of each witness the newest cosignature: of how many entries, and when it was given."""
    c = cosignatures.c
    newest = sa.select(c.witness, sa.func.max(c.size).label("size")).group_by(c.witness).subquery()
    joined = sa.and_(c.witness == newest.c.witness, c.size == newest.c.size)
    rows = tx.execute(sa.select(c.witness, c.size, c.time).join(newest, joined))
    return {row.witness: {"size": row.size, "at": moment_of(row.time * SECOND)} for row in rows}
