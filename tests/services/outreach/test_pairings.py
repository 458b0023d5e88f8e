from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid, NotNow
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach.counterparts import NoCounterpart, NotACreditCode
from services.outreach.pairings import PairedAlready
from tests.office import Office
from tests.services.outreach.public_contact import (
    COMMUNITY,
    ENTERPRISE,
    HOUSEHOLD,
    PAIRINGS,
    USCC,
    claimed_value,
    gaps,
    pairing,
    visit,
)


@pytest.mark.parametrize(
    ("form", "counterpart"), [(COMMUNITY, "湖塘桥"), (ENTERPRISE, USCC), (HOUSEHOLD, "H-1")], ids=["c", "e", "h"]
)
def test_a_counterpart_is_known_by_one_name(office: Office, form: dict[str, Any], counterpart: str) -> None:
    assert office.record(PAIRINGS, pairing(office, **form))["counterpart"] == counterpart


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"counterpart_kind": None}, "counterpart_kind"),
        ({"community": None}, "community"),
        ({"counterpart_kind": "enterprise", "enterprise": "企业A"}, "uscc"),
        ({"counterpart_kind": "household", "householder": "张三"}, "household"),
    ],
)
def test_a_counterpart_without_its_name_is_refused(office: Office, form: dict[str, Any], field: str) -> None:
    with pytest.raises(NoCounterpart) as refused:
        pairing(office, **form)
    assert refused.value.errors[0]["field"] == field


@pytest.mark.parametrize("wrong", ["91110000600037341A", "A1110000600037341L", "12345", "九一"])
def test_a_credit_code_that_does_not_check_is_refused(office: Office, wrong: str) -> None:
    with pytest.raises(NotACreditCode) as refused:
        pairing(office, **ENTERPRISE | {"uscc": wrong})
    assert refused.value.to_dict()["errors"][0]["field"] == "uscc"


@pytest.mark.parametrize(
    "uscc", [f" {USCC} ", USCC.lower(), "９１１１００００６０００３７３４１Ｌ", "91 110000 600037341L"]
)
def test_a_credit_code_is_kept_in_one_form(office: Office, uscc: str) -> None:
    record = office.record(PAIRINGS, pairing(office, **ENTERPRISE | {"uscc": uscc}))
    assert (record["uscc"], record["counterpart"]) == (USCC, USCC)


def test_who_a_household_is_stands_in_no_event(office: Office) -> None:
    pairing(office, **HOUSEHOLD)
    assert "张三" not in str([event.data for event in office.events])
    with pytest.raises(NamesSomebody):
        pairing(office, **HOUSEHOLD | {"household": "H-2", "note": "电话13812345678"})


def test_a_unit_pairs_once_for_a_programme(office: Office) -> None:
    first = pairing(office)
    with pytest.raises(PairedAlready) as refused:
        pairing(office, community="湖塘桥 社区")
    assert refused.value.to_dict()["errors"][0]["field"] == "programme"
    assert pairing(office, programme="three_entries")
    assert pairing(office, unit="DBT")
    office.do(PAIRINGS, first, "end", reason="期满", ended_on="2017-06-01")
    assert pairing(office, paired_on="2017-06-02")


def test_a_pairing_is_corrected_without_meeting_itself(office: Office) -> None:
    record = pairing(office)
    form: dict[str, Any] = {"unit": "DT", "programme": "grand_visit", **COMMUNITY}
    assert office.do(PAIRINGS, record, "pair", corrects=1, **form, paired_on="2017-02-02")


def test_a_pairing_ends_once(office: Office) -> None:
    record = pairing(office)
    office.do(PAIRINGS, record, "end", reason="期满", ended_on="2017-06-01")
    with pytest.raises(NotNow):
        office.do(PAIRINGS, record, "end", reason="期满", ended_on="2017-06-02")


def test_a_programme_is_one_of_the_articles(office: Office) -> None:
    with pytest.raises(Invalid):
        pairing(office, programme="five_entries")


def test_pairings_without_a_visit_in_90_days_are_counted_and_named(office: Office) -> None:
    bare, visited, ended = (pairing(office, unit=unit) for unit in ("ZS", "DT", "DBT"))
    visit(office, pairing=visited)
    office.do(PAIRINGS, ended, "end", reason="期满", ended_on="2017-03-01")
    counts = [claimed_value(office, "A5.pairings_unvisited", day) for day in ("2017-05-02", "2017-05-03", "2017-07-05")]
    assert counts == [0, 1, 2], "paired on 1 February, one of them visited on 5 April"
    assert gaps(office, "A5.pairings_unvisited", "2017-05-03") == [bare]


def test_pairings_in_force_are_counted_by_kind(office: Office) -> None:
    first = pairing(office)
    pairing(office, **ENTERPRISE | {"community": None})
    days = ("2017-05-31", "2017-06-01")
    office.do(PAIRINGS, first, "end", reason="期满", ended_on="2017-06-01")
    assert [claimed_value(office, "A5.pairings_communities", on) for on in days] == [1, 0]
    assert [claimed_value(office, "A5.pairings_enterprises", on) for on in days] == [1, 1]


def test_kinds_of_what_pairings_comprise_are_counted_once(office: Office) -> None:
    pairing(office, scope="全社区", contents=[{"content": "policy"}, {"content": "environment"}])
    pairing(office, unit="DBT", paired_on="2017-03-01", contents=[{"content": "policy"}, {"content": "hardship"}])
    assert [claimed_value(office, "A5.pairing_contents", on) for on in ("2017-02-28", "2017-03-31")] == [2, 3]
