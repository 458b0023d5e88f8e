"""A command costs the same however much there is already under its key: counted by both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from services.chassis.handling.command_service import Job
from services.chassis.records.command import Command
from services.chassis.records.finding.newest import MOST_COMPARED
from services.chassis.storage.store import Store
from tests.examples import at_length
from tests.office import PROOF, Office, clerk_of
from tests.rows_read import rows_read, settle
from tests.services.cases import agency_records, casework, city, grid_records
from tests.services.training import training_records as school

FEW, MANY = MOST_COMPARED + 10, 3 * MOST_COMPARED
"""Both are more than a proposal is made from."""
MEASURED = 3
"""Now and then a command does what was put off, for others too: of several the cheapest is the command's own cost."""
WITHIN = 1.2
Form = dict[str, Any]
Steps = Sequence[tuple[str, Form]]
"""Steps of one record, each with its form."""
MATTERS, COMPLAINTS, ITEMS = "outreach.matters", "cases.complaints", "cases.rectifications"
PENALTIES, CERTIFICATES = "cases.penalties", "training.certificates"
ACCEPTANCE: tuple[str, Form] = ("accept", {"accepted_on": "2017-03-02"})


@dataclass(frozen=True)
class Hot:
    """A register in which everything comes under one key.

    filling  the steps of the n-th record that is there already, in `register` or `filling_register`
    steps    those of the n-th record that is measured: the last of them is
    """

    register: str
    filling: Callable[[int], Steps]
    steps: Callable[[int], Steps]
    filling_register: str = ""


def matter(n: int) -> Steps:
    return [("register", {"unit": "DT", "community": "映月", "matter": f"{n}号灯不亮", "requested_on": "2017-03-01"})]


def report(n: int) -> Steps:
    return [("report", city.FORMS["report"] | {"place": f"映月路{n}号门前"})]


def cell(n: int) -> Steps:
    form = {"code": f"320205001{n:06}", "unit": "DT", "edition": "WG-1", "community": "映月"}
    return [("define", form | {"in_force_on": "2017-01-01"})]


def report_in_a_cell(n: int) -> Steps:
    return [("report", report(n)[0][1] | {"unit": "ZS", "grid": "320205001000000"})]


def receipt(n: int) -> Steps:
    form = {"unit": "ZX", "channel": "telephone", "kind": "street_order", "community": "映月", "matter": "扰民"}
    return [("receive", form | {"place": f"映月路{n}号门前", "received_on": "2017-03-01"})]


def item(_n: int) -> Steps:
    form = {"unit": "DT", "category": "slow", "problem": "办理缓慢", "source_kind": "self_found"}
    return [("raise", form | {"raised_on": "2017-04-28"})]


def closed_item(_n: int) -> Steps:
    return [
        ("raise", item(0)[0][1] | {"raised_on": "2017-04-01"}),
        ("plan", {"planned_on": "2017-04-03", "measure": "改", "responsible_person": "a", "due_on": "2017-05-03"}),
        ("start", {"started_on": "2017-04-05"}),
        ("submit", {"submitted_on": "2017-04-20", "result": "已改", "proof": PROOF}),
        ("verify", {"verified_on": "2017-04-21", "verifier": "c"}),
        ("close", {"closed_on": "2017-04-25", "outcome": "已整改到位"}),
    ]


def clue(n: int) -> Steps:
    return [("find", casework.FORMS["find"] | {"act": f"XS-{n}", "found_on": "2017-03-01"})]


def spot_fine(n: int) -> Steps:
    form = casework.FORMS["decide_on_spot"] | {"number": f"当罚{n}号", "fine": "100", "other": None}
    return [*clue(n), ("decide_on_spot", form | {"act_on": "2017-03-01", "decided_on": "2017-03-01"})]


def numbered_spot_fine(n: int) -> Steps:
    *before, (step, form) = spot_fine(n)
    return [*before, (step, form | {"number": None})]


def class_held(n: int) -> Steps:
    return [("plan", school.plan()), ("hold", school.hold("a", on=f"2017-03-{1 + n % 28:02}"))]


