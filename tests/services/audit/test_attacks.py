"""Whoever can write the log's database alters nothing unseen: each attack is found, with the first entry it touches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.tlog.commitments import commit
from contracts.tlog.tree import Frontier, leaf_hash
from services.audit import stored_tree
from services.audit.tables import bodies, entries, head, meta, named, tiles
from services.chassis.storage import store as storage
from tests.office import migrated_store
from tests.services.audit.sample_log import KEY, OTHER_KEY, SampleLog, keys, mixture

SIZE, BAD = 600, 377
"""Entries, and the one that is attacked; checkpoints stand at every hundred."""


@pytest.fixture
def full(log: SampleLog) -> SampleLog:
    """A log of some tiles and checkpoints, in which nothing is wrong."""
    log.fill(0, SIZE)
    assert log.verify().fault == ""
    return log


def test_an_edited_entry_is_named(full: SampleLog) -> None:
    full.change("UPDATE bodies SET body = replace(body, 'E0', 'E3') WHERE position = :at", at=BAD)
    assert full.verify().index == BAD


def test_an_entry_whose_commitment_was_edited_along_with_it_is_named(full: SampleLog) -> None:
    with full.store.begin() as tx:
        row = tx.execute(sa.select(bodies).where(bodies.c.position == BAD)).one()
        body = row.body.replace('"evidencelevel":"E0"', '"evidencelevel":"E3"')
        tx.execute(bodies.update().where(bodies.c.position == BAD).values(body=body))
        value = commit(bytes(row.salt), body.encode())
        tx.execute(entries.update().where(entries.c.position == BAD).values(commitment=value))
    assert full.verify().index == BAD


def test_an_entry_that_is_found_by_another_person_is_named(full: SampleLog) -> None:
    full.change("UPDATE entries SET actor = 'SYN-somebody' WHERE position = :at", at=BAD)
    assert full.verify().index == BAD


def test_an_entry_that_names_another_record_is_named(full: SampleLog) -> None:
    at = BAD + 3
    assert mixture(at).data["records"]
    full.change("DELETE FROM named WHERE position = :at", at=at)
    assert full.verify().index == at


def test_a_deleted_entry_is_named(full: SampleLog) -> None:
    _delete(full, BAD)
    assert full.verify().index == BAD


def _delete(log: SampleLog, at: int) -> None:
    for table in (entries, bodies, named):
        log.change(f"DELETE FROM {table.name} WHERE position = :at", at=at)


def test_a_deleted_entry_is_named_where_those_behind_it_moved_up(full: SampleLog) -> None:
    _delete(full, BAD)
    _move(full, range(BAD + 1, SIZE), -1)
    assert full.verify().index == BAD


def test_an_inserted_entry_is_named(full: SampleLog) -> None:
    _move(full, range(SIZE - 1, BAD - 1, -1), 1)
    with full.store.begin() as tx:
        for table in (entries, bodies):
            copy = dict(tx.execute(sa.select(table).where(table.c.position == 5)).mappings().one())
            tx.execute(table.insert().values(copy | {"position": BAD} | ({"id": "x"} if table is entries else {})))
    assert full.verify().index == BAD


def _move(log: SampleLog, positions: range, by: int) -> None:
    with log.store.begin() as tx:
        for table in (entries, bodies, named):
            for at in positions:
                tx.execute(table.update().where(table.c.position == at).values(position=at + by))


def test_entries_that_changed_places_are_named(full: SampleLog) -> None:
    with full.store.begin() as tx:
        for table in (entries, bodies, named):
            for old, new in ((BAD, -5), (BAD + 1, BAD), (-5, BAD + 1)):
                tx.execute(table.update().where(table.c.position == old).values(position=new))
    assert full.verify().index == BAD


def test_contents_that_were_forgotten_by_no_rule_are_named(full: SampleLog) -> None:
    full.change("DELETE FROM bodies WHERE position = :at", at=BAD)
    full.change("DELETE FROM named WHERE position = :at", at=BAD)
    full.change(
        "UPDATE entries SET actor='', post='', unit='', address='', record='', forgotten=1 WHERE position = :at", at=BAD
    )
    assert full.verify().index == BAD


def test_an_entry_that_was_changed_with_every_hash_is_named_by_the_checkpoints_around_it(full: SampleLog) -> None:
    _rewrite_from(full, BAD)
    verdict = full.verify()
    assert (verdict.index, "a checkpoint" in verdict.fault) == (300, True)


def _rewrite_from(log: SampleLog, at: int) -> None:
    """What somebody does who writes the whole database anew and lacks the key alone: other salts, all hashes fit."""
    with log.store.begin() as tx:
        for row in tx.execute(sa.select(bodies).where(bodies.c.position >= at)).all():
            value = commit(bytes(32), row.body.encode())
            tx.execute(bodies.update().where(bodies.c.position == row.position).values(salt=bytes(32)))
            tx.execute(entries.update().where(entries.c.position == row.position).values(commitment=value))
        leaves = [leaf_hash(one) for one in stored_tree.stored_commitments(tx, 0, SIZE)]
        _hash_anew(tx, leaves)


def _hash_anew(tx: sa.Connection, leaves: list[bytes]) -> None:
    frontier = Frontier()
    tx.execute(tiles.delete())
    full = [node for leaf in leaves for node in frontier.append(leaf)[8::8]]
    for place, root in full:
        hashes = b"".join(leaves[place.at * 256 : (place.at + 1) * 256])
        tx.execute(tiles.insert().values(level=0, number=place.at, hashes=hashes, root=root))
    values = {"size": frontier.size, "root": frontier.root(), "hashes": b"".join(frontier.hashes)}
    tx.execute(head.update().values(values))


def test_a_log_that_was_cut_with_its_checkpoints_is_smaller_than_what_is_remembered(full: SampleLog) -> None:
    _cut(full, BAD)
    verdict = full.verify()
    assert (verdict.index, "truncated" in verdict.fault) == (BAD, True)


def _cut(log: SampleLog, at: int) -> None:
    """Everything from an entry on goes, and everything else fits."""
    with log.store.begin() as tx:
        for table in (entries, bodies, named):
            tx.execute(table.delete().where(table.c.position >= at))
        tx.execute(sa.text("DELETE FROM checkpoints WHERE size > :at"), {"at": at})
        _hash_anew(tx, [leaf_hash(one) for one in stored_tree.stored_commitments(tx, 0, at)])


def test_a_cut_log_is_found_by_what_the_asker_remembers_where_the_file_was_cut_too(full: SampleLog) -> None:
    note = full.memory.notes()[-1]
    _cut(full, BAD)
    (full.folder / "checkpoints.json").unlink()
    assert full.verify().fault == ""
    verdict = full.verify(note)
    assert (verdict.index, "truncated" in verdict.fault) == (BAD, True)


def test_an_old_copy_that_was_put_back_and_went_on_is_another_log_from_there(log: SampleLog) -> None:
    log.fill(0, 300)
    older = _copy(log)
    log.fill(300, 500)
    _put_back(log, older)
    log.append(*map(mixture, range(300, 700)))
    log.checkpoints.sign()
    assert "others than those that were signed" in log.checkpoints.fault
    verdict = log.verify()
    assert (verdict.index, verdict.fault != "") == (300, True)


def test_an_old_copy_that_was_put_back_is_told_at_the_next_signature(log: SampleLog) -> None:
    log.fill(0, 300)
    older = _copy(log)
    log.fill(300, 500)
    _put_back(log, older)
    log.append(mixture(700))
    log.checkpoints.sign()
    assert log.checkpoints.fault == "500 entries were signed, and 301 are there"
    assert log.verify().index == 301


Rows = dict[str, list[dict[str, Any]]]


def _copy(log: SampleLog) -> Rows:
    with log.store.begin_read() as tx:
        return {name: [dict(row) for row in tx.execute(sa.select(t)).mappings()] for name, t in meta.tables.items()}


def _put_back(log: SampleLog, rows: Rows) -> None:
    with log.store.begin() as tx:
        for name, table in meta.tables.items():
            tx.execute(table.delete())
            storage.insert_many(tx, table, rows[name])


def test_a_swapped_key_signs_nothing_of_ours(full: SampleLog) -> None:
    full.change("DELETE FROM checkpoints")
    forger = SampleLog(full.store, full.folder / "elsewhere", keys(OTHER_KEY))
    forger.checkpoints.sign()
    verdict = full.verify()
    assert (verdict.index, "signatures" in verdict.fault) == (0, True)


def test_a_key_that_names_none_before_it_is_named_even_where_it_is_trusted(full: SampleLog) -> None:
    last = full.checkpoints.sign()
    full.append(*map(mixture, range(SIZE, SIZE + 50)))
    forger = SampleLog(full.store, full.folder / "elsewhere", keys(OTHER_KEY))
    forger.checkpoints.sign()
    full.reopen(keys(OTHER_KEY, KEY))
    assert last in full.memory.notes()
    verdict = full.verify()
    assert (verdict.index, "does not name the one before" in verdict.fault) == (SIZE, True)


def test_two_views_of_one_log_contradict_each_other(log: SampleLog, tmp_path: Path) -> None:
    other = SampleLog(migrated_store(f"sqlite:///{tmp_path}/other.db", "audit"), tmp_path / "other")
    log.fill(0, 200)
    other.fill(0, 200)
    note = other.memory.notes()[-1]
    other.store.close()
    assert log.verify().fault == ""
    verdict = log.verify(note)
    assert (verdict.index, "elsewhere" in verdict.fault) == (0, True)


def test_an_old_checkpoint_that_is_shown_for_the_newest_is_named(full: SampleLog) -> None:
    full.append(*map(mixture, range(SIZE, SIZE + 50)))
    full.checkpoints.sign()
    full.change("DELETE FROM checkpoints WHERE size > :at", at=SIZE)
    verdict = full.verify()
    assert "an old checkpoint is shown" in verdict.fault


def test_a_log_without_its_head_is_told(full: SampleLog) -> None:
    full.change("DELETE FROM head")
    assert "head" in full.verify().fault
