"""A journal that was put back from an older copy learns it from what it has signed, and begins another epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.rpc import SignedStatement
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import SigningKey, VerifyingKeys
from services.chassis.storage import inbox_state, sealed_journal
from services.chassis.storage.epochs import OLDER_COPY, Epochs
from services.chassis.storage.store import Store
from services.chassis.storage.tables import epochs, journal, sealed, seals
from services.chassis.storage.verification import JournalVerifier
from tests import keys
from tests.office import Office
from tests.proof import fault, proves

SOURCE = "/320205/test"
Alter = Callable[[SignedStatement], SignedStatement]


@pytest.fixture
def public(tmp_path: Path) -> VerifyingKeys:
    signing_keys.publish(tmp_path, "test", keys.KEY)
    return VerifyingKeys(tmp_path)


@pytest.fixture
def office(store: Store) -> Office:
    """One with four events."""
    office = Office(store)
    for _ in range(4 - len(office.events)):
        office.feature()
    return office


def newest_statement(store: Store) -> SignedStatement:
    """As an inbox has it into which the newest event came."""
    with store.begin() as tx:
        newest = tx.scalars(sa.select(sealed.c.id).order_by(sealed.c.sequence.desc()).limit(1)).one()
        (one,) = sealed_journal.by_id(tx, [newest])
        inbox_state.note_signed(tx, "test", one.seal.signed_batch(SOURCE, one.body.encode()))
        witness = inbox_state.witness(tx, "test", one.seal.epoch)
    assert witness
    return witness


def put_back(store: Store, sequence: int) -> None:
    """The journal as it was after a sequence."""
    with store.begin() as tx:
        later = sa.select(sealed.c.id).where(sealed.c.sequence > sequence)
        tx.execute(journal.delete().where(journal.c.id.in_(later)))
        tx.execute(sealed.delete().where(sealed.c.sequence > sequence))
        tx.execute(seals.delete().where(seals.c.first > sequence))


def begun(store: Store) -> list[tuple[int, int, str]]:
    with store.begin_read() as tx:
        columns = sa.select(epochs.c.number, epochs.c.base, epochs.c.reason).order_by(epochs.c.number)
        return [tuple(row) for row in tx.execute(columns)]


@proves(47, "one-epoch")
def test_a_journal_that_lacks_what_was_signed_begins_another_epoch_once(
    store: Store, office: Office, public: VerifyingKeys
) -> None:
    witness, own = newest_statement(store), Epochs(store, SOURCE, public)
    own.meet(witness)
    assert len(begun(store)) == 1, "it holds all that it has signed"
    put_back(store, 2)
    fault.occurs()
    for _ in range(2):
        own.meet(witness)
    assert begun(store)[1:] == [(2, 2, OLDER_COPY)]
    office.feature()
    verification = JournalVerifier(store, SOURCE, public).verify()
    assert (verification.fault, verification.epochs) == (None, 2)


def test_a_journal_that_has_gone_on_otherwise_begins_another_epoch(
    store: Store, office: Office, public: VerifyingKeys
) -> None:
    witness = newest_statement(store)
    put_back(store, witness.last - 1)
    office.feature()
    Epochs(store, SOURCE, public).meet(witness)
    assert begun(store)[1:] == [(2, witness.last, OLDER_COPY)]


def sign_with_another_key(witness: SignedStatement) -> SignedStatement:
    other = SigningKey(b"the key of somebody else entirely")
    return replace(witness, last=10**6, key=other.id, signature=other.sign(b"whatever").hex())


@pytest.mark.parametrize(
    "alter",
    [
        sign_with_another_key,
        lambda witness: replace(witness, last=10**6),
        lambda witness: replace(witness, head="00" * 32),
        lambda witness: replace(witness, last=10**6, root="no hex digits"),
        lambda witness: replace(witness, epoch="another"),
    ],
)
def test_nobody_else_makes_a_journal_begin_anew(
    store: Store, office: Office, public: VerifyingKeys, alter: Alter
) -> None:
    assert office.events
    Epochs(store, SOURCE, public).meet(alter(newest_statement(store)))
    assert len(begun(store)) == 1


def test_an_inbox_keeps_the_newest_of_each_epoch(store: Store, office: Office) -> None:
    first = newest_statement(store)
    office.feature()
    second = newest_statement(store)
    assert second.last > first.last
    with store.begin() as tx:
        (one,) = sealed_journal.by_id(tx, [office.events[0].id])
        inbox_state.note_signed(tx, "test", one.seal.signed_batch(SOURCE, one.body.encode()))
        assert inbox_state.witness(tx, "test", first.epoch) == second
        assert inbox_state.witness(tx, "test", "another") is None
