"""The Merkle tree of a log (RFC 6962, section 2.1; proofs as in RFC 9162, sections 2.1.3 and 2.1.4).

A place in the tree is a `Node`: its level and its index there. Node (0, i) is leaf i; node (l, i) is the root over the
2 ** l leaves from i * 2 ** l on. Such a subtree is perfect, so its hash never changes once its leaves are there: a log
stores these nodes and no others, and every root and every proof is made of them. `HashReader` reads one.

`Frontier` is what a log must remember in order to grow: the perfect subtrees along its right edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from contracts.tlog.errors import BadProof

DIGEST = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a log without entries."""


class Node(NamedTuple):
    """A place in the tree: the perfect subtree over 2 ** level leaves, the one of them that is counted `at`, from 0."""

    level: int
    at: int


HashReader = Callable[[Node], bytes]
"""Gives the hash of a perfect subtree. A log reads it from its tiles."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf (leaves and nodes begin with different bytes, so that none passes for the other)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


# --- a tree that grows -----------------------------------------------------------------------------------------------


class Frontier:
    """A tree as far as growing needs it: for each bit of its size that is set, one perfect subtree's hash.

    hashes  of these subtrees, the largest and leftmost first
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Where a tree of `size` leaves stood. Raises BadProof when the hashes are not as many as its subtrees."""
        if size < 0 or size.bit_count() != len(hashes):
            raise BadProof("frontier")
        self.size, self.hashes = size, list(hashes)

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Take one leaf's hash; all nodes that are complete with it, the leaf first. These are what a log stores."""
        node, place = leaf, Node(0, self.size)
        complete = [(place, node)]
        while place.at & 1:
            node, place = node_hash(self.hashes.pop(), node), Node(place.level + 1, place.at >> 1)
            complete.append((place, node))
        self.hashes.append(node)
        self.size += 1
        return complete

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _join(self.hashes)

    @classmethod
    def read(cls, reader: HashReader, size: int) -> Frontier:
        """The frontier of a log's first `size` leaves, from its nodes."""
        return cls(size, [reader(node) for node in subtrees(0, size)])


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves' hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def subtrees(first: int, end: int) -> Iterator[Node]:
    """The fewest perfect subtrees that cover the leaves from `first` to before `end`, from left to right."""
    while first < end:
        level = (end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        yield Node(level, first >> level)
        first += 1 << level


def _join(hashes: Sequence[bytes]) -> bytes:
    """The root over subtrees of which each is larger than the next."""
    if not hashes:
        return EMPTY_ROOT
    node = hashes[-1]
    for left in reversed(hashes[:-1]):
        node = node_hash(left, node)
    return node


# --- a tree that is there as a whole ---------------------------------------------------------------------------------


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree over some leaves, lowest level first; what has no neighbour moves up as it is. The root is alone."""
    tree = [list(leaves)]
    while len(below := tree[-1]) > 1:
        pairs = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        tree.append(pairs + below[len(pairs) * 2 :])
    return tree


def path(tree: Sequence[Sequence[bytes]], index: int) -> tuple[bytes, ...]:
    """The hashes beside the way from a leaf up to the root of such levels."""
    beside = ((level, (index >> height) ^ 1) for height, level in enumerate(tree[:-1]))
    return tuple(level[at] for level, at in beside if at < len(level))


# --- inclusion: this leaf stands at this place -----------------------------------------------------------------------


def root_along(proof: Sequence[bytes], leaf: bytes, index: int, size: int) -> bytes:
    """The root to which a path leads from the leaf at `index` of `size`. Raises BadProof for another path."""
    if not 0 <= index < size:
        raise BadProof("place")
    beside, node, last = iter(proof), leaf, size - 1
    try:
        while last:
            if index & 1:
                node = node_hash(next(beside), node)
            elif index < last:
                node = node_hash(node, next(beside))
            index, last = index >> 1, last >> 1
    except StopIteration:
        raise BadProof("path") from None
    if next(beside, None) is not None:
        raise BadProof("path")
    return node


def check_inclusion(proof: Sequence[bytes], leaf: bytes, index: int, size: int, root: bytes) -> None:
    """Raise BadProof unless the leaf of this hash is the one at `index` of the log of `size` with this root."""
    _check_digests(leaf, root, *proof)
    if root_along(proof, leaf, index, size) != root:
        raise BadProof("root")


def inclusion_proof(reader: HashReader, index: int, size: int) -> list[bytes]:
    """The path from the leaf at `index` to the root of the first `size` leaves. Raises BadProof where there is none."""
    if not 0 <= index < size:
        raise BadProof("place")
    return _beside(reader, index, 0, size)


def _beside(reader: HashReader, index: int, first: int, end: int) -> list[bytes]:
    """RFC 9162 2.1.3.1, without recursion: the subtree beside each step down to the leaf, the lowest first."""
    way = []
    while end - first > 1:
        split = first + _split(end - first)
        if index < split:
            way.append(_range_root(reader, split, end))
            end = split
        else:
            way.append(_range_root(reader, first, split))
            first = split
    return way[::-1]


# --- consistency: this log is that log, grown ------------------------------------------------------------------------


def check_consistency(proof: Sequence[bytes], size: int, root: bytes, later_size: int, later_root: bytes) -> None:
    """Raise BadProof unless the later tree begins with all leaves of the earlier one (RFC 9162, 2.1.4.2).

    An empty log is the beginning of every log: there is nothing to prove, and such a call is refused.
    """
    if not 0 < size <= later_size:
        raise BadProof("place")
    _check_digests(root, later_root, *proof)
    if size == later_size:
        if proof or root != later_root:
            raise BadProof("path" if proof else "root")
        return
    if _roots_along(proof if size & (size - 1) else [root, *proof], size - 1, later_size - 1) != (root, later_root):
        raise BadProof("root")


def _roots_along(proof: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes]:
    """The two roots to which a consistency proof leads, from the last leaves' places in both trees."""
    if not proof:
        raise BadProof("path")
    while place & 1:
        place, last = place >> 1, last >> 1
    earlier = later = proof[0]
    for beside in proof[1:]:
        if not last:
            raise BadProof("path")
        if place & 1 or place == last:
            earlier, later = node_hash(beside, earlier), node_hash(beside, later)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            later = node_hash(later, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("path")
    return earlier, later


def consistency_proof(reader: HashReader, size: int, later_size: int) -> list[bytes]:
    """What shows that the first `size` leaves begin the first `later_size`. Raises BadProof unless 0 < size <= later.

    RFC 9162, 2.1.4.1, without recursion.
    """
    if not 0 < size <= later_size:
        raise BadProof("place")
    first, end, way, whole = 0, later_size, [], True
    while size != end:
        split = first + _split(end - first)
        if size <= split:
            way.append(_range_root(reader, split, end))
            end = split
        else:
            way.append(_range_root(reader, first, split))
            first, whole = split, False
    if not whole:
        way.append(_range_root(reader, first, end))
    return way[::-1]


def read_root(reader: HashReader, size: int) -> bytes:
    """The root of the first `size` leaves, from a log's nodes."""
    return _range_root(reader, 0, size)


def _range_root(reader: HashReader, first: int, end: int) -> bytes:
    return _join([reader(node) for node in subtrees(first, end)])


def _split(size: int) -> int:
    """The greatest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_digests(*hashes: bytes) -> None:
    if any(len(one) != DIGEST for one in hashes):
        raise BadProof("hash")
