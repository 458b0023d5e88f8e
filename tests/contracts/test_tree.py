"""The tree of a log: the public vectors of RFC 6962, and proofs of every size against the definition."""

from __future__ import annotations

import base64
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.tlog import tiles, tree
from contracts.tlog.errors import BadProof
from contracts.tlog.tiles import Tile
from contracts.tlog.tree import Frontier, Node

VECTORS = sorted((Path(__file__).parent / "vectors" / "rfc6962" / "inclusion").rglob("*.json"))
SIZES = 300
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(SIZES + 1)]


@cache
def defined_root(first: int, end: int) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if first == end:
        return sha256(b"").digest()
    if end - first == 1:
        return LEAVES[first]
    split = 1
    while split * 2 < end - first:
        split *= 2
    return sha256(b"\x01" + defined_root(first, first + split) + defined_root(first + split, end)).digest()


def defined_path(index: int, first: int, end: int) -> list[bytes]:
    """RFC 9162, 2.1.3.1, word for word."""
    if end - first == 1:
        return []
    split = 1
    while split * 2 < end - first:
        split *= 2
    if index < split:
        return [*defined_path(index, first, first + split), defined_root(first + split, end)]
    return [*defined_path(index - split, first + split, end), defined_root(first, first + split)]


def defined_subproof(size: int, first: int, end: int, *, whole: bool) -> list[bytes]:
    """RFC 9162, 2.1.4.1, word for word."""
    if size == end - first:
        return [] if whole else [defined_root(first, end)]
    split = 1
    while split * 2 < end - first:
        split *= 2
    if size <= split:
        return [*defined_subproof(size, first, first + split, whole=whole), defined_root(first + split, end)]
    return [*defined_subproof(size - split, first + split, end, whole=False), defined_root(first, first + split)]


def reader(node: Node) -> bytes:
    return defined_root(node.at << node.level, (node.at + 1) << node.level)


