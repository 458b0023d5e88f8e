from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries.disclosure import round_down
from services.training.breaches import NewHandling, OwnInquirer, ReportedBefore
from services.training.norms import NormNotInForce, NoSuchClause
from tests.office import Office, build_view, day, measure_value
from tests.services.training.norm_records import published_norm, revise_norm

BREACHES = "training.breaches"
RATE, PRIVATE_USE = "S3.breaches", "S3.private_use"
FORM: dict[str, Any] = {
    "person": "a",
    "norm": "ten",
    "clause": 1,
    "matter": "other",
    "facts": "某日某事",
    "source": "check",
    "committed_on": "2017-03-01",
}
ROAD: dict[str, dict[str, Any]] = {
    "inquire": {"inquired_on": "2017-03-03", "inquirer": "b"},
    "confirm": {"confirmed_on": "2017-03-10"},
    "handle": {"handled_on": "2017-03-12", "handling": "talk"},
    "appeal": {"appealed_on": "2017-03-20", "grounds": "不是我"},
}
OVERTURNED: dict[str, Any] = {"changed_on": "2017-04-01", "reason": "证据不足", "outcome": "no_breach"}
LIGHTER: dict[str, Any] = {"changed_on": "2017-04-01", "reason": "初次", "outcome": "lighter", "new_handling": "talk"}
UPHELD: dict[str, Any] = {"upheld_on": "2017-04-01", "reason": "事实清楚"}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """Two people and a norm."""
    office.person("a", "DT", joined="2017-01-01")
    office.person("b", "ZS", joined="2017-01-01")
    published_norm(office)
    return office


def reported_breach(office: Office, to: str = "report", **more: Any) -> str:
    """A breach that came as far as this step; its id."""
    record = office.do(BREACHES, "", "report", reported_on="2017-03-02", **FORM | more)[-1].subject
    way = ["report", *ROAD]
    for step in way[1 : way.index(to) + 1]:
        office.do(BREACHES, record, step, **ROAD[step])
    return record


def record_conduct_check(office: Office) -> None:
    """A conduct check."""
    form: dict[str, Any] = {"unit": "DT", "inspector": "b", "checked_on": "2017-02-01", "findings": []}
    office.do("training.conduct_checks", "", "check", persons=[{"person": "a", "dressed": True}], **form)


def test_a_breach_belongs_to_the_unit_and_the_edition_of_the_day_it_was_done(staffed_office: Office) -> None:
    staffed_office.do("training.people", "a", "transfer", unit="ZS", transferred_on="2017-03-02")
    revise_norm(staffed_office, on="2017-03-02")
    record = staffed_office.record(BREACHES, reported_breach(staffed_office))
    assert (record.unit, record["edition"]) == ("DT", 1)


def test_what_was_done_stays_with_the_owner_and_few_may_read_it(staffed_office: Office) -> None:
    reported_breach(staffed_office)
    assert staffed_office.events[-1].data["facts"].startswith("who-")
    assert catalogue.REGISTERS[BREACHES].reader_roles == {"inspector", "leader", "auditor", "operator"}


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"clause": 11}, NoSuchClause),
        ({"committed_on": "2017-01-09"}, NormNotInForce),
        ({"committed_on": "2017-03-03"}, ReportedBefore),
    ],
)
def test_a_report_names_a_clause_in_force_on_a_day_that_has_been(
    staffed_office: Office, form: dict[str, Any], why: type[Exception]
) -> None:
    with pytest.raises(why):
        reported_breach(staffed_office, **form)


def test_whoever_had_left_did_not_breach(staffed_office: Office) -> None:
    staffed_office.do("training.people", "a", "leave", reason="退休", left_on="2017-03-01")
    with pytest.raises(NotOnStrength):
        reported_breach(staffed_office)


def test_nobody_looks_into_their_own_breach(staffed_office: Office) -> None:
    record = reported_breach(staffed_office)
    with pytest.raises(OwnInquirer):
        staffed_office.do(BREACHES, record, "inquire", inquired_on="2017-03-03", inquirer="a")
    staffed_office.do(BREACHES, record, "inquire", **ROAD["inquire"])


def test_what_is_not_confirmed_is_not_handled(staffed_office: Office) -> None:
    record = reported_breach(staffed_office, "inquire")
    with pytest.raises(NotNow):
        staffed_office.do(BREACHES, record, "handle", **ROAD["handle"])
    staffed_office.do(BREACHES, record, "clear", cleared_on="2017-03-10", reason="查无实据")
    with pytest.raises(NotNow):
        staffed_office.do(BREACHES, record, "handle", **ROAD["handle"])


@pytest.mark.parametrize("form", [{"outcome": "lighter"}, {"outcome": "no_breach", "new_handling": "talk"}])
def test_only_what_stays_a_breach_is_handled_anew(staffed_office: Office, form: dict[str, Any]) -> None:
    record = reported_breach(staffed_office, "appeal")
    with pytest.raises(NewHandling):
        staffed_office.do(BREACHES, record, "change", changed_on="2017-04-01", reason="从轻", **form)


