from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from services.training.pledges import (
    NotAbove,
    OtherYear,
    OutOfTurn,
    OwnSuperior,
    PledgedAlready,
    SuperiorElsewhere,
    SuperiorNeeded,
    TopHasNone,
)
from tests.office import PROOF, Office, build_view, make_as_of, measure_value

PLEDGES = "training.pledges"
COVERAGE = {"leaders": "A2.pledges_leaders", "captains": "A2.pledges_captains", "members": "A2.pledges_members"}
BREAKS = "A2.chain_breaks"
ABOVE = {"top": None, "cap": "top", "a": "cap", "b": "cap"}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """A leader of the bureau, and a captain and two officers of one of its squadrons."""
    office.unit("JU", kind="bureau")
    office.do("training.units", "DT", "move", parents=["JU"], moved_on="2016-06-01", reason="改隶")
    office.person("top", "JU", role="leader")
    office.person("cap", "DT", role="captain")
    for code in "ab":
        office.person(code, "DT")
    return office


def issued_pledge(
    office: Office, person: str, year: int = 2017, on: str = "2017-01-10", superior: str | None = None
) -> str:
    """A pledge that lies before its signer; the record's id."""
    form: dict[str, Any] = {"person": person, "year": year, "issued_on": on, "superior": superior or ABOVE[person]}
    return office.do(PLEDGES, "", "issue", **form)[-1].subject


def signed_pledge(office: Office, person: str, on: str = "2017-02-01", **more: Any) -> str:
    """A signed pledge; the record's id."""
    record = issued_pledge(office, person)
    office.do(PLEDGES, record, "sign", signed_on=on, **more)
    return record


def missing(office: Office, measure: str, as_of: str = "2017-12-31", units: str | None = None) -> list[str]:
    """Who has not signed."""
    read_model = build_view(office.events, campaign())
    with read_model.store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(as_of, units))]


def breaks(office: Office, *days: str) -> list[object]:
    """The number of breaks in the chain on these days."""
    read_model = build_view(office.events, campaign())
    return [measure_value(read_model, BREAKS, on).claimed for on in days]


# --- who pledges to whom -------------------------------------------------------------------------------------------


def test_the_level_is_that_of_the_role(staffed_office: Office) -> None:
    levels = [
        staffed_office.record(PLEDGES, issued_pledge(staffed_office, person))["level"] for person in ("top", "cap", "a")
    ]
    assert levels == ["leaders", "captains", "members"]


def test_the_top_level_has_no_superior_and_all_others_have_one(staffed_office: Office) -> None:
    with pytest.raises(TopHasNone):
        issued_pledge(staffed_office, "top", superior="cap")
    with pytest.raises(SuperiorNeeded):
        staffed_office.do(PLEDGES, "", "issue", person="a", year=2017, issued_on="2017-01-10")


def test_a_person_has_one_pledge_a_year_unless_it_lapsed_or_was_void(staffed_office: Office) -> None:
    first = issued_pledge(staffed_office, "top")
    with pytest.raises(PledgedAlready):
        issued_pledge(staffed_office, "top")
    issued_pledge(staffed_office, "top", year=2018)
    staffed_office.do(PLEDGES, first, "lapse", lapsed_on="2017-01-20", reason="岗位变动")
    second = issued_pledge(staffed_office, "top", on="2017-01-20")
    staffed_office.do(PLEDGES, second, "void", reason="登记错误")
    issued_pledge(staffed_office, "top", on="2017-01-21")


def test_whoever_is_not_on_strength_neither_gets_a_pledge_nor_signs_one(staffed_office: Office) -> None:
    record = issued_pledge(staffed_office, "top")
    staffed_office.do("training.people", "top", "leave", reason="退休", left_on="2017-02-01")
    with pytest.raises(NotOnStrength):
        issued_pledge(staffed_office, "top", year=2018, on="2017-02-01")
    with pytest.raises(NotOnStrength):
        staffed_office.do(PLEDGES, record, "sign", signed_on="2017-02-01")
    staffed_office.do(PLEDGES, record, "sign", signed_on="2017-01-31")


