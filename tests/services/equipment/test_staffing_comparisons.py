from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from services.chassis.storage.store import Store
from services.equipment.staffing_comparisons import NoNorm, TooManyPosts
from tests.office import Office
from tests.rows_read import rows_read, settle
from tests.services.equipment import equipment_records

C, E = "equipment.staffing_comparisons", "equipment.establishments"
GAP = "S4.staffing_gap"
PEOPLE, CERTIFICATES = 8, 12


def norm(office: Office, headcount: int = 3, **more: Any) -> str:
    form: dict[str, Any] = {"unit": "DT", "role": "officer", "kind": "established", "basis": "norm"}
    form |= {"headcount": headcount, "entered_on": "2017-01-01"}
    return office.do(E, "", "enter", **form | more)[-1].subject


def compare(office: Office, of: str, on: str) -> None:
    if any(event.record == f"{C}/{of}" for event in office.events):
        office.do(C, of, "compare", compared_on=on)
    else:
        office.do(C, "", "open", norm=of, opened_on=on)


def test_posts_that_nobody_fills_are_a_gap(office: Office) -> None:
    of = norm(office)
    equipment_records.person(office, "a", "DT")
    equipment_records.person(office, "b", "DT", joined_on="2017-04-01")
    equipment_records.person(office, "c", "DT", kind="auxiliary")
    equipment_records.person(office, "d", "ZS")
    compare(office, of, "2017-03-01")
    record = office.record(C, of)
    assert (record["authorised"], record["actual"], record.unit) == (3, 1, "DT")
    assert equipment_records.missing(office, GAP) == [f"{of}/2", f"{of}/3"]
    compare(office, of, "2017-05-01")
    assert equipment_records.missing(office, GAP) == [f"{of}/3"]
    office.do("training.people", "d", "transfer", unit="DT", transferred_on="2017-06-01")
    office.do("training.people", "a", "appoint", role="clerk", appointed_on="2017-06-01")
    compare(office, of, "2017-07-01")
    assert equipment_records.missing(office, GAP) == [f"{of}/3"]
    office.do("training.people", "b", "leave", reason="退休", left_on="2017-07-02")
    compare(office, of, "2017-08-01")
    assert equipment_records.missing(office, GAP) == [f"{of}/2", f"{of}/3"]


def test_a_strength_that_was_lowered_asks_for_fewer(office: Office) -> None:
    of = norm(office)
    compare(office, of, "2017-03-01")
    office.do(E, of, "revise", headcount=2, reason="调整", revised_on="2017-04-01")
    compare(office, of, "2017-05-01")
    assert equipment_records.missing(office, GAP) == [f"{of}/1", f"{of}/2"]
    assert equipment_records.number(office, GAP, "2017-04-30").claimed == 3


def test_sections_are_not_the_front_line(office: Office) -> None:
    office.unit("FZK", kind="section")
    compare(office, norm(office, unit="FZK"), "2017-03-01")
    assert equipment_records.number(office, GAP).claimed in (0, None)


def test_only_an_authorised_strength_in_force_is_compared(office: Office) -> None:
    counted = norm(office, basis="snapshot")
    with pytest.raises(NoNorm):
        compare(office, counted, "2017-03-01")
    with pytest.raises(NoNorm):
        compare(office, norm(office), "2016-12-31")
    with pytest.raises(TooManyPosts):
        compare(office, norm(office, 1001, unit="ZS"), "2017-03-01")


def test_a_comparison_reads_no_more_whatever_happened_to_the_people(store: Store) -> None:
    office = Office(store)
    costs = []
    for unit, certificates in (("DT", 0), ("ZS", CERTIFICATES)):
        of = norm(office, unit=unit)
        for number in range(PEOPLE):
            person = equipment_records.person(office, f"{unit}-{number}", unit)
            for one in range(certificates):
                form: dict[str, Any] = {
                    "certificate": f"{person}-{one}",
                    "certified_on": "2017-01-02",
                    "valid_until": "2022-01-01",
                }
                office.do("training.people", person, "certify", **form)
        settle(store)
        costs.append(rows_read(store, partial(compare, office, of, "2017-03-01")))
        assert office.record(C, of)["actual"] == PEOPLE
    assert costs[1] - costs[0] < PEOPLE * CERTIFICATES / 4, f"{costs}: their histories are that many steps"


def test_who_came_back_was_there_on_the_days_before_and_after(office: Office) -> None:
    of = norm(office)
    equipment_records.person(office, "a", "DT")
    for unit, on in (("ZS", "2017-02-01"), ("DT", "2017-04-01")):
        office.do("training.people", "a", "transfer", unit=unit, transferred_on=on)
    counted = []
    for on in ("2017-01-15", "2017-03-01", "2017-05-01"):
        compare(office, of, on)
        counted.append(office.record(C, of)["actual"])
    assert counted == [1, 0, 1]
