"""What another version projected by other definitions is projected anew at the start, own records and copies."""

from __future__ import annotations

from dataclasses import replace

from contracts import catalogue
from services.chassis import copies, projected, projection
from services.chassis.store import Store
from tests.office import ROOMS, Office, rows

PEOPLE, ALL = "training.people", {rules.register.name for rules in ROOMS}


def older(store: Store) -> None:
    """Another version wrote people, and had no index of them."""
    with store.begin() as tx:
        tx.execute(projection.found_by.delete())
        tx.execute(projected.projected.update().where(projected.projected.c.register == PEOPLE).values(shape="older"))


def test_a_new_database_is_written_by_these_definitions_and_nothing_is_renewed(office: Office) -> None:
    assert office.registers.renew() == []
    assert {row.register for row in rows(office.store, projected.projected)} == ALL


def test_own_records_that_another_version_projected_are_found_again(office: Office) -> None:
    office.registers.renew()
    office.person("a", "DT")
    whole = rows(office.store, projection.found_by)
    older(office.store)
    assert office.registers.renew() == [PEOPLE]
    assert [row for row in whole if row.register == PEOPLE] == rows(office.store, projection.found_by)
    assert office.registers.renew() == []


def test_copies_that_another_version_projected_are_found_again(store: Store, office: Office) -> None:
    office.person("a", "DT")
    with store.begin() as tx:
        copies.renew(tx, catalogue.COPIES["outreach"])
        copies.learn(tx, office.events)
    whole = [rows(store, table) for table in (projection.records, projection.found_by)]
    with store.begin() as tx:
        tx.execute(projection.records.delete().where(projection.records.c.register == PEOPLE))
    older(store)
    with store.begin() as tx:
        assert copies.renew(tx, catalogue.COPIES["outreach"]) == [PEOPLE]
    assert rows(store, projection.records) == whole[0]
    assert rows(store, projection.found_by) == [row for row in whole[1] if row.register == PEOPLE]
    assert whole[1]


def test_what_finds_a_record_and_where_a_step_leads_make_the_shape() -> None:
    people = catalogue.REGISTERS[PEOPLE]
    others = (replace(people, finds=""), replace(people, steps=people.steps[1:]), replace(people, title="人 / People"))
    assert [projected.shape(one) == projected.shape(people) for one in others] == [False, False, True]
