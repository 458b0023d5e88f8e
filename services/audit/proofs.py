"""What is handed to who wants to check for themselves: proofs, and tiles as the ecosystem's tools read them."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import sqlalchemy as sa

from contracts.audit.rpc import (
    ConsistencyProof,
    ConsistencyRequest,
    Inclusion,
    InclusionRequest,
    TileReply,
    TileRequest,
)
from contracts.errors import Invalid, fault
from contracts.tlog import tree
from contracts.tlog.tiles import WIDTH
from contracts.tlog.tree import DIGEST
from services.audit import stored_tree

ENTRIES = "entries"
"""The level of the bundles: what the leaves are the hashes of, here the commitments."""
HIGHEST = 5
MOST = 500
"""Proofs in one answer."""


def inclusion(tx: sa.Connection, request: InclusionRequest) -> tuple[Inclusion, ...]:
    """A proof for each index that the log of that size has."""
    size = min(request.size, stored_tree.read_head(tx).size)
    read, here = stored_tree.reader(tx), [one for one in request.indexes[:MOST] if 0 <= one < size]
    if size < request.size:
        return ()
    return tuple(_inclusion(read, index, size) for index in here)


def _inclusion(read: tree.HashReader, index: int, size: int) -> Inclusion:
    path = tuple(one.hex() for one in tree.inclusion_proof(read, index, size))
    return Inclusion(index, size, read(tree.Node(0, index)).hex(), path)


def consistency(tx: sa.Connection, request: ConsistencyRequest) -> ConsistencyProof:
    """That the log of one size begins that of another. Raises Invalid unless 0 < first <= second <= its size."""
    size = stored_tree.read_head(tx).size
    if not 0 < request.first <= request.second <= size:
        named = "first" if not 0 < request.first <= request.second else "second"
        en, zh = f"must be 0 < first <= second <= {size}", f"须满足 0 < first <= second <= {size}"
        raise Invalid(errors=[fault(named, en, zh)])
    path = tree.consistency_proof(stored_tree.reader(tx), request.first, request.second)
    return ConsistencyProof(request.first, request.second, tuple(one.hex() for one in path))


def tile(tx: sa.Connection, request: TileRequest) -> TileReply:
    """A tile's bytes, or a bundle's; nothing where the log does not reach so far, or there is no such tile."""
    if request.index < 0 or not 1 <= request.width <= WIDTH:
        return TileReply(None)
    data = _bundle(tx, request) if request.level == ENTRIES else _hashes(tx, request)
    return TileReply(None if data is None else base64.b64encode(data).decode())


def _hashes(tx: sa.Connection, request: TileRequest) -> bytes | None:
    if not request.level.isdecimal() or int(request.level) > HIGHEST:
        return None
    hashes = stored_tree.tile(tx, int(request.level), request.index)[: request.width * DIGEST]
    return hashes if len(hashes) == request.width * DIGEST else None


def _bundle(tx: sa.Connection, request: TileRequest) -> bytes | None:
    """The entries as C2SP tlog-tiles writes them: each with its length in two bytes before it."""
    first = request.index * WIDTH
    commitments = stored_tree.stored_commitments(tx, first, first + request.width)
    return _lengthen(commitments) if len(commitments) == request.width else None


def _lengthen(commitments: Sequence[bytes]) -> bytes:
    return b"".join(len(one).to_bytes(2, "big") + one for one in commitments)
