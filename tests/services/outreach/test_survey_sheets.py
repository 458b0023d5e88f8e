from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.outreach.survey_sheets import (
    BundleOfAnotherWave,
    CountedBundle,
    NamedInAnonymous,
    NotAsked,
    NotInTheWave,
    SheetsOfOne,
    UnitElsewhere,
    WaveCounted,
    WaveFull,
)
from tests.office import Office
from tests.services.outreach.survey_waves import QUESTIONS, SHEETS, close_wave, open_wave, sheets, survey


@pytest.fixture
def first_wave(office: Office) -> str:
    """A survey whose first wave is open since the first of February."""
    record = survey(office)
    open_wave(office, record)
    return record


def test_a_bundle_says_how_many_sheets_it_has_and_their_points(office: Office, first_wave: str) -> None:
    bundle = office.record(SHEETS, sheets(office, first_wave, (4, 5), (3, None)))
    assert bundle["returned"] == 2
    assert bundle["totals"] == [
        {"question": 1, "answers": 2, "points": 7},
        {"question": 2, "answers": 1, "points": 5},
    ]


@pytest.mark.parametrize("answers", [(0, 3), (6, 3), (None, None), (3, 3, 3)], ids=["low", "high", "blank", "third"])
def test_a_sheet_answers_what_was_asked_within_the_scale(
    office: Office, first_wave: str, answers: tuple[int | None, ...]
) -> None:
    with pytest.raises(NotAsked):
        sheets(office, first_wave, (4, 5), answers)


def test_sheets_come_in_while_their_wave_is_open(office: Office, first_wave: str) -> None:
    with pytest.raises(NotInTheWave):
        sheets(office, first_wave, (4, 5), returned_on="2017-01-31")
    with pytest.raises(NotInTheWave):
        sheets(office, first_wave, (4, 5), wave=2)
    close_wave(office, first_wave)
    with pytest.raises(WaveCounted):
        sheets(office, first_wave, (4, 5))


def test_a_bundle_is_mended_after_its_wave_was_closed(office: Office, first_wave: str) -> None:
    bundle = sheets(office, first_wave, (4, 5))
    close_wave(office, first_wave)
    form: dict[str, Any] = {"survey": first_wave, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10"}
    events = office.do(SHEETS, bundle, "return", corrects=1, **form, sheets=[{"q1": 2}])
    assert events[-1].data["totals"] == [{"question": 1, "answers": 1, "points": 2}]
    with pytest.raises(NotInTheWave):
        office.do(SHEETS, bundle, "return", corrects=1, **form | {"returned_on": "2017-02-21"}, sheets=[{"q1": 2}])


def test_no_sheet_of_an_anonymous_survey_says_whose_it_is(office: Office, first_wave: str) -> None:
    with pytest.raises(NamedInAnonymous):
        sheets(office, first_wave, sheets=[{"respondent": "R1", "q1": 3}])


def test_by_a_code_one_answers_once(office: Office) -> None:
    record = survey(office, anonymous=False, questions=QUESTIONS[:1])
    open_wave(office, record)
    with pytest.raises(SheetsOfOne):
        sheets(office, record, sheets=[{"respondent": "R1", "q1": 3}, {"respondent": "R1", "q1": 4}])
    assert sheets(office, record, sheets=[{"respondent": "R1", "q1": 3}, {"respondent": "R2", "q1": 4}])


def test_a_bundle_has_a_sheet(office: Office, first_wave: str) -> None:
    with pytest.raises(Invalid):
        sheets(office, first_wave)


def test_who_took_sheets_in_does_not_void_them(office: Office, first_wave: str) -> None:
    bundle = sheets(office, first_wave, (4, 5))
    with pytest.raises(NotApart):
        office.do_as(Actor("SYN-return", "publicist"), SHEETS, bundle, "void", reason="误录")
    office.do(SHEETS, bundle, "void", reason="误录")


def test_sheets_of_a_closed_wave_are_not_voided(office: Office, first_wave: str) -> None:
    bundle = sheets(office, first_wave, (4, 5))
    close_wave(office, first_wave)
    with pytest.raises(CountedBundle):
        office.do(SHEETS, bundle, "void", reason="误录")


def test_a_correction_moves_no_sheets_to_another_wave_or_survey(office: Office, first_wave: str) -> None:
    bundle, other = sheets(office, first_wave, (4, 5)), survey(office)
    open_wave(office, other)
    form: dict[str, Any] = {"survey": other, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10"}
    with pytest.raises(BundleOfAnotherWave):
        office.do(SHEETS, bundle, "return", corrects=1, **form, sheets=[{"q1": 2}])


def test_sheets_are_collected_by_the_unit_that_asks_or_one_below_it(office: Office) -> None:
    office.unit("JU", kind="bureau")
    office.unit("DT-1", "JU")
    record = survey(office, unit="JU")
    open_wave(office, record)
    with pytest.raises(UnitElsewhere):
        sheets(office, record, (4, 5), unit="ZS")
    for unit in ("JU", "DT-1"):
        assert sheets(office, record, (4, 5), unit=unit)


def test_a_wave_takes_so_many_bundles_as_its_closing_may_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.outreach.survey_sheets.MOST_BUNDLES", 5)
    record = survey(office)
    open_wave(office, record)
    taken = [sheets(office, record, (4, 5)) for _ in range(5)]
    assert [office.record(SHEETS, one)["bundle"] for one in taken] == [1, 2, 3, 4, 5]
    with pytest.raises(WaveFull):
        sheets(office, record, (4, 5))
    form = {"survey": record, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10", "sheets": [{"q1": 1}]}
    office.do(SHEETS, taken[4], "return", corrects=1, **form)
    assert office.record(SHEETS, taken[4])["bundle"] == 5, "a corrected bundle stays which it is"
    office.do(SHEETS, taken[4], "void", reason="误录")
    assert office.record(SHEETS, sheets(office, record, (4, 5)))["bundle"] == 5, "a voided one makes room"
    assert close_wave(office, record).data["sheets"] == 5
    open_wave(office, record, 2, "2017-06-01")
    assert sheets(office, record, (4, 5), wave=2, returned_on="2017-06-02")


def test_a_bundle_of_before_is_corrected_as_it_was_and_counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    record = survey(office)
    open_wave(office, record)
    with monkeypatch.context() as before:
        before.setattr("services.outreach.survey_sheets._next_bundle", lambda _form, _lookup: None)
        old = sheets(office, record, (4, 5))
    new = sheets(office, record, (4, 5), (3, 4))
    form = {"survey": record, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10", "sheets": [{"q1": 1}, {"q1": 2}]}
    office.do(SHEETS, old, "return", corrects=1, **form)
    assert [office.record(SHEETS, one).get("bundle") for one in (old, new)] == [None, 1]
    assert close_wave(office, record).data["sheets"] == 4