def test_nobody_pledges_to_themselves(staffed_office: Office) -> None:
    with pytest.raises(OwnSuperior) as refused:
        issued_pledge(staffed_office, "a", superior="a")
    assert refused.value.to_dict()["errors"][0]["field"] == "superior"


def test_the_superior_is_of_the_own_unit_or_of_one_above_it_on_the_day(staffed_office: Office) -> None:
    staffed_office.person("other", "DBT", role="captain")
    staffed_office.do("training.people", "cap", "leave", reason="退休", left_on="2017-03-01")
    for day, superior in (("2017-01-10", "other"), ("2017-03-01", "cap"), ("2016-05-31", "top")):
        with pytest.raises(SuperiorElsewhere) as refused:
            issued_pledge(staffed_office, "a", on=day, superior=superior)
        assert refused.value.to_dict()["article"] == "F060 逐级签订"
    issued_pledge(staffed_office, "a", on="2016-06-01", superior="top")
    issued_pledge(staffed_office, "b", on="2017-02-28", superior="cap")


# --- level by level ------------------------------------------------------------------------------------------------


def test_nobody_signs_before_the_superior_and_the_reason_names_the_superior(staffed_office: Office) -> None:
    signed_pledge(staffed_office, "top", on="2017-02-01")
    record, superior = issued_pledge(staffed_office, "a"), issued_pledge(staffed_office, "cap")
    with pytest.raises(OutOfTurn) as refusal:
        staffed_office.do(PLEDGES, record, "sign", signed_on="2017-02-05")
    (reason,) = refusal.value.to_dict()["errors"]
    assert ("cap" in reason["en"], "cap" in reason["zh"], reason["field"]) == (True, True, "signed_on")
    staffed_office.do(PLEDGES, superior, "sign", signed_on="2017-02-05")
    staffed_office.do(PLEDGES, record, "sign", signed_on="2017-02-05")


def test_a_day_earlier_is_before_the_superior(staffed_office: Office) -> None:
    signed_pledge(staffed_office, "top", on="2017-02-02")
    with pytest.raises(OutOfTurn):
        signed_pledge(staffed_office, "cap", on="2017-02-01")


def test_last_years_signature_of_the_superior_does_not_serve(staffed_office: Office) -> None:
    before = issued_pledge(staffed_office, "top", year=2016, on="2016-02-01")
    staffed_office.do(PLEDGES, before, "sign", signed_on="2016-02-01")
    with pytest.raises(OutOfTurn):
        signed_pledge(staffed_office, "cap")


def test_a_lapsed_pledge_of_the_superior_does_not_serve(staffed_office: Office) -> None:
    top = signed_pledge(staffed_office, "top")
    staffed_office.do(PLEDGES, top, "lapse", lapsed_on="2017-02-10", reason="岗位变动")
    with pytest.raises(OutOfTurn):
        signed_pledge(staffed_office, "cap", on="2017-02-10")


def test_a_superior_stands_higher(staffed_office: Office) -> None:
    signed_pledge(staffed_office, "top")
    signed_pledge(staffed_office, "cap")
    signed_pledge(staffed_office, "a")
    record = issued_pledge(staffed_office, "b", superior="a")
    with pytest.raises(NotAbove):
        staffed_office.do(PLEDGES, record, "sign", signed_on="2017-02-02")


def test_a_pledge_is_not_signed_when_its_year_is_over(staffed_office: Office) -> None:
    record = issued_pledge(staffed_office, "top")
    staffed_office.now = staffed_office.start.replace(month=3)
    with pytest.raises(OtherYear):
        staffed_office.do(PLEDGES, record, "sign", signed_on="2018-01-01")
    staffed_office.do(PLEDGES, record, "sign", signed_on="2017-12-31")


