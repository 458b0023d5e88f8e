"""A ledger is held against the journals: what was changed is named, what no journal holds is listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.forms import LEVELS
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model import ledger
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.replay.ledger_replay import OnlyHere
from services.gateway.read_model.replay.worker import compare_apart, replay_apart
from services.gateway.sealed_journals import ChangedJournal, SealedJournals
from tests import keys
from tests.office import DISTRICT, Office, migrated_store
from tests.services.gateway.journal_copies import JournalCopies
from tests.services.gateway.local_rpc import LocalRpcClient

MATTERS = 4


@pytest.fixture
def town(office: Office) -> Office:
    for _ in range(MATTERS):
        office.matter()
    return office


@pytest.fixture
def view(store: Store, town: Office) -> ReadModel:
    model = ReadModel(store, campaign(), DISTRICT)
    model.ensure_programme()
    write(model, town.events)
    return model


def write(model: ReadModel, events: list[Event]) -> None:
    with model.store.begin() as tx:
        model.handle(tx, events)


def change(model: ReadModel, statement: sa.UpdateBase) -> None:
    with model.store.begin() as tx:
        assert tx.execute(statement).rowcount > 0


def digest(model: ReadModel) -> str:
    with model.store.begin_read() as tx:
        return model.digest(tx)


def test_what_is_as_it_was_recorded_has_no_fault(view: ReadModel, town: Office) -> None:
    verified = view.verify(JournalCopies(town.events))
    assert verified == {
        "events": len(town.events),
        "absent": 0,
        "only_here": [],
        "set_aside": [],
        "fault": None,
    }


def edit_an_event(town: Office) -> tuple[sa.UpdateBase, str]:
    told = ledger.tellings
    event = town.events[-1].id
    return told.update().where(told.c.id == event).values(body=told.c.body.concat(" ")), f"event {event}"


def raise_a_level(town: Office) -> tuple[sa.UpdateBase, str]:
    rows, event = ledger.contributions, min(event.id for event in town.events if event.evidencelevel == LEVELS[0])
    raised = rows.update().where(rows.c.event == event).values(level="verified")
    return raised, f"contributions: {event}: level verified instead of {LEVELS[0]}"


def drop_a_contribution(_town: Office) -> tuple[sa.UpdateBase, str]:
    return ledger.contributions.delete(), "contributions: nothing instead of ['"


def put_in_a_contribution(_town: Office) -> tuple[sa.UpdateBase, str]:
    rows = ledger.contributions
    names = [column.name for column in rows.columns]
    invented = [sa.literal("zz-invented") if name == "event" else rows.c[name] for name in names]
    return rows.insert().from_select(names, sa.select(*invented).limit(1)), "contributions: ['zz-invented'"


@pytest.mark.parametrize("deed", [edit_an_event, raise_a_level, drop_a_contribution, put_in_a_contribution])
def test_what_was_changed_beside_the_suite_is_named(
    view: ReadModel, town: Office, deed: Callable[[Office], tuple[sa.UpdateBase, str]]
) -> None:
    statement, fault = deed(town)
    change(view, statement)
    assert view.verify(JournalCopies(town.events))["fault"].startswith(fault)
    assert view.rebuild(JournalCopies(town.events))["events"] == len(town.events)
    assert view.verify(JournalCopies(town.events))["fault"] is None, "a replay puts it right"


def test_what_has_not_come_in_is_counted_and_what_came_in_meanwhile_is_no_stranger(
    view: ReadModel, town: Office
) -> None:
    early = list(town.events)
    town.matter()
    late = town.events[len(early) :]
    assert view.verify(JournalCopies(town.events))["absent"] == len(late)
    write(view, late)
    verified = view.verify(JournalCopies(early, late))
    assert (verified["only_here"], verified["fault"]) == ([], None)


def test_what_no_journal_holds_is_listed_and_dropped_only_when_asked(view: ReadModel, town: Office) -> None:
    kept, lost = town.events[:-1], town.events[-1]
    before = digest(view)
    (one,) = view.verify(JournalCopies(kept))["only_here"]
    assert one == {
        "id": lost.id,
        "type": lost.type,
        "subject": lost.subject,
        "occurredon": lost.occurredon.isoformat(),
        "time": lost.time.isoformat().replace("+00:00", "Z"),
    }
    with pytest.raises(OnlyHere, match=lost.id):
        view.rebuild(JournalCopies(kept))
    assert digest(view) == before
    view.rebuild(JournalCopies(kept), set_aside=True)
    assert not view.has(lost.id)
    verified = view.verify(JournalCopies(kept))
    assert (verified["only_here"], verified["set_aside"]) == ([], [one])
    view.rebuild(JournalCopies(town.events))
    assert digest(view) == before, "it counts again when its owner has it again"


def test_the_same_is_done_in_a_process_of_its_own(tmp_path: Path, town: Office) -> None:
    store = migrated_store(f"sqlite:///{tmp_path}/gateway.db")
    model = ReadModel(store, campaign(), DISTRICT, replay=replay_apart, compare=compare_apart)
    model.ensure_programme()
    write(model, town.events)
    assert model.verify(JournalCopies(town.events))["fault"] is None
    change(model, ledger.contributions.update().values(level="verified"))
    assert model.verify(JournalCopies(town.events))["fault"].endswith(f"level verified instead of {LEVELS[0]}")
    with pytest.raises(OnlyHere):
        model.rebuild(JournalCopies(town.events[:-1]))
    assert not model.rebuild(JournalCopies(town.events[:-1]), set_aside=True)["same"]
    store.close()


# --- the journals as they are read -----------------------------------------------------------------------------------


@pytest.fixture
def journals(tmp_path: Path, town: Office, monkeypatch: pytest.MonkeyPatch) -> SealedJournals:
    """One office answers for a service: its source is `/320205/test`."""
    monkeypatch.setattr("contracts.catalogue.SERVICES", ("test",))
    signing_keys.publish(tmp_path, "test", keys.KEY)
    return SealedJournals(OwnerClient(LocalRpcClient(town)), DISTRICT, VerifyingKeys(tmp_path))


def read(journals: SealedJournals) -> list[str]:
    return [event.id for page in journals.events() for event in page]


def test_a_journal_is_taken_over_as_its_owner_signed_it(journals: SealedJournals, town: Office) -> None:
    assert read(journals) == [event.id for event in town.events]


def edit(tx: sa.Connection, event: str) -> None:
    row = tables.journal.c
    tx.execute(tables.journal.update().where(row.id == event).values(body=row.body.concat(" ")))


def delete(tx: sa.Connection, event: str) -> None:
    tx.execute(tables.journal.delete().where(tables.journal.c.id == event))


def take_the_seal_away(tx: sa.Connection, event: str) -> None:
    tx.execute(tables.sealed.delete().where(tables.sealed.c.id == event))


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        (edit, "test: sequence 3, event {id}: its owner did not sign it so"),
        (delete, "test: sequence 3 is missing"),
        (take_the_seal_away, "test: sequence 3 is missing"),
    ],
)
def test_nothing_is_taken_over_of_a_journal_that_was_changed(
    journals: SealedJournals, town: Office, view: ReadModel, deed: Any, fault: str
) -> None:
    event, before = town.events[2].id, digest(view)
    with town.store.begin() as tx:
        deed(tx, event)
    for take_over in (read, view.verify, view.rebuild):
        with pytest.raises(ChangedJournal) as refused:
            take_over(journals)
        assert str(refused.value.about[0]) == fault.format(id=event)
    assert digest(view) == before