@pytest.mark.parametrize(("step", "form"), [("uphold", UPHELD), ("change", LIGHTER)])
def test_an_appeal_is_upheld_or_changes_something_and_then_it_is_closed(
    staffed_office: Office, step: str, form: dict[str, Any]
) -> None:
    record = reported_breach(staffed_office, "appeal")
    staffed_office.do(BREACHES, record, step, **form)
    staffed_office.do(BREACHES, record, "close", closed_on="2017-04-02")
    assert staffed_office.record(BREACHES, record).status() == "closed"


def test_breaches_are_counted_over_person_months_and_only_where_somebody_looked(staffed_office: Office) -> None:
    reported_breach(staffed_office, "confirm")
    before = build_view(staffed_office.events, campaign())
    assert measure_value(before, RATE).claimed is None
    record_conduct_check(staffed_office)
    read_model = build_view(staffed_office.events, campaign())
    months = [2 * days / (365.25 / 12) for days in (90, 365)]
    rates = [measure_value(read_model, RATE, on) for on in ("2017-03-31", "2017-12-31")]
    assert [one.claimed for one in rates] == [round(100 / one, 4) for one in months]
    assert [(one.events, one.n) for one in rates] == [(1, 2), (1, 2)]
    assert measure_value(read_model, RATE, "2017-03-09").claimed == 0


def test_the_rate_of_a_unit_is_over_the_months_of_those_who_were_in_it(staffed_office: Office) -> None:
    record_conduct_check(staffed_office)
    reported_breach(staffed_office, "confirm")
    staffed_office.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    staffed_office.do("training.people", "b", "leave", reason="退休", left_on="2017-02-01")
    read_model = build_view(staffed_office.events, campaign())
    assert measure_value(read_model, RATE, units="DT").claimed == round(100 / (120 / (365.25 / 12)), 4)
    assert measure_value(read_model, RATE).n == 2
    assert measure_value(read_model, RATE, units="DBT").claimed is None


def test_a_breach_that_the_appeal_found_to_be_none_counts_no_longer(staffed_office: Office) -> None:
    record_conduct_check(staffed_office)
    record = reported_breach(staffed_office, "appeal", matter="private_use")
    staffed_office.do(BREACHES, record, "change", **OVERTURNED)
    read_model = build_view(staffed_office.events, campaign())
    assert [
        measure_value(read_model, PRIVATE_USE, on).claimed for on in ("2017-03-09", "2017-03-10", "2017-04-01")
    ] == [
        0,
        1,
        0,
    ]
    assert measure_value(read_model, RATE).claimed == 0


def test_a_lighter_handling_is_still_a_breach(staffed_office: Office) -> None:
    record = reported_breach(staffed_office, "appeal", matter="private_use")
    staffed_office.do(BREACHES, record, "change", **LIGHTER)
    assert measure_value(build_view(staffed_office.events, campaign()), PRIVATE_USE).claimed == 1


def test_private_use_is_what_was_confirmed_and_neither_unfounded_nor_void(staffed_office: Office) -> None:
    confirmed = reported_breach(staffed_office, "confirm", matter="private_use")
    cleared = reported_breach(staffed_office, "inquire", matter="private_use")
    staffed_office.do(BREACHES, cleared, "clear", cleared_on="2017-03-10", reason="查无实据")
    reported_breach(staffed_office, "confirm", matter="dress")
    assert measure_value(build_view(staffed_office.events, campaign()), PRIVATE_USE).claimed == 1
    staffed_office.do(BREACHES, confirmed, "confirm", 3, confirmed_on="2017-03-20")
    assert measure_value(build_view(staffed_office.events, campaign()), PRIVATE_USE, "2017-03-15").claimed == 0
    staffed_office.do(BREACHES, confirmed, "void", reason="登记错误")
    assert measure_value(build_view(staffed_office.events, campaign()), PRIVATE_USE).claimed == 0


def test_numbers_of_one_or_two_people_are_withheld(staffed_office: Office) -> None:
    record_conduct_check(staffed_office)
    for _ in range(2):
        reported_breach(staffed_office, "confirm")
    rate, on = campaign().measures[RATE], day("2017-12-31")
    assert round_down(rate, measure_value(build_view(staffed_office.events, campaign()), RATE), on).withheld
    reported_breach(staffed_office, "confirm")
    assert not round_down(rate, measure_value(build_view(staffed_office.events, campaign()), RATE), on).withheld


@pytest.mark.parametrize("provisions", ["eight", "ten"])
def test_confirmed_breaches_of_the_provisions_are_counted(staffed_office: Office, provisions: str) -> None:
    first = reported_breach(staffed_office, "appeal", matter=f"{provisions}_provisions")
    reported_breach(staffed_office, "confirm", matter=f"{provisions}_provisions")
    reported_breach(staffed_office, "inquire", matter=f"{provisions}_provisions")
    reported_breach(staffed_office, "confirm")
    measure = f"A2.breaches_{provisions}"
    assert measure_value(build_view(staffed_office.events, campaign()), measure).claimed == 2
    staffed_office.do(BREACHES, first, "change", **OVERTURNED)
    assert measure_value(build_view(staffed_office.events, campaign()), measure).claimed == 1
    assert campaign().measures[measure].private