def test_a_corrected_signature_keeps_to_the_order(staffed_office: Office) -> None:
    signed_pledge(staffed_office, "top", on="2017-02-01")
    record = signed_pledge(staffed_office, "cap", on="2017-02-05")
    with pytest.raises(OutOfTurn):
        staffed_office.do(PLEDGES, record, "sign", 2, signed_on="2017-01-31")
    staffed_office.do(PLEDGES, record, "sign", 2, signed_on="2017-02-01")


def test_a_pledge_is_reviewed_and_renewed_after_it_was_signed(staffed_office: Office) -> None:
    record = issued_pledge(staffed_office, "top")
    with pytest.raises(NotNow):
        staffed_office.do(PLEDGES, record, "review", reviewed_on="2017-12-20", result="kept")
    staffed_office.do(PLEDGES, record, "sign", signed_on="2017-02-01")
    staffed_office.do(PLEDGES, record, "review", reviewed_on="2017-12-20", result="kept")
    staffed_office.do(PLEDGES, record, "renew", renewed_on="2017-12-31")
    assert staffed_office.record(PLEDGES, record).status() == "renewed"


# --- coverage (M-A2-1) ---------------------------------------------------------------------------------------------


def test_coverage_is_told_by_level_and_who_has_not_signed_is_listed(staffed_office: Office) -> None:
    for person in ("top", "cap", "a"):
        signed_pledge(staffed_office, person, evidence=PROOF if person == "top" else [])
    issued_pledge(staffed_office, "b")
    read_model = build_view(staffed_office.events, campaign())
    coverage = {level: measure_value(read_model, measure) for level, measure in COVERAGE.items()}
    assert coverage == {"leaders": Answer(1, 1, 1), "captains": Answer(1, 0, 1), "members": Answer(1 / 2, 0, 2)}
    assert missing(staffed_office, COVERAGE["members"]) == ["b"]
    assert missing(staffed_office, COVERAGE["captains"], "2017-01-31") == ["cap"]


def test_movers_count_where_they_are_and_leavers_no_longer(staffed_office: Office) -> None:
    for person in ("top", "cap", "a"):
        signed_pledge(staffed_office, person)
    staffed_office.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-04-01")
    staffed_office.do("training.people", "b", "leave", reason="退休", left_on="2017-05-01")
    read_model = build_view(staffed_office.events, campaign())
    shares = [
        measure_value(read_model, COVERAGE["members"], on, units=unit).claimed
        for on, unit in (("2017-03-31", "DT"), ("2017-04-01", "DT"), ("2017-04-01", "DBT"), ("2017-05-01", "DT"))
    ]
    assert shares == [1 / 2, 0, 1, None]


def test_whoever_is_appointed_pledges_anew_at_the_new_level(staffed_office: Office) -> None:
    for person in ("top", "cap"):
        signed_pledge(staffed_office, person)
    before = signed_pledge(staffed_office, "a")
    staffed_office.do("training.people", "a", "appoint", role="captain", appointed_on="2017-04-01")
    assert (missing(staffed_office, COVERAGE["captains"]), missing(staffed_office, COVERAGE["members"])) == (
        ["a"],
        ["b"],
    )
    staffed_office.do(PLEDGES, before, "lapse", lapsed_on="2017-04-01", reason="岗位变动")
    after = issued_pledge(staffed_office, "a", on="2017-04-02", superior="top")
    staffed_office.do(PLEDGES, after, "sign", signed_on="2017-04-03")
    assert staffed_office.record(PLEDGES, after)["level"] == "captains"
    assert missing(staffed_office, COVERAGE["captains"]) == []


def test_a_pledge_counts_in_its_own_year_alone(staffed_office: Office) -> None:
    signed_pledge(staffed_office, "top")
    record = issued_pledge(staffed_office, "cap", year=2018, on="2017-12-20")
    above = issued_pledge(staffed_office, "top", year=2018, on="2017-12-20")
    for one in (above, record):
        staffed_office.do(PLEDGES, one, "sign", signed_on="2017-12-28")
    staffed_office.do(PLEDGES, above, "lapse", lapsed_on="2018-01-02", reason="岗位变动")
    read_model = build_view(staffed_office.events, campaign())
    days = ("2017-12-31", "2018-01-01", "2018-01-02")
    assert [measure_value(read_model, COVERAGE["leaders"], on).claimed for on in days] == [1, 1, 0]
    assert [measure_value(read_model, COVERAGE["captains"], on).claimed for on in days] == [0, 1, 1]


