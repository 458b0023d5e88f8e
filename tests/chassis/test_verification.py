"""A journal that was changed beside its owner is found out, and the first row that is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts import seal
from contracts.tlog.tree import leaf_hash
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import SigningKey, VerifyingKeys
from services.chassis.storage import verification
from services.chassis.storage.store import Store
from services.chassis.storage.tables import epochs, journal, sealed, seals
from services.chassis.storage.verification import JournalVerifier, Verification
from tests import keys
from tests.office import Office

EVENTS = 8


@pytest.fixture
def public(tmp_path: Path) -> VerifyingKeys:
    signing_keys.publish(tmp_path, "test", keys.KEY)
    return VerifyingKeys(tmp_path)


def verify(store: Store, public: VerifyingKeys) -> Verification:
    return JournalVerifier(store, "/320205/test", public).verify()


def office_with_events(store: Store) -> Office:
    office = Office(store)
    for _ in range(EVENTS - len(office.events)):
        office.feature()
    return office


def edit(tx: sa.Connection, office: Office) -> str:
    body = journal.c.body
    tx.execute(journal.update().where(journal.c.id == office.events[4].id).values(body=body + " "))
    return f"sequence 5, event {office.events[4].id}: it is not what was recorded"


def delete(tx: sa.Connection, office: Office) -> str:
    tx.execute(journal.delete().where(journal.c.id == office.events[4].id))
    return f"sequence 5, event {office.events[4].id}: it is gone from the journal"


def delete_with_its_seal(tx: sa.Connection, office: Office) -> str:
    delete(tx, office)
    tx.execute(sealed.delete().where(sealed.c.sequence == 5))
    return "sequence 5 is missing"


def insert(tx: sa.Connection, office: Office) -> str:
    row = {"id": "forged-0", "register": "r", "subject": "s", "version": 1, "type": "t", "body": "{}"}
    tx.execute(journal.insert().values(**row, state=1, attempts=0))
    assert office.events
    return "event forged-0: it stands in the journal without a seal"


def reorder(tx: sa.Connection, office: Office) -> str:
    third, fourth = office.events[3].id, office.events[4].id
    for old, new in ((third, "x"), (fourth, third), ("x", fourth)):
        tx.execute(sealed.update().where(sealed.c.id == old).values(id=new))
    return f"sequence 4, event {fourth}: it is not what was recorded"


def edit_and_compute_the_chain_anew(tx: sa.Connection, office: Office) -> str:
    edit(tx, office)
    rows = tx.execute(sa.select(sealed.c.sequence, journal.c.body).join(journal, journal.c.id == sealed.c.id))
    bodies = {row.sequence: row.body for row in rows}
    chain = seal.begin_chain(tx.scalar(sa.select(epochs.c.id)) or "", b"")
    for sequence in sorted(bodies):
        chain = seal.link(chain, leaf_hash(bodies[sequence].encode()))
        tx.execute(sealed.update().where(sealed.c.sequence == sequence).values(chain=chain))
        tx.execute(seals.update().where(seals.c.last == sequence).values(head=chain))
    return f"sequence 5, event {office.events[4].id}: its owner did not sign it so"


def take_the_signature_away(tx: sa.Connection, office: Office) -> str:
    tx.execute(seals.delete().where(seals.c.first == 5))
    return f"sequence 5, event {office.events[4].id}: its signature is gone"


def sign_with_another_key(tx: sa.Connection, office: Office) -> str:
    other = SigningKey(b"the key of somebody else entirely")
    tx.execute(seals.update().where(seals.c.first == 5).values(key=other.id, signature=other.sign(b"whatever")))
    return f"sequence 5, event {office.events[4].id}: its owner did not sign it so"


DEEDS = [
    edit,
    delete,
    delete_with_its_seal,
    insert,
    reorder,
    edit_and_compute_the_chain_anew,
    take_the_signature_away,
    sign_with_another_key,
]


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_changed_beside_the_owner_is_named(
    store: Store, public: VerifyingKeys, deed: Callable[[sa.Connection, Office], str]
) -> None:
    office = office_with_events(store)
    assert verify(store, public) == Verification(EVENTS, None, 1)
    with store.begin() as tx:
        expected = deed(tx, office)
    assert verify(store, public).fault == expected


def test_a_journal_is_checked_page_by_page_and_batch_by_batch(
    store: Store, public: VerifyingKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_with_events(store)
    with store.begin() as tx:
        tx.execute(journal.delete())
        tx.execute(sealed.delete())
        tx.execute(seals.delete())
        keys.sealer().append(tx, office.events[:5])
        keys.sealer().append(tx, office.events[5:])
    monkeypatch.setattr(verification, "PAGE", 3)
    monkeypatch.setattr(verification, "_ROWS", verification._ROWS.limit(3))
    assert verify(store, public) == Verification(EVENTS, None, 1)


def test_a_new_epoch_continues_the_chain_of_the_one_before(store: Store, public: VerifyingKeys) -> None:
    office = office_with_events(store)
    with store.begin() as tx:
        tx.execute(epochs.insert().values(number=2, id="second", base=EVENTS, unsealed_upto=0, reason="restored"))
    office.feature()
    assert verify(store, public) == Verification(EVENTS + 1, None, 2)
