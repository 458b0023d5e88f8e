"""A ledger is written again in a process of its own: old until the end, then new; what fails leaves it as it was."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.envelope import Event
from contracts.errors import InsufficientStorage, Unavailable
from operations.base import ports
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, projections
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.replay import spool
from services.gateway.read_model.replay.ledger_replay import NotReplayed
from services.gateway.read_model.replay.worker import compare_apart, digest_apart, replay_apart
from tests import mounts
from tests.office import DISTRICT, Office, migrated_store
from tests.services.gateway.journal_copies import JournalCopies

MANY = 30


@pytest.fixture
def read_model(store: Store, office: Office) -> ReadModel:
    """One whose ledger lacks the last of three events."""
    model = ReadModel(store, campaign(), DISTRICT, replay=replay_apart, compare=compare_apart)
    model.ensure_programme()
    for _ in range(3):
        office.matter()
    write(model, office.events[:-1])
    return model


def write(model: ReadModel, events: Sequence[Event]) -> None:
    with model.store.begin() as tx:
        model.handle(tx, events)


def fingerprint(store: Store) -> str:
    with store.begin_read() as tx:
        return projections.digest(tx, DISTRICT, campaign())


def test_a_ledger_written_again_apart_has_what_the_journals_have(read_model: ReadModel, office: Office) -> None:
    before = digest_apart(read_model.store, DISTRICT, campaign())
    result = read_model.rebuild(JournalCopies(office.events))
    assert (result["events"], result["same"], result["before"]) == (len(office.events), False, before)
    assert result["after"] == fingerprint(read_model.store) == digest_apart(read_model.store, DISTRICT, campaign())
    assert read_model.has(office.events[-1].id)
    assert read_model.rebuild(JournalCopies(office.events))["same"]


def test_what_fails_leaves_the_ledger_as_it_was(read_model: ReadModel, office: Office) -> None:
    before = fingerprint(read_model.store)
    spoilt = replace(office.events[0], body=b"{}")
    with pytest.raises(NotReplayed):
        read_model.rebuild(JournalCopies([spoilt]))
    assert fingerprint(read_model.store) == before


def test_a_disk_that_is_full_is_told_by_the_process_that_meets_it(tmp_path: Path, office: Office) -> None:
    for _ in range(MANY):
        office.matter()
    with mounts.small_disk(tmp_path / "small", 16) as small:
        store = migrated_store(f"sqlite:///{small}/gateway.db")
        model = ReadModel(store, campaign(), DISTRICT, replay=replay_apart, compare=compare_apart)
        model.ensure_programme()
        store.checkpoint()  # so that the log has no room of its own
        mounts.fill(small)
        with pytest.raises(InsufficientStorage):
            model.rebuild(JournalCopies(office.events))
        assert not model.has(office.events[0].id)
        store.close()


def test_a_database_that_is_away_is_told_by_the_process_that_meets_it() -> None:
    store = Store(f"postgresql+psycopg2://nobody@127.0.0.1:{ports.free()}/nothing")
    with pytest.raises(Unavailable):
        digest_apart(store, DISTRICT, campaign())
    store.close()


def test_what_is_no_programme_to_this_version_is_not_replayed(read_model: ReadModel) -> None:
    other = type("Other", (), {"text": "campaign: 464", "generation": "464"})()
    with spool.copy_journals(iter([])) as copied, pytest.raises(NotReplayed):
        replay_apart(read_model.store, DISTRICT, other, copied, ())


def test_who_writes_to_sqlite_waits_for_its_turn_where_others_have_theirs(store: Store) -> None:
    if not store.is_sqlite or not store.url.database:
        pytest.skip("only a SQLite file has one writer")
    written = threading.Event()

    def write_one() -> None:
        with store.begin() as tx:
            ledger.has(tx, DISTRICT, "x")
        written.set()

    with store.writers_wait():
        writer = threading.Thread(target=write_one)
        writer.start()
        assert not written.wait(0.3)
        with sqlite3.connect(str(store.url.database)) as free:
            free.execute("BEGIN IMMEDIATE")  # it does not wait inside the driver: the file is not locked
            free.rollback()
        free.close()
        with store.begin_read() as tx:
            assert not ledger.has(tx, DISTRICT, "x")
    assert written.wait(10)
    writer.join()