def test_a_voided_and_a_corrected_signature_take_their_coverage_with_them(staffed_office: Office) -> None:
    record = signed_pledge(staffed_office, "top", on="2017-02-01")
    staffed_office.do(PLEDGES, record, "sign", 2, signed_on="2017-03-01")
    assert missing(staffed_office, COVERAGE["leaders"], "2017-02-28") == ["top"]
    assert missing(staffed_office, COVERAGE["leaders"], "2017-03-01") == []
    staffed_office.do(PLEDGES, record, "void", reason="代签")
    assert missing(staffed_office, COVERAGE["leaders"], "2017-03-01") == ["top"]


# --- the chain (M-A2-2): what turns out later is let in as it was, and shown as a break -------------------------------


def signed_pledge_chain(office: Office) -> dict[str, str]:
    """All have signed in turn; their records."""
    days = {"top": "2017-02-01", "cap": "2017-02-05", "a": "2017-02-10", "b": "2017-02-10"}
    return {person: signed_pledge(office, person, on=on) for person, on in days.items()}


def test_a_chain_that_was_signed_in_turn_has_no_breaks(staffed_office: Office) -> None:
    assert breaks(staffed_office, "2017-12-31") == [None]
    signed_pledge_chain(staffed_office)
    assert breaks(staffed_office, "2017-02-04", "2017-02-05", "2017-12-31") == [None, 0, 0]


def test_a_superiors_voided_signature_breaks_the_chain_below(staffed_office: Office) -> None:
    records = signed_pledge_chain(staffed_office)
    staffed_office.do(PLEDGES, records["cap"], "void", reason="代签")
    assert missing(staffed_office, BREAKS) == ["cap/2017"]
    assert breaks(staffed_office, "2017-02-09", "2017-02-10") == [None, 1]


def test_a_superior_who_signed_later_than_was_said_breaks_it_for_good(staffed_office: Office) -> None:
    records = signed_pledge_chain(staffed_office)
    staffed_office.do(PLEDGES, records["cap"], "sign", 2, signed_on="2017-03-01")
    assert breaks(staffed_office, "2017-02-20", "2017-12-31") == [1, 1]


def test_a_broken_chain_is_mended_from_the_top_down(staffed_office: Office) -> None:
    records = signed_pledge_chain(staffed_office)
    staffed_office.do(PLEDGES, records["cap"], "void", reason="代签")
    signed_pledge(staffed_office, "cap", on="2017-03-01")
    assert breaks(staffed_office, "2017-12-31") == [1]
    for person in "ab":
        staffed_office.do(PLEDGES, records[person], "void", reason="上级重签，本人随后重签")
        signed_pledge(staffed_office, person, on="2017-03-02")
    assert breaks(staffed_office, "2017-12-31") == [0]


def test_a_pledge_that_lapses_breaks_no_chain_that_was_signed_in_turn(staffed_office: Office) -> None:
    records = signed_pledge_chain(staffed_office)
    staffed_office.do(PLEDGES, records["cap"], "lapse", lapsed_on="2017-06-01", reason="岗位变动")
    assert breaks(staffed_office, "2017-12-31") == [0]


def test_a_break_is_seen_where_the_signers_are_and_ends_with_the_year(staffed_office: Office) -> None:
    records = signed_pledge_chain(staffed_office)
    staffed_office.do(PLEDGES, records["top"], "void", reason="代签")
    assert missing(staffed_office, BREAKS, units="DT") == ["top/2017"]
    assert missing(staffed_office, BREAKS, units="DBT") == []
    assert breaks(staffed_office, "2018-01-01") == [None]