def decode(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_all_98_public_vectors_are_there() -> None:
    assert len(VECTORS) == 98


@pytest.mark.parametrize("file", VECTORS, ids=lambda file: "/".join(file.parts[-2:]))
def test_a_public_vector_comes_out_as_it_says(file: Path) -> None:
    vector = json.loads(file.read_text(encoding="utf-8"))
    proof = [decode(one) for one in vector["proof"] or ()]
    try:
        tree.check_inclusion(
            proof, decode(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], decode(vector["root"])
        )
        failed = False
    except BadProof:
        failed = True
    assert failed == vector["wantErr"], vector["desc"]


def test_a_growing_tree_has_the_root_of_the_definition_at_every_size() -> None:
    frontier = Frontier()
    for size in range(SIZES + 1):
        assert frontier.root() == defined_root(0, size) == tree.root(LEAVES[:size]) == tree.read_root(reader, size)
        assert Frontier.read(reader, size).hashes == frontier.hashes
        complete = frontier.append(LEAVES[size])
        assert [hash_ for _, hash_ in complete] == [reader(node) for node, _ in complete]
    assert frontier.size == SIZES + 1


def test_growing_completes_each_perfect_subtree_once() -> None:
    frontier = Frontier()
    complete = [node for leaf in LEAVES[:256] for node, _ in frontier.append(leaf)]
    assert sorted(complete) == [Node(level, at) for level in range(9) for at in range(256 >> level)]


@pytest.mark.parametrize(("size", "hashes"), [(3, [b"a" * 32]), (-1, []), (4, [])])
def test_a_frontier_of_another_size_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(BadProof, match="frontier"):
        Frontier(size, hashes)


@pytest.mark.parametrize("size", range(1, SIZES + 1))
def test_every_leaf_of_every_size_is_proved(size: int) -> None:
    root = defined_root(0, size)
    for index in {*range(0, size, 7), size - 1, size // 2}:
        proof = tree.inclusion_proof(reader, index, size)
        assert proof == defined_path(index, 0, size)
        tree.check_inclusion(proof, LEAVES[index], index, size, root)


@pytest.mark.parametrize("later", range(1, SIZES + 1))
def test_every_size_is_shown_to_continue_every_smaller_one(later: int) -> None:
    for size in range(1, later + 1):
        proof = tree.consistency_proof(reader, size, later)
        assert proof == defined_subproof(size, 0, later, whole=True)
        tree.check_consistency(proof, size, defined_root(0, size), later, defined_root(0, later))


@given(st.integers(1, SIZES), st.data())
@settings(max_examples=300)
def test_no_other_leaf_place_size_path_or_root_is_proved(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, leaf, root = tree.inclusion_proof(reader, index, size), LEAVES[index], defined_root(0, size)
    other = data.draw(st.integers(0, size + 3).filter(lambda one: one != index))
    wrong = [
        (proof, LEAVES[(index + 1) % size] if size > 1 else b"x" * 32, index, size, root),
        (proof, leaf, other, size, root),
        (proof[:-1], leaf, index, size, root) if proof else (proof, leaf, -1, size, root),
        ([*proof, root], leaf, index, size, root),
        (proof[::-1], leaf, index, size, root) if proof != proof[::-1] else (proof, leaf, size, size, root),
        (proof, leaf, index, size, leaf_flip(root, data)),
        (proof, leaf_flip(leaf, data), index, size, root),
        (proof, leaf[:-1], index, size, root),
    ]
    for attempt in wrong:
        with pytest.raises(BadProof):
            tree.check_inclusion(*attempt)


@given(st.integers(1, SIZES), st.data())
@settings(max_examples=300)
def test_no_other_history_is_shown_to_be_continued(later: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, later))
    proof = tree.consistency_proof(reader, size, later)
    root, later_root = defined_root(0, size), defined_root(0, later)
    wrong = [
        (proof, size, leaf_flip(root, data), later, later_root),
        (proof, size, root, later, leaf_flip(later_root, data)),
        ([*proof, root], size, root, later, later_root),
        (proof, 0, tree.EMPTY_ROOT, later, later_root),
        (proof, later + 1, root, later, later_root),
        (proof, -1, root, later, later_root),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        spoilt = [leaf_flip(one, data) if place == at else one for place, one in enumerate(proof)]
        wrong += [(spoilt, size, root, later, later_root), (proof[:-1], size, root, later, later_root)]
        wrong += [([], size, root, later, later_root)]
    for attempt in wrong:
        with pytest.raises(BadProof):
            tree.check_consistency(*attempt)


def leaf_flip(value: bytes, data: st.DataObject) -> bytes:
    """The same bytes with one of them changed."""
    at, by = data.draw(st.integers(0, len(value) - 1)), data.draw(st.integers(1, 255))
    return value[:at] + bytes([value[at] ^ by]) + value[at + 1 :]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 0, 1), "tile/0/000.p/1"),
        (Tile(1, 67, 255), "tile/1/067.p/255"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(2, 1000), "tile/2/x001/000"),
    ],
)
def test_a_tile_has_the_address_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path() == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/0/0000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000", "tile/8/000",
        "tile/-1/000", "tile/0/000/", "tile/0/x001", "tile/0/000.p/01", "tile/0/۰۰۰", "tile/entries/000",
        "", "tile/0/000\n",
    ],
)  # fmt: skip
def test_what_is_no_tiles_address_is_refused(path: str) -> None:
    with pytest.raises(BadProof, match="tile"):
        Tile.parse(path)


def test_every_proof_can_be_built_from_tiles_alone() -> None:
    """Of a log of 70,000 entries: three levels of tiles, none of which is full at its end."""
    size, stored = 70_000, dict[tuple[int, int], bytes]()
    frontier = Frontier()
    for number in range(size):
        for node, hash_ in frontier.append(tree.leaf_hash(str(number).encode())):
            tile, _, number_of_hashes = tiles.tile_of(node)
            if number_of_hashes == 1:
                stored[tile.level, tile.index] = stored.get((tile.level, tile.index), b"") + hash_
    read = tiles.reader_of(lambda level, index: stored[level, index])
    assert tree.read_root(read, size) == frontier.root()
    for index in (0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999):
        leaf = tree.leaf_hash(str(index).encode())
        tree.check_inclusion(tree.inclusion_proof(read, index, size), leaf, index, size, frontier.root())
    for earlier in (1, 256, 257, 65_536, 69_999, 70_000):
        proof = tree.consistency_proof(read, earlier, size)
        tree.check_consistency(proof, earlier, tree.read_root(read, earlier), size, frontier.root())
    full = {(one.level, one.index): one.width for one in tiles.tiles_of(size)}
    assert full == {place: len(hashes) // 32 for place, hashes in stored.items()}


def test_a_node_that_its_tile_does_not_hold_is_refused() -> None:
    with pytest.raises(BadProof, match="tile"):
        tiles.node_in(bytes(32 * 3), 3, 1)
    with pytest.raises(BadProof, match="tile"):
        tiles.node_in(bytes(32 * 3), 2, 2)
