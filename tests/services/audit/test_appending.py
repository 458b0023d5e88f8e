"""Events become entries: each once, in one tree, whoever appends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence

import orjson
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from contracts.tlog import tree
from contracts.tlog.commitments import commit
from services.audit import appending, stored_tree, tables
from services.audit.canonical import canonical
from services.audit.stored_tree import Overtaken
from services.chassis.storage import tables as chassis
from services.chassis.storage.store import Store
from tests.services.audit.sample_log import SampleLog, act, mixture, step


def test_the_migrated_schema_is_the_declared_one(log: SampleLog) -> None:
    both = sa.MetaData()
    for meta in (chassis.meta, tables.meta):
        for table in meta.tables.values():
            table.to_metadata(both)
    with log.store.begin() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), both)
    assert [one for one in differences if "migrated_" not in str(one)] == []


def test_an_entry_holds_the_canonical_bytes_and_its_leaf_commits_to_them(log: SampleLog) -> None:
    event = step(1)
    log.append(event)
    with log.store.begin_read() as tx:
        entry, content = tx.execute(sa.select(tables.entries)).one(), tx.execute(sa.select(tables.bodies)).one()
    assert content.body.encode() == canonical(orjson.loads(event.body))
    assert bytes(entry.commitment) == commit(bytes(content.salt), content.body.encode())
    assert log.head().root == tree.leaf_hash(bytes(entry.commitment))


def test_events_that_come_again_change_nothing(log: SampleLog) -> None:
    once = log.append(step(1), act(2))
    assert log.append(act(2), step(1), step(1)) == once
    assert log.append(step(1), step(3), step(3)).size == 3


@pytest.mark.parametrize("batches", [[255, 1, 1], [256, 256], [700], [1, 511, 300]])
def test_the_tree_and_its_tiles_are_those_of_the_leaves_however_they_came(
    log: SampleLog, batches: Sequence[int]
) -> None:
    first = 0
    for size in batches:
        log.append(*map(mixture, range(first, first + size)))
        first += size
    with log.store.begin_read() as tx:
        leaves = [tree.leaf_hash(one) for one in stored_tree.stored_commitments(tx, 0, first)]
        assert stored_tree.read_head(tx).root == tree.root(leaves) == stored_tree.root_of(tx, first)
        assert stored_tree.tile(tx, 0, 0) == b"".join(leaves[:256])
        assert [stored_tree.root_of(tx, size) for size in (1, 100, first - 1)] == [
            tree.root(leaves[:size]) for size in (1, 100, first - 1)
        ]


def test_a_tile_of_tiles_is_stored_when_it_is_full(log: SampleLog) -> None:
    with log.store.begin() as tx:
        frontier = tree.Frontier()
        # In whole tiles: leaves of earlier batches would be read from entries, and here are none.
        for start in range(0, 65_536, 16_384):
            stored_tree.grow(tx, frontier, [at.to_bytes(32, "big") for at in range(start, start + 16_384)])
        roots = stored_tree.stored_roots(tx, 0, 0, 256)
        assert stored_tree.stored_tile(tx, 1, 0) == (b"".join(roots), frontier.root())
        assert tree.root([tree.leaf_hash(at.to_bytes(32, "big")) for at in range(65_536)]) == frontier.root()


def test_who_prepared_for_an_older_head_writes_nothing(log: SampleLog) -> None:
    log.append(step(1))
    with log.store.begin_read() as tx:
        before = stored_tree.read_head(tx)
    log.append(step(2))
    frontier = before.frontier()
    frontier.append(bytes(32))
    with pytest.raises(Overtaken), log.store.begin() as tx:
        stored_tree.move_head(tx, before, frontier)
    assert log.head().size == 2


def _append_many(url: str, numbers: Sequence[int], barrier: object) -> None:
    store = Store(url)
    barrier.wait()  # type: ignore[attr-defined]
    for number in numbers:
        with store.begin() as tx:
            appending.append(tx, [mixture(number), mixture(number + 1)])
    store.close()


def test_two_processes_append_at_once_and_the_log_is_one(log: SampleLog, log_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    # Each event is brought by both.
    processes = [spawn.Process(target=_append_many, args=(log_url, range(120), barrier)) for _ in range(2)]
    for one in processes:
        one.start()
    for one in processes:
        one.join(60)
    assert [one.exitcode for one in processes] == [0, 0]
    assert log.head().size == 121
    log.checkpoints.sign()
    assert log.verify().fault == ""
