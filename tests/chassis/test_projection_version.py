"""What another version projected by other definitions is projected anew at the start, own records and copies."""

from __future__ import annotations

from dataclasses import replace

from contracts import catalogue
from services.chassis.storage import projection, projection_version, replicas, tables
from services.chassis.storage.store import Store
from tests.office import Office, table_rows

MATTERS, PEOPLE = "outreach.matters", "training.people"


def older(store: Store, register: str) -> None:
    """Another version wrote a register, by other definitions."""
    with store.begin() as tx:
        projection.clear(tx, [register])
        tx.execute(tables.projected.update().where(tables.projected.c.register == register).values(shape="older"))


def test_a_new_database_is_written_by_these_definitions_and_nothing_is_renewed(office: Office) -> None:
    assert office.registers.renew() == []
    assert {row.register for row in table_rows(office.store, tables.projected)} == set(office.registers.rules)


def test_own_records_that_another_version_projected_are_found_again(office: Office) -> None:
    office.registers.renew()
    office.matter()
    whole = [table_rows(office.store, table) for table in (tables.records, tables.found_by)]
    older(office.store, MATTERS)
    assert office.registers.renew() == [MATTERS]
    assert [table_rows(office.store, table) for table in (tables.records, tables.found_by)] == whole
    assert office.registers.renew() == []
    assert whole[1]


def test_copies_that_another_version_projected_are_found_again(store: Store, office: Office) -> None:
    office.person("a", "DT")
    with store.begin() as tx:
        replicas.renew(tx, catalogue.COPIES["outreach"])
        replicas.apply_events(tx, office.events)
    whole = table_rows(store, tables.records)
    older(store, PEOPLE)
    with store.begin() as tx:
        assert replicas.renew(tx, catalogue.COPIES["outreach"]) == [PEOPLE]
    assert table_rows(store, tables.records) == whole


def test_what_finds_a_record_where_a_step_leads_and_at_whose_desk_it_waits_make_the_shape() -> None:
    matters = catalogue.REGISTERS[MATTERS]
    by_others = [replace(one, by="leader") if one.name == "confirm" else one for one in matters.steps]
    others = [
        replace(matters, finds=""),
        catalogue.REGISTERS[PEOPLE],
        replace(matters, readers="leader"),
        replace(matters, steps=tuple(by_others)),
    ]
    assert projection_version.shape(matters) not in map(projection_version.shape, others)
    assert projection_version.shape(replace(matters, zh="实事")) == projection_version.shape(matters)
