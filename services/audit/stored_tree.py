"""The log's tree as it is stored: the head, the full tiles, and what is not full yet, which follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from contracts.tlog import tiles as cut
from contracts.tlog import tree
from contracts.tlog.tiles import HEIGHT, WIDTH
from contracts.tlog.tree import DIGEST, EMPTY_ROOT, Frontier, HashReader
from services.audit.tables import entries, head, tiles
from services.chassis.storage import store

LOG = "log"
_HEAD = sa.select(head.c.size, head.c.root, head.c.hashes).where(head.c.name == LOG)
_HELD = _HEAD.with_for_update()
_COMMITMENTS = (
    sa.select(entries.c.commitment)
    .where(entries.c.position >= sa.bindparam("first"), entries.c.position < sa.bindparam("end"))
    .order_by(entries.c.position)
)
_ROOTS = (
    sa.select(tiles.c.root)
    .where(
        tiles.c.level == sa.bindparam("below"),
        tiles.c.number >= sa.bindparam("first"),
        tiles.c.number < sa.bindparam("end"),
    )
    .order_by(tiles.c.number)
)
_TILE = sa.select(tiles.c.hashes, tiles.c.root).where(
    tiles.c.level == sa.bindparam("at"), tiles.c.number == sa.bindparam("which")
)


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are, the root over them, and the hashes of the right edge, in one piece."""

    size: int
    root: bytes
    hashes: bytes

    def frontier(self) -> Frontier:
        """What the tree grows from. Raises BadProof where the hashes are not those of a tree of this size."""
        return Frontier(self.size, split(self.hashes))


EMPTY = Head(0, EMPTY_ROOT, b"")


class NoHead(Exception):
    """The row that says how large the log is has gone."""


class Overtaken(ConnectionError):
    """Another process appended meanwhile: what was prepared for the old head is written anew."""


def split(hashes: bytes) -> list[bytes]:
    """Hashes that were written in one piece."""
    return [hashes[at : at + DIGEST] for at in range(0, len(hashes), DIGEST)]


def read_head(tx: sa.Connection, *, hold: bool = False) -> Head:
    """The head; `hold`: nobody else moves it before this transaction ends. Raises NoHead."""
    row = tx.execute(_HELD if hold else _HEAD).one_or_none()
    if row is None:
        raise NoHead
    return Head(row.size, bytes(row.root), bytes(row.hashes))


def move_head(tx: sa.Connection, before: Head, after: Frontier) -> Head:
    """Say how large the log is now. Raises Overtaken where it is no longer as it was before."""
    now = Head(after.size, after.root(), b"".join(after.hashes))
    as_before = (head.c.name == LOG, head.c.size == before.size, head.c.root == before.root)
    values = {"size": now.size, "root": now.root, "hashes": now.hashes}
    if tx.execute(head.update().where(*as_before).values(values)).rowcount != 1:
        raise Overtaken(before.size)
    return now


def grow(tx: sa.Connection, frontier: Frontier, commitments: Sequence[bytes]) -> None:
    """Append leaves to a frontier, and store the tiles that become full."""
    first = frontier.size
    full = [node for one in commitments for node in frontier.append(tree.leaf_hash(one))[HEIGHT::HEIGHT]]
    rows = list[dict[str, object]]()
    for place, root in full:
        level, number = place.level // HEIGHT - 1, place.at
        hashes = _leaves(tx, number, first, commitments) if level == 0 else _roots(tx, level, number, rows)
        rows.append({"level": level, "number": number, "hashes": hashes, "root": root})
    # At their end: a level above takes roots of the level below that this very batch completed.
    store.insert_tuples(
        tx, tiles, ("level", "number", "hashes", "root"), [tuple(row.values()) for row in rows], update=store.APPEND
    )


def _leaves(tx: sa.Connection, number: int, first: int, commitments: Sequence[bytes]) -> bytes:
    """The hashes of a tile of leaves: what stood before, and what was added from `first` on."""
    start, end = number * WIDTH, (number + 1) * WIDTH
    stored = stored_commitments(tx, start, min(first, end)) if start < first else []
    fresh = commitments[max(start - first, 0) : end - first]
    return b"".join(map(tree.leaf_hash, [*stored, *fresh]))


def _roots(tx: sa.Connection, level: int, number: int, fresh: Sequence[dict[str, object]]) -> bytes:
    """The hashes of a tile above: the roots of 256 tiles of the level below, the last of which are not stored yet."""
    start, end = number * WIDTH, (number + 1) * WIDTH
    new = {row["number"]: row["root"] for row in fresh if row["level"] == level - 1}
    stored = stored_roots(tx, level - 1, start, end)
    return b"".join([*stored, *(new[at] for at in range(start + len(stored), end))])  # type: ignore[list-item]


def stored_commitments(tx: sa.Connection, first: int, end: int) -> list[bytes]:
    """The commitments of entries from one position to before another."""
    return [bytes(one) for one in tx.scalars(_COMMITMENTS, {"first": first, "end": end})]


def stored_roots(tx: sa.Connection, below: int, first: int, end: int) -> list[bytes]:
    """The roots of full tiles of a level, from one number to before another."""
    return [bytes(one) for one in tx.scalars(_ROOTS, {"below": below, "first": first, "end": end})]


def tile(tx: sa.Connection, level: int, number: int) -> bytes:
    """The hashes of a tile, as far as it is filled."""
    if full := stored_tile(tx, level, number):
        return full[0]
    start, end = number * WIDTH, (number + 1) * WIDTH
    if level == 0:
        return b"".join(map(tree.leaf_hash, stored_commitments(tx, start, end)))
    return b"".join(stored_roots(tx, level - 1, start, end))


def stored_tile(tx: sa.Connection, level: int, number: int) -> tuple[bytes, bytes] | None:
    """The hashes of a full tile, and the root over them."""
    row = tx.execute(_TILE, {"at": level, "which": number}).one_or_none()
    return None if row is None else (bytes(row.hashes), bytes(row.root))


def reader(tx: sa.Connection) -> HashReader:
    """Reads the nodes of the tree; each tile once."""
    return cut.reader_of(cache(lambda level, number: tile(tx, level, number)))


def root_of(tx: sa.Connection, size: int) -> bytes:
    """The root over the first `size` entries. Raises BadProof where there are not as many."""
    return tree.read_root(reader(tx), size)
