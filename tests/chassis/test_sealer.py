"""Every event of a journal has one place, one chain and one signature, however many write at once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from contracts import envelope, seal
from contracts.seal import Seal
from contracts.tlog.tree import leaf_hash
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from tests import keys
from tests.office import Office

SOURCE = "/320205/test"


def messages(store: Store) -> list[journal.OutboxMessage]:
    with store.begin_read() as tx:
        return sorted(journal.pending(tx, 10_000), key=lambda message: message.seal.sequence)


def is_signed(message: journal.OutboxMessage, key: SigningKey = keys.KEY, body: bytes | None = None) -> bool:
    statement = message.seal.batch(SOURCE, body or message.body).statement()
    return key.sign(statement) == message.seal.signature  # Ed25519 signs one text in one way


def chain(sealed: list[journal.OutboxMessage]) -> Iterator[bytes]:
    head = seal.begin_chain(sealed[0].seal.epoch, b"")
    for message in sealed:
        head = seal.link(head, leaf_hash(message.body))
        yield head


def assert_whole(store: Store) -> list[journal.OutboxMessage]:
    """Sequences without a gap, every signature good, one chain through all."""
    sealed = messages(store)
    assert [message.seal.sequence for message in sealed] == list(range(1, len(sealed) + 1))
    assert all(is_signed(message) for message in sealed)
    heads = list(chain(sealed))
    assert all(heads[message.seal.last - 1] == message.seal.head for message in sealed)
    with store.begin_read() as tx:
        stored = tx.scalars(sa.select(tables.sealed.c.chain).order_by(tables.sealed.c.sequence))
        assert list(stored) == heads
        assert tx.scalar(sa.select(sa.func.count()).select_from(tables.journal)) == len(sealed)
    return sealed


def test_what_is_recorded_is_sealed_in_the_same_transaction(store: Store) -> None:
    office = Office(store)
    office.confirm(office.matter())
    sealed = assert_whole(store)
    assert [message.id for message in sealed] == [event.id for event in office.events]
    assert not is_signed(sealed[0], SigningKey(b"another key")), "another key signs otherwise"
    assert not is_signed(sealed[0], body=sealed[1].body)


def test_a_batch_is_signed_once_and_each_of_it_leads_to_that_signature(store: Store, office: Office) -> None:
    office.matter()
    with store.begin() as tx:
        keys.sealer().append(tx, office.events)
    sealed = assert_whole(store)
    assert len({message.seal.signature for message in sealed}) == 1
    assert {(message.seal.first, message.seal.last) for message in sealed} == {(1, len(office.events))}


def test_what_is_rolled_back_leaves_no_gap(store: Store) -> None:
    office = Office(store)
    stray = Office().events[:1]
    with pytest.raises(sa.exc.IntegrityError), store.begin() as tx:
        keys.sealer().append(tx, [*stray])
    office.feature()
    assert_whole(store)


def test_two_processes_over_one_database_never_fork_the_chain(migrated_url: str) -> None:
    first = Office(Store(migrated_url))
    others = [Office(Store(migrated_url), units="") for _ in range(3)]

    def write(number: int, office: Office) -> None:
        for turn in range(15):
            office.do("outreach.features", "", "apply", unit="DT", title=f"{number}-{turn}", applied_on="2017-03-01")

    for number, office in enumerate(others):
        office.ticks = itertools.count(1000 * (number + 1))  # command ids of their own
    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(assert_whole(first.store)) == 3 + 45
    for office in (first, *others):
        office.store.close()


def test_who_seals_waits_until_what_another_process_seals_is_committed(migrated_url: str, office: Office) -> None:
    office.feature()
    first, second = Store(migrated_url), Store(migrated_url)
    clashes: list[Exception] = []

    def seal_beside() -> None:
        try:
            with second.begin() as tx:
                keys.sealer().append(tx, office.events[1:2])
        except sa.exc.IntegrityError as error:
            clashes.append(error)

    thread = threading.Thread(target=seal_beside)
    with first.begin() as tx:
        keys.sealer().append(tx, office.events[:1])
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it waits"
    thread.join(60)
    assert clashes == []
    assert len(assert_whole(first)) == 2
    for store in (first, second):
        store.close()


def test_what_an_older_version_recorded_is_sealed_once_and_in_its_order(
    store: Store, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.matter()
    with store.begin() as tx:
        journal.append(tx, office.events)
    assert messages(store) == [], "what is not sealed is not published"
    monkeypatch.setattr("services.chassis.storage.sealer.AT_ONCE", 2)
    assert keys.sealer().seal_what_is_older(store) == len(office.events)
    assert [message.id for message in assert_whole(store)] == [event.id for event in office.events]
    assert keys.sealer().seal_what_is_older(store) == 0


def test_a_row_that_comes_into_the_journal_beside_the_sealer_is_never_sealed(store: Store) -> None:
    office = Office(store)
    forged = envelope.decode(envelope.encode(office.events[0]).replace(office.events[0].id.encode(), b"forged-0"))
    with store.begin() as tx:
        row = {"id": forged.id, "register": forged.register, "subject": "X", "version": 1, "type": forged.type}
        tx.execute(tables.journal.insert().values(**row, body=forged.body.decode(), state=0, attempts=0))
    assert keys.sealer().seal_what_is_older(store) == 0
    assert "forged-0" not in [message.id for message in messages(store)]


def test_a_seal_of_a_message_survives_its_headers(store: Store) -> None:
    Office(store)
    for message in messages(store):
        assert Seal.from_headers(message.seal.to_headers()) == message.seal
