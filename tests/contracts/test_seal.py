"""The seal: every event of a batch leads to its root, and nothing else does."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import seal
from contracts.errors import Unreadable
from contracts.seal import Batch, Seal
from contracts.tlog.tree import leaf_hash, levels, path


def rfc_6962_root(leaves: list[bytes]) -> bytes:
    """The definition, word for word: split at the greatest power of two below the number."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = rfc_6962_root(leaves[:split]), rfc_6962_root(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", [*range(1, 40), 255, 256, 257, 500])
def test_every_leaf_leads_to_the_root_of_rfc_6962(size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    tree = levels(leaves)
    assert tree[-1] == [rfc_6962_root(leaves)]
    for index in range(size):
        assert seal.root_along(path(tree, index), leaves[index], index, size) == tree[-1][0]


@given(st.integers(1, 70), st.data())
def test_no_other_body_place_or_path_leads_there(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    tree, index = levels(leaves), data.draw(st.integers(0, size - 1))
    way, root = path(tree, index), tree[-1][0]
    assert seal.root_along(way, leaf_hash(b"forged"), index, size) != root
    for other in {0, index // 2, size - 1} - {index}:
        with pytest.raises((Unreadable, AssertionError)):
            assert seal.root_along(way, leaves[index], other, size) == root
    for wrong in (way[:-1], (*way, bytes(32))):
        if len(wrong) != len(way):
            with pytest.raises(Unreadable):
                seal.root_along(wrong, leaves[index], index, size)
    with pytest.raises(Unreadable, match="place"):
        seal.root_along(way, leaves[index], size, size)


SEAL = Seal("e1", 7, 5, 8, (b"a" * 32, b"b" * 32), b"h" * 32, "k1", b"s" * 64)


def test_a_seal_travels_in_headers_and_comes_back_whole() -> None:
    headers = SEAL.to_headers()
    assert all(name.startswith("x-seal-") for name in headers)
    assert Seal.from_headers({**headers, "x-attempt": 1}) == SEAL
    assert Seal.from_headers({"x-attempt": 1}) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"x-seal-epoch": 3},
        {"x-seal-sequence": "7"},
        {"x-seal-sequence": True},
        {"x-seal-path": "not Base64!"},
        {"x-seal-path": "YWJj"},
        {"x-seal-path": "A" * 4 * 3000},
        {"x-seal-signature": b"bytes"},
    ],
)
def test_half_a_seal_is_none_of_ours(spoilt: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        Seal.from_headers({**SEAL.to_headers(), **spoilt})
    with pytest.raises(Unreadable):
        Seal.from_headers({name: value for name, value in SEAL.to_headers().items() if name not in spoilt})


def test_the_statement_says_whose_which_and_where() -> None:
    statement = Batch("/320205/cases", "e1", 5, 8, b"r" * 32, b"h" * 32).statement()
    others = [
        Batch("/320206/cases", "e1", 5, 8, b"r" * 32, b"h" * 32),
        Batch("/320205/cases", "e2", 5, 8, b"r" * 32, b"h" * 32),
        Batch("/320205/cases", "e1", 4, 8, b"r" * 32, b"h" * 32),
        Batch("/320205/cases", "e1", 5, 9, b"r" * 32, b"h" * 32),
        Batch("/320205/cases", "e1", 5, 8, b"q" * 32, b"h" * 32),
        Batch("/320205/cases", "e1", 5, 8, b"r" * 32, b"g" * 32),
    ]
    assert statement not in {other.statement() for other in others}
    assert len({other.statement() for other in others}) == len(others)
