from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.gateway.view import answers
from services.gateway.view.answers import Answer
from services.gateway.view.programme import campaign
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
from services.training.strength import NotOnStrength
from tests.office import PROOF, Office, ask, asked, viewed

PLEDGES = "training.pledges"
COVERAGE = {"leaders": "A2.pledges_leaders", "captains": "A2.pledges_captains", "members": "A2.pledges_members"}
BREAKS = "A2.chain_breaks"
ABOVE = {"top": None, "cap": "top", "a": "cap", "b": "cap"}


@pytest.fixture
def staffed(office: Office) -> Office:
    """A leader of the bureau, and a captain and two officers of one of its squadrons."""
    office.unit("JU", kind="bureau")
    office.do("training.units", "DT", "move", parents=["JU"], moved_on="2016-06-01", reason="改隶")
    office.person("top", "JU", role="leader")
    office.person("cap", "DT", role="captain")
    for code in "ab":
        office.person(code, "DT")
    return office


def issued(office: Office, person: str, year: int = 2017, on: str = "2017-01-10", superior: str | None = None) -> str:
    """A pledge that lies before its signer; the record's id."""
    form: dict[str, Any] = {"person": person, "year": year, "issued_on": on, "superior": superior or ABOVE[person]}
    return office.do(PLEDGES, "", "issue", **form)[-1].subject


def signed(office: Office, person: str, on: str = "2017-02-01", **more: Any) -> str:
    """A signed pledge; the record's id."""
    record = issued(office, person)
    office.do(PLEDGES, record, "sign", signed_on=on, **more)
    return record


def missing(office: Office, measure: str, as_of: str = "2017-12-31", units: str | None = None) -> list[str]:
    """Who has not signed."""
    view = viewed(office.events, campaign())
    with view.store.read() as tx:
        return [row.subject for row in answers.gaps(tx, campaign().measures[measure], asked(as_of, units))]


def breaks(office: Office, *days: str) -> list[object]:
    """The number of breaks in the chain on these days."""
    view = viewed(office.events, campaign())
    return [ask(view, BREAKS, on).claimed for on in days]


# --- who pledges to whom -------------------------------------------------------------------------------------------


def test_the_level_is_that_of_the_role(staffed: Office) -> None:
    levels = [staffed.record(PLEDGES, issued(staffed, person))["level"] for person in ("top", "cap", "a")]
    assert levels == ["leaders", "captains", "members"]


def test_the_top_level_has_no_superior_and_all_others_have_one(staffed: Office) -> None:
    with pytest.raises(TopHasNone):
        issued(staffed, "top", superior="cap")
    with pytest.raises(SuperiorNeeded):
        staffed.do(PLEDGES, "", "issue", person="a", year=2017, issued_on="2017-01-10")


def test_a_person_has_one_pledge_a_year_unless_it_lapsed_or_was_void(staffed: Office) -> None:
    first = issued(staffed, "top")
    with pytest.raises(PledgedAlready):
        issued(staffed, "top")
    issued(staffed, "top", year=2018)
    staffed.do(PLEDGES, first, "lapse", lapsed_on="2017-01-20", reason="岗位变动")
    second = issued(staffed, "top", on="2017-01-20")
    staffed.do(PLEDGES, second, "void", reason="登记错误")
    issued(staffed, "top", on="2017-01-21")


def test_whoever_is_not_on_strength_neither_gets_a_pledge_nor_signs_one(staffed: Office) -> None:
    record = issued(staffed, "top")
    staffed.do("training.people", "top", "leave", reason="退休", left_on="2017-02-01")
    with pytest.raises(NotOnStrength):
        issued(staffed, "top", year=2018, on="2017-02-01")
    with pytest.raises(NotOnStrength):
        staffed.do(PLEDGES, record, "sign", signed_on="2017-02-01")
    staffed.do(PLEDGES, record, "sign", signed_on="2017-01-31")


def test_nobody_pledges_to_themselves(staffed: Office) -> None:
    with pytest.raises(OwnSuperior) as refused:
        issued(staffed, "a", superior="a")
    assert refused.value.told()["errors"][0]["field"] == "superior"


def test_the_superior_is_of_the_own_unit_or_of_one_above_it_on_the_day(staffed: Office) -> None:
    staffed.person("other", "DBT", role="captain")
    staffed.do("training.people", "cap", "leave", reason="退休", left_on="2017-03-01")
    for day, superior in (("2017-01-10", "other"), ("2017-03-01", "cap"), ("2016-05-31", "top")):
        with pytest.raises(SuperiorElsewhere) as refused:
            issued(staffed, "a", on=day, superior=superior)
        assert refused.value.told()["article"] == "F060 逐级签订"
    issued(staffed, "a", on="2016-06-01", superior="top")
    issued(staffed, "b", on="2017-02-28", superior="cap")


