"""What names a record is what reading all records would say, at the cost of a page, on both databases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Problem
from contracts.rpc import MentionsRequest, RecordKey
from services.chassis.handling import mention_desk
from services.chassis.handling.unit_of_work import Unchanged
from services.chassis.records.finding.mentions import Key, may_name, mentions_of, naming_registers
from services.chassis.records.record import Record
from services.chassis.storage import projection, projection_version
from services.chassis.storage.lists import mention_reading, reading
from services.chassis.storage.lists.hits import Both
from services.chassis.storage.lists.matches import FEW
from services.chassis.storage.lists.question import ListPage, ListQuestion
from services.chassis.storage.lists.tables import mentions
from services.chassis.storage.store import Store
from tests.office import Office, table_rows
from tests.rows_read import steps_in
from tests.services.equipment import equipment_records
from tests.services.outreach.service_brand import CARDS, OBJECTS, card, hand_over, shop
from tests.services.training import training_records

PEOPLE, MATTERS, ASSETS = "training.people", "outreach.matters", "equipment.assets"


@pytest.fixture
def bureau(store: Store) -> Office:
    """People, and matters that name them, on both databases."""
    office = Office(store)
    for code in ("a", "b"):
        office.person(code, "DT")
    return office


def matter(office: Office, handler: str, requested: str = "2017-03-01") -> str:
    record = office.do(MATTERS, "", "register", unit="DT", community="映月", matter="灯", requested_on=requested)[
        -1
    ].subject
    office.do(MATTERS, record, "accept", accepted_on=requested, handler=handler)
    return record


def naming(office: Office, id_: str, register: str = MATTERS, target: str = PEOPLE) -> list[object]:
    with office.store.begin_read() as tx:
        rows = mention_reading.read(tx, (target, id_), register, 10).rows
    return [(one.id, one.fields, one.earlier) for one in rows]


def every_record(office: Office) -> Iterator[Record]:
    for name in office.registers.rules:
        yield from office.registers.records(name, projection_ids(office, name))


def projection_ids(office: Office, register: str) -> list[str]:
    with office.store.begin_read() as tx:
        return projection.all_ids(tx, register)


# --- what a record names ----------------------------------------------------------------------------------------------


def test_who_holds_a_thing_and_who_held_it_are_both_named_by_it(bureau: Office) -> None:
    equipment_records.asset(bureau)
    for holder, on in (("a", "2017-02-01"), ("b", "2017-03-02")):
        bureau.do(ASSETS, "R-1", "issue", holder=holder, issued_on=on, signed=True)
        if holder == "a":
            form: dict[str, Any] = {
                "returned_by": "a",
                "returned_on": "2017-03-01",
                "signed": True,
                "condition": "good",
            }
            bureau.do(ASSETS, "R-1", "give_back", **form)
    assert naming(bureau, "b", ASSETS) == [("R-1", ("holder",), ())]
    assert naming(bureau, "a", ASSETS) == [("R-1", ("returned_by",), ("holder",))], "it was theirs before"


def test_a_correction_that_names_another_moves_the_row_and_a_void_takes_it_away(bureau: Office) -> None:
    record = matter(bureau, "b")
    bureau.do(MATTERS, record, "accept", corrects=2, accepted_on="2017-03-01", handler="a")
    assert naming(bureau, "b") == []
    assert naming(bureau, "a") == [(record, ("handler",), ())]
    bureau.do(MATTERS, record, "void", reason="重复登记")
    assert naming(bureau, "a") == []


def test_what_stands_in_the_elements_of_a_list_is_named_too(bureau: Office) -> None:
    training_records.course(bureau)
    session = training_records.closed_session(bureau, "a")
    assert naming(bureau, "a", training_records.SESSIONS) == [(session, ("attendance",), ())]


def test_each_run_of_a_side_line_goes_on_naming_what_it_named(bureau: Office) -> None:
    bureau.person("p1", "ZS")
    for code in ("S1", "S2"):
        shop(bureau, code)
    card(bureau)
    hand_over(bureau, "ZS-1", "S1", "S2")
    assert naming(bureau, "S1", CARDS, OBJECTS) == [("ZS-1", ("object",), ())]
    assert naming(bureau, "S2", CARDS, OBJECTS) == [("ZS-1", ("object",), ())]


def test_a_unit_is_named_by_no_register_and_a_person_by_many() -> None:
    assert naming_registers("training.units") == ()
    assert {one.name for one in naming_registers(PEOPLE)} > {"training.posts", "equipment.assets", "training.sessions"}
    own = [
        CARDS,
        "outreach.opinions",
        "outreach.service_calls",
        "outreach.service_runs",
        "outreach.supervision_reports",
    ]
    assert sorted(one.name for one in naming_registers(OBJECTS)) == ["cases.digital_cases", "cases.penalties", *own]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_written_is_what_all_records_say_whatever_happened(bureau: Office, seed: int) -> None:
    draw = random.Random(seed)
    matters = [matter(bureau, draw.choice("ab")) for _ in range(4)]
    for _ in range(12):
        record, what = draw.choice(matters), draw.choice(("correct", "merge", "void"))
        with suppress(Problem):
            if what == "void":
                bureau.do(MATTERS, matters[0], "void", reason="重复登记")
            elif what == "merge":
                form: dict[str, Any] = {"duplicate_of": draw.choice(matters), "merged_on": "2017-03-02"}
                bureau.do(MATTERS, record, "mark_duplicate", **form)
            else:
                form = {"accepted_on": "2017-03-01", "handler": draw.choice("ab")}
                bureau.do(MATTERS, record, "accept", corrects=2, **form)
    expected = Counter(
        (*one.target, record.register.name, record.id) for record in every_record(bureau) for one in mentions_of(record)
    )
    rows = Counter((row.target, row.named, row.register, row.id) for row in table_rows(bureau.store, mentions))
    assert rows == expected
    assert rows
    assert set(rows.values()) == {1}


def test_a_projection_made_anew_has_the_same_rows_also_one_that_another_version_wrote(bureau: Office) -> None:
    matter(bureau, "b")
    rows = table_rows(bureau.store, mentions)
    bureau.registers.rebuild()
    assert table_rows(bureau.store, mentions) == rows
    bureau.registers.renew()
    with bureau.store.begin() as tx:
        tx.execute(mentions.delete())
        tx.execute(sa.text("UPDATE projected SET shape = 'of another version'"))
    assert MATTERS in bureau.registers.renew()
    assert table_rows(bureau.store, mentions) == rows


def test_a_field_that_begins_to_name_has_the_register_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    register = catalogue.REGISTERS[MATTERS]
    assert may_name(register)
    before = projection_version.shape(register)
    monkeypatch.setattr("services.chassis.records.finding.mentions.shape", lambda _register: [])
    fewer = projection_version.shape(register)
    monkeypatch.undo()
    assert fewer != before
    monkeypatch.setattr("services.chassis.records.finding.mentions.EDITION", 0)
    assert projection_version.shape(register) != before


# --- what is read -----------------------------------------------------------------------------------------------------


def fill(store: Store, named: Key, numbers: range, register: str = MATTERS) -> None:
    """Rows as so many records would leave them."""
    rows = [
        {
            "target": named[0],
            "named": named[1],
            "register": register,
            "place": f"2017-01-01\x1f{number:06}",
            "id": f"{number:06}",
            "fields": "handler",
            "earlier": "",
        }
        for number in numbers
    ]
    with store.begin() as tx:
        tx.execute(mentions.insert(), rows)


def test_the_newest_come_first_and_counting_stops(bureau: Office) -> None:
    fill(bureau.store, (PEOPLE, "a"), range(mention_reading.EXACT_UP_TO))
    with bureau.store.begin_read() as tx:
        part = mention_reading.read(tx, (PEOPLE, "a"), MATTERS, 2)
        assert [one.id for one in part.rows] == ["000999", "000998"]
        assert (part.total, part.is_exact) == (1000, True)
    fill(bureau.store, (PEOPLE, "a"), range(1000, 1001))
    with bureau.store.begin_read() as tx:
        part = mention_reading.read(tx, (PEOPLE, "a"), MATTERS, 2)
    assert (part.total, part.is_exact) == (1000, False)


def test_what_names_one_costs_no_more_where_a_hundred_times_as_many_do(office: Office) -> None:
    fill(office.store, (PEOPLE, "a"), range(1500))
    fill(office.store, (PEOPLE, "b"), range(1500, 150_000))

    def cost(named: str) -> int:
        with office.store.begin_read() as tx:
            asked = [f"{number:06}" for number in range(1500, 1700)]
            namers = mention_reading.Namers(tx, MATTERS, (PEOPLE, named))
            return steps_in(tx, lambda: [mention_reading.read(tx, (PEOPLE, named), MATTERS, 5), namers.holding(asked)])

    assert cost("b") <= 1.5 * cost("a")


def test_an_owner_tells_of_its_registers_alone_and_masks_what_is_private(bureau: Office) -> None:
    record = matter(bureau, "b")
    request = MentionsRequest(RecordKey(PEOPLE, "b"), (MATTERS, "elsewhere.things"), 5)
    (section,) = mention_desk.mentions(bureau.registers, request).sections
    assert (section.register, section.total, section.is_exact) == (MATTERS, 1, True)
    (row,) = section.rows
    assert (row.record.id, row.fields, row.earlier) == (record, ("handler",), ())


# --- a list that is narrowed to it ------------------------------------------------------------------------------------


def page_of(office: Office, names: Key, **more: Any) -> ListPage:
    with office.store.begin_read() as tx:
        return reading.page(tx, replace(ListQuestion(MATTERS, "o1", names=names), **more))


def walk(office: Office, names: Key, **more: Any) -> list[str]:
    """All pages of a list, one after the other."""
    ids, place = list[str](), ""
    for _ in range(100):
        page = page_of(office, names, place=place, most=2, **more)
        ids += [row["id"] for row in page.rows]
        if not page.later:
            return ids
        place = page.last
    raise AssertionError(ids)


def ids_of(office: Office, handler: str, text: str = "") -> list[str]:
    """What the list should say: every matter read."""
    every = (one for one in every_record(office) if one.register.name == MATTERS)
    named = [one for one in every if any(each.target == (PEOPLE, handler) for each in mentions_of(one))]
    holding = [one for one in named if text in str(one.get("matter"))]
    return [one.id for one in sorted(holding, key=lambda one: (one.effective[0].on, one.id))]


@pytest.mark.parametrize("few", [FEW, 0])
def test_a_list_is_narrowed_to_what_names_one_with_whatever_else_is_asked(
    bureau: Office, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Also where so many name it that they are met on the way along the list."""
    draw = random.Random(1)
    for number in range(12):
        record = matter(bureau, draw.choice("ab"), f"2017-03-{1 + number:02}")
        if number % 3 == 0:
            with suppress(Unchanged):
                bureau.do(MATTERS, record, "accept", corrects=2, accepted_on=f"2017-03-{1 + number:02}", handler="b")
    monkeypatch.setattr(mention_reading, "FEW", few)
    for handler in "ab":
        key = (PEOPLE, handler)
        assert walk(bureau, key) == ids_of(bureau, handler)
        assert walk(bureau, key, descending=True) == ids_of(bureau, handler)[::-1]
        assert walk(bureau, key, text="灯") == ids_of(bureau, handler, "灯")
        assert walk(bureau, key, text="没有") == []
        assert walk(bureau, key, units=frozenset({"ZS"})) == []
    page = page_of(bureau, (PEOPLE, "b"))
    assert (page.total, page.is_exact) == (len(ids_of(bureau, "b")), True)


def test_of_two_that_narrow_a_list_either_may_be_the_few(bureau: Office) -> None:
    record = matter(bureau, "b")
    with bureau.store.begin_read() as tx:
        one = mention_reading.Namers(tx, MATTERS, (PEOPLE, "b"))
        assert Both(one, one).all_ids() == [record]
        assert Both(one, one).holding([record, "x"]) == {record}
