"""What is handed out proves what it should, and the ecosystem's tiles say the same."""

from __future__ import annotations

import base64
import random

import pytest

from contracts.audit.rpc import ConsistencyRequest, InclusionRequest, TileRequest
from contracts.errors import Invalid
from contracts.tlog import tree
from contracts.tlog.tiles import reader_of, tiles_of
from services.audit import proofs, stored_tree
from tests.services.audit.sample_log import SampleLog

SIZE = 700


@pytest.fixture
def full(log: SampleLog) -> SampleLog:
    """A log of two full tiles and a part of one."""
    log.fill(0, SIZE)
    return log


def test_every_inclusion_proof_leads_to_the_root_of_its_size(full: SampleLog) -> None:
    chance = random.Random(463)
    with full.store.begin_read() as tx:
        for size in (1, 255, 256, 257, 512, 699, SIZE):
            root = stored_tree.root_of(tx, size)
            indexes = tuple(sorted({0, size - 1, chance.randrange(size)}))
            answers = proofs.inclusion(tx, InclusionRequest((*indexes, size, -1), size))
            assert tuple(one.index for one in answers) == indexes
            for one in answers:
                path = [bytes.fromhex(step) for step in one.path]
                tree.check_inclusion(path, bytes.fromhex(one.leaf), one.index, size, root)
        assert proofs.inclusion(tx, InclusionRequest((0,), SIZE + 1)) == ()


def test_every_consistency_proof_leads_from_root_to_root(full: SampleLog) -> None:
    with full.store.begin_read() as tx:
        for first, second in ((1, 2), (1, SIZE), (255, 256), (256, 600), (300, 301), (SIZE, SIZE)):
            path = [bytes.fromhex(one) for one in proofs.consistency(tx, ConsistencyRequest(first, second)).path]
            roots = stored_tree.root_of(tx, first), stored_tree.root_of(tx, second)
            tree.check_consistency(path, first, roots[0], second, roots[1])


@pytest.mark.parametrize(("first", "second", "field"), [(0, 5, "first"), (6, 5, "first"), (5, SIZE + 1, "second")])
def test_sizes_that_no_proof_is_for_are_refused_by_name(full: SampleLog, first: int, second: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal, full.store.begin_read() as tx:
        proofs.consistency(tx, ConsistencyRequest(first, second))
    assert [one["field"] for one in refusal.value.errors] == [field]


def test_the_root_comes_out_of_the_tiles_alone(full: SampleLog) -> None:
    with full.store.begin_read() as tx:
        fetched = {
            (one.level, one.index): _bytes(proofs.tile(tx, TileRequest(str(one.level), one.index, one.width)).data)
            for one in tiles_of(SIZE)
        }
        assert tree.read_root(reader_of(lambda level, index: fetched[level, index]), SIZE) == full.head().root
        # A bundle holds what the leaves are the hashes of, each with its length before it.
        bundle = _bytes(proofs.tile(tx, TileRequest("entries", 1)).data)
    commitments = [bundle[at + 2 : at + 34] for at in range(0, len(bundle), 34)]
    assert b"".join(map(tree.leaf_hash, commitments)) == fetched[0, 1]


@pytest.mark.parametrize(
    "request_",
    [
        TileRequest("0", 2, 256),
        TileRequest("0", 3, 1),
        TileRequest("9", 0, 1),
        TileRequest("x", 0),
        TileRequest("0", -1),
        TileRequest("0", 0, 0),
        TileRequest("entries", 2, 200),
    ],
)
def test_a_tile_that_is_not_there_is_none(full: SampleLog, request_: TileRequest) -> None:
    with full.store.begin_read() as tx:
        assert proofs.tile(tx, request_).data is None


def _bytes(data: str | None) -> bytes:
    assert data is not None
    return base64.b64decode(data)