# --- level by level ------------------------------------------------------------------------------------------------


def test_nobody_signs_before_the_superior_and_the_reason_names_the_superior(staffed: Office) -> None:
    signed(staffed, "top", on="2017-02-01")
    record, superior = issued(staffed, "a"), issued(staffed, "cap")
    with pytest.raises(OutOfTurn) as refusal:
        staffed.do(PLEDGES, record, "sign", signed_on="2017-02-05")
    (reason,) = refusal.value.told()["errors"]
    assert ("cap" in reason["en"], "cap" in reason["zh"], reason["field"]) == (True, True, "signed_on")
    staffed.do(PLEDGES, superior, "sign", signed_on="2017-02-05")
    staffed.do(PLEDGES, record, "sign", signed_on="2017-02-05")


def test_a_day_earlier_is_before_the_superior(staffed: Office) -> None:
    signed(staffed, "top", on="2017-02-02")
    with pytest.raises(OutOfTurn):
        signed(staffed, "cap", on="2017-02-01")


def test_last_years_signature_of_the_superior_does_not_serve(staffed: Office) -> None:
    before = issued(staffed, "top", year=2016, on="2016-02-01")
    staffed.do(PLEDGES, before, "sign", signed_on="2016-02-01")
    with pytest.raises(OutOfTurn):
        signed(staffed, "cap")


def test_a_lapsed_pledge_of_the_superior_does_not_serve(staffed: Office) -> None:
    top = signed(staffed, "top")
    staffed.do(PLEDGES, top, "lapse", lapsed_on="2017-02-10", reason="岗位变动")
    with pytest.raises(OutOfTurn):
        signed(staffed, "cap", on="2017-02-10")


def test_a_superior_stands_higher(staffed: Office) -> None:
    signed(staffed, "top")
    signed(staffed, "cap")
    signed(staffed, "a")
    record = issued(staffed, "b", superior="a")
    with pytest.raises(NotAbove):
        staffed.do(PLEDGES, record, "sign", signed_on="2017-02-02")


def test_a_pledge_is_not_signed_when_its_year_is_over(staffed: Office) -> None:
    record = issued(staffed, "top")
    staffed.now = staffed.start.replace(month=3)
    with pytest.raises(OtherYear):
        staffed.do(PLEDGES, record, "sign", signed_on="2018-01-01")
    staffed.do(PLEDGES, record, "sign", signed_on="2017-12-31")


def test_a_corrected_signature_keeps_to_the_order(staffed: Office) -> None:
    signed(staffed, "top", on="2017-02-01")
    record = signed(staffed, "cap", on="2017-02-05")
    with pytest.raises(OutOfTurn):
        staffed.do(PLEDGES, record, "sign", 2, signed_on="2017-01-31")
    staffed.do(PLEDGES, record, "sign", 2, signed_on="2017-02-01")


def test_a_pledge_is_reviewed_and_renewed_after_it_was_signed(staffed: Office) -> None:
    record = issued(staffed, "top")
    with pytest.raises(NotNow):
        staffed.do(PLEDGES, record, "review", reviewed_on="2017-12-20", result="kept")
    staffed.do(PLEDGES, record, "sign", signed_on="2017-02-01")
    staffed.do(PLEDGES, record, "review", reviewed_on="2017-12-20", result="kept")
    staffed.do(PLEDGES, record, "renew", renewed_on="2017-12-31")
    assert staffed.record(PLEDGES, record).status() == "renewed"


# --- coverage (M-A2-1) ---------------------------------------------------------------------------------------------


def test_coverage_is_told_by_level_and_who_has_not_signed_is_listed(staffed: Office) -> None:
    for person in ("top", "cap", "a"):
        signed(staffed, person, evidence=PROOF if person == "top" else [])
    issued(staffed, "b")
    view = viewed(staffed.events, campaign())
    found = {level: ask(view, measure) for level, measure in COVERAGE.items()}
    assert found == {"leaders": Answer(1, 1, 1), "captains": Answer(1, 0, 1), "members": Answer(1 / 2, 0, 2)}
    assert missing(staffed, COVERAGE["members"]) == ["b"]
    assert missing(staffed, COVERAGE["captains"], "2017-01-31") == ["cap"]


def test_movers_count_where_they_are_and_leavers_no_longer(staffed: Office) -> None:
    for person in ("top", "cap", "a"):
        signed(staffed, person)
    staffed.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-04-01")
    staffed.do("training.people", "b", "leave", reason="退休", left_on="2017-05-01")
    view = viewed(staffed.events, campaign())
    found = [
        ask(view, COVERAGE["members"], on, units=unit).claimed
        for on, unit in (("2017-03-31", "DT"), ("2017-04-01", "DT"), ("2017-04-01", "DBT"), ("2017-05-01", "DT"))
    ]
    assert found == [1 / 2, 0, 1, None]


