from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.outreach.surveys import (
    AskedTwice,
    CountedHere,
    NoScale,
    NotedOfItself,
    SheetsUntilTooEarly,
    TallyImpossible,
    TallyOfStrangers,
    TooFewToTell,
    WavesInOrder,
    WithoutTheTally,
    rules,
)
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number
from tests.services.outreach.survey_waves import (
    QUESTIONS,
    SHEETS,
    SURVEYS,
    close_wave,
    open_wave,
    sheets,
    survey,
    tally,
)

COMPARED, RETURNED = "B3.surveys_compared", "B3.survey_sheets"


def test_a_wave_is_counted_from_its_sheets(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    sheets(office, record, (4, 5), (3, None))
    sheets(office, record, (5, 4), (2, 3))
    told = close_wave(office, record).data
    assert (told["sheets"], told["baseline"], told["shown"], told["counted_elsewhere"]) == (4, True, True, False)
    assert told["results"] == [
        {"question": 1, "answers": 4, "points": 14},
        {"question": 2, "answers": 3, "points": 12},
    ]


def test_of_fewer_than_three_sheets_or_answers_nothing_is_told(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    sheets(office, record, (4, 5), (3, 4))
    told = close_wave(office, record).data
    assert (told["sheets"], told["shown"], told["results"]) == (2, False, [])
    open_wave(office, record, 2, "2017-06-01")
    sheets(office, record, (4, 5), (3, 4), (3, None), wave=2, returned_on="2017-06-02")
    told = close_wave(office, record, 2, "2017-06-20").data
    assert [one["question"] for one in told["results"]] == [1]
    assert number(office.events, COMPARED, "2017-06-30").n == 0, "the first wave tells nothing"


def test_what_was_voided_is_not_counted(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    sheets(office, record, (4, 5), (3, 4), (5, 5))
    office.do(SHEETS, sheets(office, record, (1, 1)), "void", reason="重复录入")
    assert close_wave(office, record).data["sheets"] == 3


def test_a_correction_of_the_closing_counts_anew(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    sheets(office, record, (4, 5), (3, 4), (5, 5))
    wrong = sheets(office, record, (1, 1), (1, 1))
    closed = close_wave(office, record)
    form: dict[str, Any] = {"survey": record, "wave": 1, "unit": "DBT", "returned_on": "2017-02-10"}
    office.do(SHEETS, wrong, "return", corrects=1, **form, sheets=[{"q1": 1}])
    assert office.record(SURVEYS, record)["sheets"] == 5
    events = office.do(SURVEYS, record, "close_wave", corrects=closed.recordversion, wave=1, closed_on="2017-02-20")
    assert events[-1].data["sheets"] == 4


def test_waves_follow_one_another(office: Office) -> None:
    record = survey(office)
    with pytest.raises(WavesInOrder):
        open_wave(office, record, 2)
    with pytest.raises(SheetsUntilTooEarly):
        open_wave(office, record, until="2017-01-31")
    open_wave(office, record)
    with pytest.raises(WavesInOrder):
        open_wave(office, record, 2, "2017-02-02")
    close_wave(office, record)
    with pytest.raises(NotNow):
        close_wave(office, record)
    open_wave(office, record, 2, "2017-06-01")


def test_questions_have_numbers_of_their_own_and_a_scale(office: Office) -> None:
    with pytest.raises(AskedTwice):
        survey(office, questions=[QUESTIONS[0], QUESTIONS[0]])
    with pytest.raises(NoScale):
        survey(office, questions=[QUESTIONS[0] | {"lowest": 5}])


def test_a_tally_of_other_hands_is_marked_and_has_its_paper(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    with pytest.raises(WithoutTheTally):
        tally(office, record, 1, (1, 10, 40))
    event = tally(office, record, 1, (1, 10, 40), (2, 8, 30), evidence=PROOF)
    assert (event.data["counted_elsewhere"], event.data["baseline"], event.data["shown"]) == (True, True, True)
    assert event.evidencelevel == "E1"


@pytest.mark.parametrize(
    ("results", "refused"),
    [
        ([(3, 10, 40)], TallyOfStrangers),
        ([(1, 10, 40), (1, 10, 40)], TallyOfStrangers),
        ([(1, 2, 8)], TooFewToTell),
        ([(1, 11, 40)], TallyImpossible),
        ([(1, 10, 51)], TallyImpossible),
        ([(1, 10, 9)], TallyImpossible),
    ],
)
def test_a_tally_that_cannot_be_is_refused(
    office: Office, results: list[tuple[int, int, int]], refused: type[Exception]
) -> None:
    record = survey(office)
    open_wave(office, record)
    with pytest.raises(refused):
        tally(office, record, 1, *results, evidence=PROOF)


def test_where_sheets_were_taken_in_no_tally_is_entered(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    sheets(office, record, (4, 5))
    with pytest.raises(CountedHere):
        tally(office, record, 1, (1, 10, 40), evidence=PROOF)


def test_where_sheets_were_voided_no_tally_takes_their_place(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    office.do(SHEETS, sheets(office, record, (1, 1), (2, 1)), "void", reason="误录")
    noted = office.events_of(record)[-1]
    assert (noted.type, noted.data["voided_sheets"]) == ("outreach.surveys.sheets_voided.v1", 2)
    with pytest.raises(CountedHere):
        tally(office, record, 1, (1, 10, 40), evidence=PROOF)
    close_wave(office, record)
    open_wave(office, record, 2, "2017-06-01")
    tally(office, record, 2, (1, 10, 45), closed_on="2017-06-20", evidence=PROOF)


def test_a_survey_notes_voided_sheets_once_a_wave(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    for _ in range(3):
        office.do(SHEETS, sheets(office, record, (1, 1), (2, 1)), "void", reason="误录")
    assert [one.step.name for one in office.record(SURVEYS, record).revisions].count("lose_sheets") == 1


def test_nobody_types_that_sheets_were_voided(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    with pytest.raises(NotedOfItself):
        office.do(SURVEYS, record, "lose_sheets", wave=1, voided_sheets=1)
    assert "lose_sheets" not in rules.next_steps(office.record(SURVEYS, record))
    tally(office, record, 1, (1, 10, 40), evidence=PROOF)


def test_what_was_noted_of_voided_sheets_is_not_rewritten(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    office.do(SHEETS, sheets(office, record, (1, 1), (2, 1)), "void", reason="误录")
    noted = office.events_of(record)[-1].recordversion
    with pytest.raises(NotedOfItself):
        office.do(SURVEYS, record, "lose_sheets", corrects=noted, wave=1, voided_sheets=3)
    open_again = {"wave": 1, "opened_on": "2017-02-02"}
    assert office.do(SURVEYS, record, "open_wave", corrects=2, **open_again), "what comes before may be corrected"
    with pytest.raises(CountedHere):
        tally(office, record, 1, (1, 10, 40), evidence=PROOF)


def test_a_note_that_was_typed_before_stands_and_bars_no_tally(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    record = survey(office)
    open_wave(office, record)
    with monkeypatch.context() as before:
        before.delitem(rules._rules, "lose_sheets")
        office.do(SURVEYS, record, "lose_sheets", wave=1, voided_sheets=1)
    assert len(office.record(SURVEYS, record).all("lose_sheets")) == 1
    opened = {"wave": 1, "opened_on": "2017-02-02"}
    assert [one.type for one in office.do(SURVEYS, record, "open_wave", corrects=2, **opened)] == [
        "outreach.surveys.wave_opened.v1"
    ]
    tally(office, record, 1, (1, 10, 40), evidence=PROOF)


def test_surveys_with_a_baseline_and_a_later_wave_are_counted(office: Office) -> None:
    for waves in (1, 2):
        record = survey(office)
        for wave in range(1, waves + 1):
            open_wave(office, record, wave, f"2017-0{wave + 1}-01")
            sheets(office, record, (4, 5), (3, 4), (5, 5), wave=wave, returned_on=f"2017-0{wave + 1}-02")
            close_wave(office, record, wave, f"2017-0{wave + 1}-20")
    assert (number(office.events, COMPARED).claimed, number(office.events, COMPARED).n) == (0.5, 2)
    assert number(office.events, RETURNED).claimed == 9


def test_sheets_counted_elsewhere_are_sheets_too(office: Office) -> None:
    record = survey(office)
    open_wave(office, record)
    tally(office, record, 1, (1, 10, 40), evidence=PROOF)
    assert number(office.events, RETURNED).claimed == 10


@pytest.mark.parametrize(
    ("about", "measure"),
    [
        ("political_quality", "S1.political_surveys"),
        ("professional_level", "S1.professional_surveys"),
        ("image", "A1.image_surveys"),
        ("discipline", "A2.discipline_surveys"),
        ("credibility", "B3.credibility_surveys"),
    ],
)
def test_whether_there_is_a_later_result_is_told_by_what_was_asked(office: Office, about: str, measure: str) -> None:
    record, other = survey(office, about=about), survey(office, about="other")
    for one in (record, other):
        open_wave(office, one)
        tally(office, one, 1, (1, 10, 40), evidence=PROOF)
    first = number(office.events, measure, "2017-06-30")
    assert (first.claimed, first.n) == (0, 1)
    open_wave(office, record, 2, "2017-06-01")
    tally(office, record, 2, (1, 10, 45), closed_on="2017-06-20", evidence=PROOF)
    assert number(office.events, measure, "2017-06-30").claimed == 1
