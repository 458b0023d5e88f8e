"""A record that is opened without a number gets the next of the bureau's own, once, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Problem, Undefined
from contracts.register import NUMBER, Register
from services.chassis.handling.command_service import CommandService, Job
from services.chassis.records.command import Command
from services.chassis.records.finding.drawn_numbers import NumberBorne, SerialTooGreat
from services.chassis.records.finding.series import MOST_DIGITS, place_of
from services.chassis.storage.store import Store
from tests import keys
from tests.office import RULES, VAULT, Office, clerk_of

ITEMS = "cases.rectifications"
FORM: dict[str, Any] = {
    "unit": "DT",
    "category": "slow",
    "problem": "办理缓慢",
    "source_kind": "self_found",
    "raised_on": "2017-04-28",
}


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def item(office: Office, **more: Any) -> str:
    """A problem is raised; its id."""
    return office.do(ITEMS, "", "raise", **FORM | more)[-1].subject


def number(office: Office, record: str) -> Any:
    return office.record(ITEMS, record).get(NUMBER)


def numbers(office: Office, count: int, **more: Any) -> list[Any]:
    return [number(office, item(office, **more)) for _ in range(count)]


def command(key: str, form: dict[str, Any] = FORM, step: str = "raise", record: str = "") -> Command:
    return Command(key, ITEMS, step, form, clerk_of(ITEMS, step, form), record)


def test_numbers_are_counted_on_within_the_year_of_the_business_day(office: Office) -> None:
    assert numbers(office, 2) == ["ZG-2017-0001", "ZG-2017-0002"]
    assert numbers(office, 1, raised_on="2016-12-31") == ["ZG-2016-0001"]
    assert numbers(office, 1) == ["ZG-2017-0003"]


def test_the_number_stands_in_the_event_and_with_the_name(office: Office) -> None:
    event = office.do(ITEMS, "", "raise", **FORM)[-1]
    assert event.data[NUMBER] == "ZG-2017-0001"
    assert catalogue.REGISTERS[ITEMS].naming[0] == NUMBER


def test_a_number_that_was_given_stays_and_the_series_goes_on_behind_it(office: Office) -> None:
    assert numbers(office, 1, number="ZG-2017-0041") == ["ZG-2017-0041"]
    assert numbers(office, 1) == ["ZG-2017-0042"]
    for given in ("锡城管改〔2017〕9 号", "SG-2017-0099", "ZG-2017-50", "ZG-2017-99999999999"):
        assert numbers(office, 1, number=given) == [given]
    assert numbers(office, 1) == ["ZG-2017-0043"], "what is of another pattern does not count"


def test_a_number_is_not_given_again_when_its_record_is_voided_or_told_another(office: Office) -> None:
    first, second = item(office), item(office)
    office.do(ITEMS, second, "raise", corrects=1, **FORM | {"number": "改-7"})
    assert number(office, second) == "改-7"
    assert numbers(office, 1) == ["ZG-2017-0003"]
    third = item(office)
    office.do(ITEMS, third, "void", reason="误登")
    assert numbers(office, 1) == ["ZG-2017-0005"]
    assert number(office, first) == "ZG-2017-0001"


def test_a_correction_that_leaves_it_empty_keeps_the_number_that_was_drawn(office: Office) -> None:
    drawn, given = item(office), item(office, number="改-7")
    for record in (drawn, given):
        office.do(ITEMS, record, "raise", corrects=1, **FORM | {"problem": "别的"})
    assert (number(office, drawn), number(office, given)) == ("ZG-2017-0001", None)
    assert numbers(office, 1) == ["ZG-2017-0002"]


def test_what_is_refused_or_only_tried_leaves_no_gap(office: Office) -> None:
    wrong = FORM | {"unit": "NOWHERE"}
    plan = command("p", {"planned_on": "2017-04-01"}, "plan")
    dry = office.registers.carry_out(Job(((command("d1"),), (command("d2"),)), dry=True))
    assert [one[0].record.get(NUMBER) for one in dry if isinstance(one, list)] == ["ZG-2017-0001", "ZG-2017-0002"]
    groups = ((command("a"),), (command("b", wrong),), (command("c"), replace(plan, id="c2")), (command("e"),))
    results = office.registers.carry_out(Job(groups))
    done = [one[0].record.get(NUMBER) for one in results if isinstance(one, list)]
    assert [isinstance(one, Problem) for one in results] == [False, True, True, False]
    assert done == ["ZG-2017-0001", "ZG-2017-0002"]


def test_many_in_one_transaction_are_counted_on(office: Office) -> None:
    results = office.registers.carry_out(Job(tuple((command(f"k{n}"),) for n in range(30))))
    assert [one[0].record.get(NUMBER) for one in results if isinstance(one, list)] == [
        f"ZG-2017-{n:04}" for n in range(1, 31)
    ]


def test_a_repetition_has_the_number_of_the_first_time(office: Office) -> None:
    first, again = (office.registers.execute(command("once")) for _ in range(2))
    assert again.repeated
    assert first.record.get(NUMBER) == again.record.get(NUMBER) == "ZG-2017-0001"
    assert numbers(office, 1) == ["ZG-2017-0002"]


def test_a_projection_that_is_made_anew_goes_on_where_it_was(office: Office) -> None:
    third = [item(office) for _ in range(3)][-1]
    office.do(ITEMS, third, "void", reason="误登")
    assert office.registers.rebuild()["same"]
    assert numbers(office, 1) == ["ZG-2017-0004"]


@pytest.mark.parametrize("typed", ["ZG-2017-0001", " zg-2017-0001 ", "ZG－2017－0001", "ZG-2017-00001"])
def test_a_number_that_another_bears_or_bore_is_not_taken_again(office: Office, typed: str) -> None:
    first = item(office)
    with pytest.raises(NumberBorne):
        item(office, number=typed)
    office.do(ITEMS, first, "raise", corrects=1, **FORM | {"number": "改-7"})
    with pytest.raises(NumberBorne):
        item(office, number=typed)
    office.do(ITEMS, first, "raise", corrects=1, **FORM | {"number": typed})
    second = item(office)
    with pytest.raises(NumberBorne):
        office.do(ITEMS, second, "raise", corrects=1, **FORM | {"number": typed})


def test_what_is_drawn_in_a_sheet_is_not_typed_in_the_row_below(office: Office) -> None:
    rows = ((command("a"),), (command("b", FORM | {"number": "ZG-2017-0001"}),), (command("c"),))
    results = office.registers.carry_out(Job(rows))
    assert [isinstance(one, NumberBorne) for one in results] == [False, True, False]


def test_no_typed_number_ends_a_series(office: Office) -> None:
    for typed in ("ZG-2017-9999999", f"ZG-2017-{'9' * MOST_DIGITS}"):
        with pytest.raises(SerialTooGreat):
            item(office, number=typed)
    assert numbers(office, 1, number="ZG-2017-999999") == ["ZG-2017-999999"]
    assert numbers(office, 2) == ["ZG-2017-1000000", "ZG-2017-1000001"]


def test_two_processes_at_once_draw_no_number_twice(store: Store) -> None:
    office, other = Office(store), Store(store.url.render_as_string(hide_password=False))
    owners = office.registers, CommandService(other, RULES, keys.sealer(), now=office._now, vault=VAULT)
    drawn: list[str | None] = []

    def work(owner: CommandService, name: str) -> None:
        drawn.extend(owner.execute(command(f"{name}{n}")).record.get(NUMBER) for n in range(10))

    threads = [threading.Thread(target=work, args=(one, f"p{n}-")) for n, one in enumerate(owners)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    other.close()
    assert sorted(filter(None, drawn)) == [f"ZG-2017-{n:04}" for n in range(1, 21)]


def test_a_number_is_read_however_it_is_cased() -> None:
    register = catalogue.REGISTERS[ITEMS]
    assert place_of(register, "zg-2017-0042") == ("ZG-2017", 42)
    assert place_of(register, None) is place_of(register, "SG-2017-0042") is None


def test_only_a_register_whose_form_has_a_number_that_may_stay_empty_draws_one() -> None:
    for name in ("outreach.features", "training.certificates"):
        register: Register = catalogue.REGISTERS[name]
        with pytest.raises(Undefined):
            replace(register, numbered="XX")
