"""Commands on both databases: batches, keys, refusals among neighbours, two writers of one record."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.errors import Conflict, Forbidden, NotYet, OutOfOrder, Problem
from services.chassis.handling.command_service import CommandService, Job
from services.chassis.records.command import Actor, Command
from services.chassis.storage import journal, tables
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from tests import keys
from tests.office import RULES, Office, clerk_of, table_rows
from tests.proof import fault, proves

F = "outreach.features"
FORM = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}


def command(key: str, step: str = "apply", record: str = "", **form: Any) -> Command:
    return Command(key, F, step, form or FORM, clerk_of(F, step), record)


def count_journal_rows(store: Store) -> int:
    return len(table_rows(store, tables.journal))


def test_many_at_once_leave_one_record_each(store: Store) -> None:
    office = Office(store)
    before = count_journal_rows(store)
    threads = [
        threading.Thread(target=lambda number=number: office.registers.execute(command(f"k{number % 20}")))
        for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_journal_rows(store) - before == 20


def test_a_refusal_among_neighbours_costs_only_itself(store: Store) -> None:
    office = Office(store)
    groups = ((command("a"),), (command("b", unit="XX", title="x", applied_on="2017-03-01"),), (command("c"),))
    results = office.registers.carry_out(Job(groups))
    assert [isinstance(one, Problem) for one in results] == [False, True, False]


@proves(25, "savepoint-keeps")
def test_a_group_stands_or_falls_as_one_and_tells_which_step_fell(store: Store) -> None:
    office = Office(store)
    before = count_journal_rows(store)
    good = (command("a"), command("a2", "approve", approved_on="2017-03-02"))
    bad = (command("b"), command("b2", "approve", approved_on="2016-03-02"))
    results = office.registers.carry_out(Job((bad, good, bad)))
    assert [isinstance(one, Problem) and one.step for one in results] == [1, False, 1]
    fault.occurs(2)
    assert count_journal_rows(store) - before == 2


@pytest.mark.parametrize("how", [{"whole": True}, {"dry": True}])
def test_a_whole_job_with_a_refusal_and_a_dry_run_leave_nothing(store: Store, how: dict[str, bool]) -> None:
    office = Office(store)
    before = count_journal_rows(store)
    bad = (command("b", unit="XX", title="x", applied_on="2017-03-01"),)
    groups = ((command("a"),), bad, (command("c"),)) if "whole" in how else ((command("a"),), (command("c"),))
    results = office.registers.carry_out(Job(groups, **how))
    assert len(results) == len(groups)
    assert count_journal_rows(store) == before
    assert not isinstance(office.registers.execute(command("a")), Problem), "the key is free again"


def test_a_key_twice_in_one_job_is_carried_out_once(store: Store) -> None:
    office = Office(store)
    before = count_journal_rows(store)
    bad = (command("x"), command("x2", "approve", approved_on="2016-03-02"))
    results = office.registers.carry_out(Job(((command("a"),), bad, (command("a"),))))
    assert not isinstance(results[2], Problem)
    assert results[2][0].repeated
    assert count_journal_rows(store) - before == 1


def test_two_processes_that_tell_the_same_version_at_once_get_a_conflict(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(migrated_url)
    office = Office(store)
    record = office.feature()
    other = CommandService(Store(migrated_url), RULES, keys.sealer())
    append = Sealer.append
    outcomes: list[Any] = []

    def slow(*arguments: Any) -> None:
        monkeypatch.undo()
        outcomes.append(other.execute(command("other", "approve", record, approved_on="2017-03-02")))
        append(*arguments)

    monkeypatch.setattr(Sealer, "append", slow)
    with pytest.raises(Problem) as refused:
        office.registers.execute(command("mine", "approve", record, approved_on="2017-03-02"))
    assert len(outcomes) == 1
    assert isinstance(refused.value, Conflict) or refused.value.slug == "not-now"
    other.store.close()
    store.close()


def test_the_projection_told_again_is_the_same(store: Store) -> None:
    office = Office(store)
    office.confirm(office.matter())
    office.do(F, office.feature(), "void", reason="误")
    report = office.registers.rebuild()
    assert report["same"]
    with store.begin() as tx:
        tx.execute(tables.records.update().values(status="forged"))
    assert not office.registers.rebuild()["same"]
    assert office.registers.rebuild()["same"]


def test_a_rolled_back_transaction_leaves_no_event(store: Store) -> None:
    office = Office(store)
    before = count_journal_rows(store)
    with pytest.raises(sa.exc.IntegrityError), store.begin() as tx:
        journal.append(tx, [office.events[0]])
    assert count_journal_rows(store) == before


def test_the_same_key_at_once_in_two_processes_is_carried_out_once(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(migrated_url)
    office = Office(store)
    record = office.feature()
    other = CommandService(Store(migrated_url), RULES, keys.sealer())
    same = command("same", "approve", record, approved_on="2017-03-02")

    def looked_too_early(*_: Any) -> dict[str, Any]:
        monkeypatch.undo()
        other.execute(same)
        return {}

    monkeypatch.setattr(journal, "find_receipts", looked_too_early)
    outcome = office.registers.execute(same)
    assert outcome.repeated
    assert outcome.record.version == 2
    other.store.close()
    store.close()


def test_nothing_happens_to_a_record_before_it_is_opened(office: Office) -> None:
    events = office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="x", requested_on="2017-03-01"
    )
    with pytest.raises(OutOfOrder) as refused:
        office.do(
            "outreach.matters", events[-1].subject, "transfer", unit="ZS", transferred_on="2017-02-28", reason="辖区"
        )
    assert refused.value.errors[0]["field"] == "transferred_on"


def test_a_step_belongs_to_the_unit_that_had_the_record_on_its_day(office: Office) -> None:
    events = office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="x", requested_on="2017-03-01"
    )
    matter = events[-1].subject
    office.do("outreach.matters", matter, "transfer", unit="ZS", transferred_on="2017-03-10", reason="辖区")
    (accepted,) = office.do("outreach.matters", matter, "accept", accepted_on="2017-03-05")
    (finished,) = office.do("outreach.matters", matter, "finish", done_on="2017-03-12", outcome="x")
    assert (accepted.unit, finished.unit, office.record("outreach.matters", matter).unit) == ("DT", "ZS", "ZS")


def test_a_correction_that_changes_what_another_role_said_is_for_that_role(office: Office) -> None:
    office.person("a", "DT")
    form: dict[str, Any] = {"unit": "DT", "category": "slow", "problem": "x", "source_kind": "self_found"}
    item = office.do("cases.rectifications", "", "raise", **form, raised_on="2017-04-01")[-1].subject
    plan: dict[str, Any] = {
        "planned_on": "2017-04-03",
        "measure": "x",
        "responsible_person": "a",
        "due_on": "2017-05-03",
    }
    office.do("cases.rectifications", item, "plan", **plan)
    clerk = Actor("clerk", "clerk")
    moved = form | {"raised_on": "2017-04-02", "unit": "ZS"}
    with pytest.raises(Forbidden):
        office.command(Command("k", "cases.rectifications", "raise", moved, clerk, item, 1))
    office.command(Command("k", "cases.rectifications", "raise", form | {"raised_on": "2017-04-02"}, clerk, item, 1))


def test_a_rule_that_refuses_a_field_says_what_was_read_there(office: Office) -> None:
    with pytest.raises(NotYet) as refused:
        office.do(
            "outreach.matters", "", "register", unit="DT", community="诺卡", matter="路灯", requested_on="2199-01-01"
        )
    (told,) = refused.value.to_dict()["errors"]
    assert told["field"] == "requested_on"
    assert told["zh"] == "日期在将来，尚未发生；所填“2199-01-01”"
    assert told["en"] == "A date in the future cannot have happened; read “2199-01-01”"
