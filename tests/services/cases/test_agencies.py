"""Enforcement agencies: one record for each body, what papers of a day say of it, and how their numbers are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.cases.agencies import register
from contracts.cases.penalties.papers import NUMBERED, PAPERS
from services.cases.agencies import (
    AgencyFromBelow,
    AgencyKnown,
    PatternTwice,
    PatternWithoutSerial,
    SerialNotLast,
    agency_on,
    number_of,
    particulars_on,
    series_of,
)
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.records.command import Actor
from services.chassis.records.finding.series import MOST_DIGITS, place_in
from tests.office import Office, day
from tests.services.cases.agency_records import AGENCIES, PARTICULARS, enter, establish, patterns


def name_on(office: Office, unit: str, on: str) -> str | None:
    with office.store.begin_read() as tx:
        agency = agency_on(TransactionLookup(tx, {AGENCIES}, "/cases"), unit, day(on))
    return agency["legal_name"] if agency else None


def test_papers_of_a_day_say_what_held_on_it(office: Office) -> None:
    agency = establish(office, "ZS", legal_name="旧名（合成）")
    office.do(AGENCIES, agency, "amend", **PARTICULARS | {"numbers": [], "in_force_on": "2017-06-01"})
    office.do(AGENCIES, agency, "end", reason="机构改革", ended_on="2017-12-31")
    said = {on: name_on(office, "ZS", on) for on in ("2016-12-31", "2017-01-01", "2017-05-31", "2017-06-01")}
    assert said == {
        "2016-12-31": None,
        "2017-01-01": "旧名（合成）",
        "2017-05-31": "旧名（合成）",
        "2017-06-01": "某市某区城市管理局（合成）",
    }
    assert name_on(office, "ZS", "2017-12-30") == "某市某区城市管理局（合成）"
    assert name_on(office, "ZS", "2017-12-31") is None
    assert name_on(office, "DT", "2017-06-01") is None, "nothing is assumed of a body that is not entered"


def test_a_body_is_entered_once_and_again_after_a_mistake(office: Office) -> None:
    first = establish(office, "ZS")
    with pytest.raises(AgencyKnown):
        enter(office, "ZS")
    office.do(AGENCIES, first, "void", reason="误录")
    assert particulars_on(office.record(AGENCIES, first), day("2017-06-01")) is None
    assert establish(office, "ZS")


def test_a_unit_below_the_top_is_made_an_agency_by_one_above_it_only(office: Office) -> None:
    office.unit("HEAD", kind="bureau")
    office.unit("TEAM", "HEAD")
    said = PARTICULARS | {"unit": "TEAM", "numbers": [], "in_force_on": "2017-01-01"}
    squadron, bureau = (Actor("SYN-L", "legal", unit=unit) for unit in ("TEAM", "HEAD"))
    with pytest.raises(AgencyFromBelow):
        office.do_as(squadron, AGENCIES, "", "establish", **said)
    assert office.do_as(bureau, AGENCIES, "", "establish", **said)
    assert office.do_as(bureau, AGENCIES, "", "establish", **said | {"unit": "HEAD"})


def test_a_kind_of_paper_has_one_pattern(office: Office) -> None:
    twice = patterns(decision="合成罚字〔{year}〕{serial}号") + patterns(decision="罚〔{year}〕{serial}号")
    with pytest.raises(PatternTwice):
        establish(office, "ZS", numbers=twice)


@pytest.mark.parametrize("pattern", ["罚字{serial}号", "罚字〔{year}〕号", "〔{year}〕{serial}-{serial}", "罚字"])
def test_a_pattern_has_its_year_and_its_serial_once_each(office: Office, pattern: str) -> None:
    with pytest.raises(PatternWithoutSerial):
        establish(office, "ZS", numbers=patterns(decision=pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        "罚字{year}{serial}号",
        "罚字〔{year}〕1{serial}号",
        "{serial}号〔{year}〕",
        "{year}-1 {serial}",
        "〔{year}〕{serial}－2",
    ],
)
def test_a_number_ends_with_its_serial_apart_from_other_digits(office: Office, pattern: str) -> None:
    with pytest.raises(SerialNotLast):
        establish(office, "ZS", numbers=patterns(decision=pattern))
    agency = establish(office, "ZS")
    with pytest.raises(SerialNotLast):
        office.do(
            AGENCIES,
            agency,
            "amend",
            **PARTICULARS | {"numbers": patterns(decision=pattern), "in_force_on": "2017-06-01"},
        )


@pytest.mark.parametrize(
    "pattern", ["锡城管罚决字〔{year}〕{serial}号", "罚{year}-{serial}", "X1〔{year}〕第{serial}号"]
)
@settings(deadline=None)
@given(year=st.integers(2010, 2099), serial=st.integers(1, 10**MOST_DIGITS - 1))
def test_the_serial_of_a_number_is_read_back_however_it_is_written(pattern: str, year: int, serial: int) -> None:
    number = number_of(pattern, year, serial)
    for written in (number, f" {number} ", number.replace("〔", "[").replace("〕", "]"), number.lower()):
        assert place_in(written) == (series_of(pattern, year), serial)


def test_every_numbered_paper_is_a_paper() -> None:
    assert set(NUMBERED) <= PAPERS.keys()
    assert register.step("establish").roles == frozenset({"legal"})