def certificate(n: int) -> Steps:
    form = {"number": f"Z-{n}", "person": "b", "course": "C", "issued_on": "2017-06-01"}
    return [("issue", form)]


OFTEN = ("a matter is registered", "a case is reported", "a clue is found")
HOT = {
    "a matter is registered": Hot(MATTERS, matter, matter),
    "a matter is accepted": Hot(MATTERS, matter, lambda n: [*matter(n), ACCEPTANCE]),
    "a case is reported": Hot(city.CASES, report, report),
    "a case is verified": Hot(city.CASES, report, lambda n: [*report(n), ("verify", city.FORMS["verify"])]),
    "a case is accepted": Hot(
        city.CASES,
        lambda n: [*report(n), ("accept", city.FORMS["accept"])],
        lambda n: [*report(n), ("accept", city.FORMS["accept"])],
    ),
    "a case is reported in one of many cells": Hot(city.CASES, cell, report_in_a_cell, grid_records.GRIDS),
    "a complaint comes in": Hot(COMPLAINTS, receipt, receipt),
    "a problem is raised that may be one again": Hot(ITEMS, closed_item, item),
    "a clue is found": Hot(PENALTIES, spot_fine, clue),
    "a fine is decided on the spot": Hot(PENALTIES, spot_fine, spot_fine),
    "the number of a paper is drawn": Hot(PENALTIES, numbered_spot_fine, numbered_spot_fine),
    "a session is closed": Hot(
        school.SESSIONS,
        class_held,
        lambda n: [*class_held(n), ("close", {"closed_on": "2017-04-02", "evidence": PROOF})],
    ),
    "a certificate rests on one of a course's many sessions": Hot(
        CERTIFICATES, class_held, certificate, school.SESSIONS
    ),
}


@pytest.fixture
def bureau(store: Store) -> Office:
    """A bureau with whatever the steps name, on both databases."""
    office = Office(store)
    city.City(office)
    casework.Casework(office).set_up()
    agency_records.establish(office)
    grid_records.adopt(office, unit="ZS")
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "ZS")):
        office.person(code, unit)
    school.course(office)
    school.closed_session(office, "b")
    return office


def commands(register: str, n: int, steps: Steps) -> Iterator[Command]:
    """The steps of one record, as commands: those after the first mean the record that it opens."""
    for number, (step, form) in enumerate(steps):
        yield Command(f"{register}-{n}-{number}", register, step, form, clerk_of(register, step, form))


def fill(office: Office, hot: Hot, numbers: range) -> None:
    register = hot.filling_register or hot.register
    groups = tuple(tuple(commands(register, n, hot.filling(n))) for n in numbers)
    results = office.registers.carry_out(Job(groups))
    assert all(isinstance(one, list) for one in results), results[0]
    settle(office.store)


def cost(office: Office, hot: Hot, first: int) -> int:
    """What the last step of a record reads, of several records the least; the first after a filling does not count."""
    last_step(office, hot, first)
    return min(last_step(office, hot, first + n) for n in range(1, 1 + MEASURED))


def last_step(office: Office, hot: Hot, n: int) -> int:
    """What the last step of a record reads, once the others were taken."""
    *before, (step, form) = hot.steps(n)
    record = ""
    for command in commands(hot.register, n, before):
        record = office.registers.execute(replace(command, record=record)).record.id
    last = Command(f"{hot.register}-{n}-last", hot.register, step, form, clerk_of(hot.register, step, form), record)
    return rows_read(office.store, lambda: office.registers.execute(last))


@pytest.mark.parametrize("what", [*OFTEN, *at_length(one for one in HOT if one not in OFTEN)])
def test_a_command_reads_no_more_under_a_key_that_many_records_have(bureau: Office, what: str) -> None:
    hot = HOT[what]
    fill(bureau, hot, range(FEW))
    few = cost(bureau, hot, 10_000)
    fill(bureau, hot, range(FEW, MANY))
    many = cost(bureau, hot, 20_000)
    assert many <= WITHIN * few, f"{few} -> {many}"
