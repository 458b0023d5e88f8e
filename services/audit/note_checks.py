"""What was signed of the log, held against it: the checkpoints here, those remembered elsewhere, the cosignatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Note, Signature, Verifier
from services.audit import checkpoints as signing
from services.audit.checkpoints import KEY_BEFORE, TIME, Keys
from services.audit.tables import checkpoints, cosignatures, cosigners

Remembered = Mapping[str, Sequence[str]]
"""Checkpoints that are kept outside the log's database, by who keeps them."""
Place = tuple[int, str]
"""The first entry that a fault may be of, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A root that was signed; `after` is the size before it that was signed too, where nothing was wrong yet."""

    root: bytes
    after: int
    by: str


@dataclass
class Marks:
    """The roots that were signed of a stretch of the log, by size; the first fault among the notes themselves."""

    by_size: dict[int, list[Mark]] = field(default_factory=dict)
    fault: Place | None = None


def marks(tx: sa.Connection, keys: Keys, remembered: Remembered, start: int, end: int) -> Marks:
    """What was signed of more than `start` entries and of `end` at the most."""
    signed, least, c = Marks(), start or -1, checkpoints.c
    rows = tx.execute(sa.select(checkpoints).where(c.size > least, c.size <= end).order_by(c.size, c.at)).all()
    last = tx.scalar(sa.select(sa.func.max(c.size)).where(c.size <= start)) or 0
    for row in rows:
        if signed.fault is None and (what := _fault_of(row, keys)):
            signed.fault = last, what
        last = row.size
    before = tx.scalars(sa.select(c.note).where(c.size <= start).order_by(c.size.desc()).limit(1))
    stored = {"a checkpoint": [*before, *(row.note for row in rows)]}
    for by, notes in (*stored.items(), *remembered.items()):
        _mark(
            signed,
            keys,
            by,
            [one for one in notes if _size(one) <= start][-1:],
            [one for one in notes if least < _size(one) <= end],
        )
    return signed


def _mark(signed: Marks, keys: Keys, by: str, before: Sequence[str], notes: Sequence[str]) -> None:
    """The roots that one keeper of notes names, each with the size that the same keeper names before it."""
    last = _size(before[0]) if before else 0
    for note in sorted(notes, key=_size):
        try:
            checkpoint = signing.read(note, keys.verifiers, keys.origin)
        except TlogError as error:
            signed.fault = signed.fault or (last, f"{by} of {_size(note)} entries: {error}")
            continue
        signed.by_size.setdefault(checkpoint.size, []).append(Mark(checkpoint.root, last, by))
        last = checkpoint.size


def _size(note: str) -> int:
    try:
        return Checkpoint.parse(Note.parse(note).text).size
    except TlogError:
        return 0


def _fault_of(row: Any, keys: Keys) -> str:
    """What is wrong with a stored checkpoint by itself."""
    try:
        checkpoint = signing.read(row.note, keys.verifiers, keys.origin)
        key = Note.parse(row.note).signatures[0].key_id.hex()
    except TlogError as error:
        return f"the checkpoint of {row.size} entries: {error}"
    told = (checkpoint.size, key, signing.line_of(checkpoint, TIME))
    return "" if told == (row.size, row.key, row.at) else f"the checkpoint of {row.size} entries: filed as another"


def check_end(tx: sa.Connection, keys: Keys, remembered: Remembered, size: int) -> Place | None:
    """What speaks against the log as a whole, when all entries were read; None: nothing."""
    rows = tx.execute(sa.select(checkpoints).order_by(checkpoints.c.size, checkpoints.c.at)).all()
    newest = max((row.size for row in rows), default=0)
    for note in (one for notes in remembered.values() for one in notes):
        if (there := _size(note)) > size:
            return size, f"truncated, or an older copy: {there} entries were signed and are remembered"
        if there > newest:
            return newest, f"an old checkpoint is shown for the newest: one of {there} entries is remembered"
    if newest > size:
        return size, f"truncated: a checkpoint of {newest} entries was signed"
    return _key_fault(rows, keys) or _cosignature_fault(tx, rows)


def _key_fault(rows: Sequence[Any], keys: Keys) -> Place | None:
    """A key that signs after another is named with the other."""
    texts = {one.key_id.hex(): one.to_text() for one in keys.verifiers}
    for before, after in pairwise(rows):
        named = signing.line_of(Checkpoint.parse(Note.parse(after.note).text), KEY_BEFORE)
        if before.key != after.key and named != texts.get(before.key):
            return before.size, f"another key signs from {after.size} entries on, and does not name the one before"
    return None


def _cosignature_fault(tx: sa.Connection, rows: Sequence[Any]) -> Place | None:
    texts = {row.size: Note.parse(row.note).text for row in rows}
    witnesses = {row.name: row.key for row in tx.execute(sa.select(cosigners))}
    for row in tx.execute(sa.select(cosignatures).order_by(cosignatures.c.size)):
        try:
            is_good = _is_cosigned(row, Verifier.parse(witnesses.pop(row.witness, "") or _again(tx, row)), texts)
        except TlogError:
            is_good = False
        if not is_good:
            return row.size, f"the cosignature of {row.witness!r} on {row.size} entries does not fit"
    return (0, f"the witness {next(iter(witnesses))!r} has no cosignature") if witnesses else None


def _again(tx: sa.Connection, row: Any) -> str:
    """A witness's key, where it was read for an earlier cosignature."""
    return str(tx.scalar(sa.select(cosigners.c.key).where(cosigners.c.name == row.witness)) or "")


def _is_cosigned(row: Any, witness: Verifier, texts: dict[int, str]) -> bool:
    signature = Signature.parse(row.line.removesuffix("\n"))
    whose = (witness.name, witness.key_id, row.time, row.line)
    if whose != (signature.name, signature.key_id, signature.time, signature.line()):
        return False
    return row.size in texts and witness.fits(signature, texts[row.size])