def test_whoever_is_appointed_pledges_anew_at_the_new_level(staffed: Office) -> None:
    for person in ("top", "cap"):
        signed(staffed, person)
    before = signed(staffed, "a")
    staffed.do("training.people", "a", "appoint", role="captain", appointed_on="2017-04-01")
    assert (missing(staffed, COVERAGE["captains"]), missing(staffed, COVERAGE["members"])) == (["a"], ["b"])
    staffed.do(PLEDGES, before, "lapse", lapsed_on="2017-04-01", reason="岗位变动")
    after = issued(staffed, "a", on="2017-04-02", superior="top")
    staffed.do(PLEDGES, after, "sign", signed_on="2017-04-03")
    assert staffed.record(PLEDGES, after)["level"] == "captains"
    assert missing(staffed, COVERAGE["captains"]) == []


def test_a_pledge_counts_in_its_own_year_alone(staffed: Office) -> None:
    signed(staffed, "top")
    record = issued(staffed, "cap", year=2018, on="2017-12-20")
    above = issued(staffed, "top", year=2018, on="2017-12-20")
    for one in (above, record):
        staffed.do(PLEDGES, one, "sign", signed_on="2017-12-28")
    staffed.do(PLEDGES, above, "lapse", lapsed_on="2018-01-02", reason="岗位变动")
    view = viewed(staffed.events, campaign())
    days = ("2017-12-31", "2018-01-01", "2018-01-02")
    assert [ask(view, COVERAGE["leaders"], on).claimed for on in days] == [1, 1, 0]
    assert [ask(view, COVERAGE["captains"], on).claimed for on in days] == [0, 1, 1]


def test_a_voided_and_a_corrected_signature_take_their_coverage_with_them(staffed: Office) -> None:
    record = signed(staffed, "top", on="2017-02-01")
    staffed.do(PLEDGES, record, "sign", 2, signed_on="2017-03-01")
    assert missing(staffed, COVERAGE["leaders"], "2017-02-28") == ["top"]
    assert missing(staffed, COVERAGE["leaders"], "2017-03-01") == []
    staffed.do(PLEDGES, record, "void", reason="代签")
    assert missing(staffed, COVERAGE["leaders"], "2017-03-01") == ["top"]


# --- the chain (M-A2-2): what turns out later is let in as it was, and shown as a break -------------------------------


def chained(office: Office) -> dict[str, str]:
    """All have signed in turn; their records."""
    days = {"top": "2017-02-01", "cap": "2017-02-05", "a": "2017-02-10", "b": "2017-02-10"}
    return {person: signed(office, person, on=on) for person, on in days.items()}


def test_a_chain_that_was_signed_in_turn_has_no_breaks(staffed: Office) -> None:
    assert breaks(staffed, "2017-12-31") == [None]
    chained(staffed)
    assert breaks(staffed, "2017-02-04", "2017-02-05", "2017-12-31") == [None, 0, 0]


def test_a_superiors_voided_signature_breaks_the_chain_below(staffed: Office) -> None:
    records = chained(staffed)
    staffed.do(PLEDGES, records["cap"], "void", reason="代签")
    assert missing(staffed, BREAKS) == ["cap/2017"]
    assert breaks(staffed, "2017-02-09", "2017-02-10") == [None, 1]


def test_a_superior_who_signed_later_than_was_said_breaks_it_for_good(staffed: Office) -> None:
    records = chained(staffed)
    staffed.do(PLEDGES, records["cap"], "sign", 2, signed_on="2017-03-01")
    assert breaks(staffed, "2017-02-20", "2017-12-31") == [1, 1]


def test_a_broken_chain_is_mended_from_the_top_down(staffed: Office) -> None:
    records = chained(staffed)
    staffed.do(PLEDGES, records["cap"], "void", reason="代签")
    signed(staffed, "cap", on="2017-03-01")
    assert breaks(staffed, "2017-12-31") == [1]
    for person in "ab":
        staffed.do(PLEDGES, records[person], "void", reason="上级重签，本人随后重签")
        signed(staffed, person, on="2017-03-02")
    assert breaks(staffed, "2017-12-31") == [0]


def test_a_pledge_that_lapses_breaks_no_chain_that_was_signed_in_turn(staffed: Office) -> None:
    records = chained(staffed)
    staffed.do(PLEDGES, records["cap"], "lapse", lapsed_on="2017-06-01", reason="岗位变动")
    assert breaks(staffed, "2017-12-31") == [0]


def test_a_break_is_seen_where_the_signers_are_and_ends_with_the_year(staffed: Office) -> None:
    records = chained(staffed)
    staffed.do(PLEDGES, records["top"], "void", reason="代签")
    assert missing(staffed, BREAKS, units="DT") == ["top/2017"]
    assert missing(staffed, BREAKS, units="DBT") == []
    assert breaks(staffed, "2018-01-01") == [None]
