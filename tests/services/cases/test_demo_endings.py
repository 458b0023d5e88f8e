"""The demo has cases under both laws that end in each way that the register knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts.cases.penalties import choices, register
from contracts.cases.penalties.clocks import NEW_LAW
from services.cases import law
from tests.office import day
from tools.demo_data.penalty_cases import endings

NO_PROVISION = "a provision lets time stand still, and the demo enters none: it would make one up"
ABSENT = {
    "suspend": NO_PROVISION,
    "resume": NO_PROVISION,
    "remand": "what follows is a step that was taken already, and a sheet that says it twice is refused as a change",
    "take_back_noticed": "a case that comes back where the inquiry is open shows the way",
    "void": "it ends what was entered by mistake, not a case",
}
"""Steps that lead somewhere and that no case takes, under neither law, and why."""
ENDS = {"archived", "exempted", "no_violation", "not_filed", "withdrawn"}
RESTS = ENDS | {"handed_over"}
"""What was handed over may come back, and mostly does not."""
each_law = pytest.mark.parametrize("era", [endings.OLD, endings.NEW], ids=["old", "new"])


def cases_of(era: endings.Era) -> list[endings.Course]:
    return [case for case in endings.courses() if case.era == era]


def words_of(era: endings.Era, field: str) -> set[Any]:
    """What stands in a field of any step."""
    forms = [form for case in cases_of(era) for part in case.parts for form in part.values()]
    return {form[field] for form in forms if field in form}


@each_law
def test_every_step_that_leads_anywhere_is_taken(era: endings.Era) -> None:
    leading = {step.name for step in register.steps if step.leads}
    taken = {step for case in cases_of(era) for part in case.parts for step in part}
    assert leading - taken == set(ABSENT)


@each_law
def test_every_status_in_which_a_case_rests_for_good_is_the_last_of_some(era: endings.Era) -> None:
    moves = [step for step in register.steps if step.line == "main" and step.leads and not step.voids]
    resting = {step.leads for step in moves} - {status for step in moves for status in step.starts}
    assert resting == ENDS
    assert {last_status(case) for case in cases_of(era)} == RESTS


def last_status(case: endings.Course) -> str | None:
    """Where a case is at its end: a row takes its steps in the register's order."""
    moves = [step for part in case.parts for step in register.steps if step.name in part]
    return next(step.leads for step in reversed(moves) if step.line == "main" and step.leads)


@each_law
def test_what_becomes_of_a_remedy_a_judgement_a_statement_is_shown(era: endings.Era) -> None:
    outcomes = {"upheld", "changed", "revoked", "withdrawn", "dismissed", "redone"}
    assert words_of(era, "outcome") >= outcomes
    assert words_of(era, "judgement") >= {"affirmed"}
    assert words_of(era, "things_went") == set(choices.RELEASES)
    assert words_of(era, "stop_ground") >= {"performed"}
    assert words_of(era, "performance_ground") == {"environment", "immediate"}


def test_the_new_law_alone_spares_a_first_breach_and_takes_electronic_payment() -> None:
    old, new = words_of(endings.OLD, "ground"), words_of(endings.NEW, "ground")
    assert "first" in new
    assert set(choices.EXEMPTIONS) & old <= law.OLD.exemptions
    assert [words_of(era, "manner") for era in (endings.OLD, endings.NEW)] == [{"bank"}, {"bank", "electronic"}]


@each_law
def test_every_day_lies_under_its_law_and_none_in_the_year_of_the_articles_numbers(era: endings.Era) -> None:
    days = [one for case in cases_of(era) for part in case.parts for form in part.values() for one in form.values()]
    happened = [one for one in days if isinstance(one, dt.date)]
    first, last = (NEW_LAW, day("2026-11-20")) if era.is_new else (day("2018-01-01"), day("2020-12-31"))
    assert first <= min(happened) <= max(happened) <= last


def test_no_case_takes_a_step_twice_or_the_sheets_could_not_be_imported_again() -> None:
    taken = [[step for part in case.parts for step in part] for case in endings.courses()]
    assert [steps for steps in taken if len(steps) > len(set(steps))] == []


def test_each_case_says_in_its_note_how_it_ends() -> None:
    for era in (endings.OLD, endings.NEW):
        notes = [case.parts[0]["find"]["note"] for case in cases_of(era)]
        assert len(notes) == len(set(notes)) >= 40
