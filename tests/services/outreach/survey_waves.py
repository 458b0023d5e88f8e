"""Surveys as tests often need them: two questions from 1 to 5, waves, sheets."""

from __future__ import annotations

from typing import Any

from contracts.envelope import Event
from tests.office import Office

SURVEYS, SHEETS = "outreach.surveys", "outreach.survey_sheets"
QUESTIONS = [{"question": number, "asked": f"第{number}问（合成）", "lowest": 1, "highest": 5} for number in (1, 2)]


def survey(office: Office, **more: Any) -> str:
    """A survey that was designed in January, in use; its id."""
    form: dict[str, Any] = {
        "unit": "DBT",
        "title": "群众评议（合成）",
        "about": "image",
        "audience": "public",
        "anonymous": True,
    }
    form |= {"questions": QUESTIONS, "designed_on": "2017-01-05"} | more
    return office.do(SURVEYS, "", "design", **form)[-1].subject


def open_wave(office: Office, record: str, wave: int = 1, on: str = "2017-02-01", **more: Any) -> None:
    """A wave is opened."""
    office.do(SURVEYS, record, "open_wave", wave=wave, opened_on=on, **more)


def sheets(office: Office, record: str, *answers: tuple[int | None, ...], wave: int = 1, **more: Any) -> str:
    """A bundle of sheets, each with the points of its questions; its id."""
    filled = [{f"q{number}": points for number, points in enumerate(one, 1)} for one in answers]
    form: dict[str, Any] = {
        "survey": record,
        "wave": wave,
        "unit": "DBT",
        "returned_on": "2017-02-10",
        "sheets": filled,
    }
    return office.do(SHEETS, "", "return", **form | more)[-1].subject


def close_wave(office: Office, record: str, wave: int = 1, on: str = "2017-02-20", **more: Any) -> Event:
    """A wave is closed; the event."""
    return office.do(SURVEYS, record, "close_wave", wave=wave, closed_on=on, **more)[-1]


def tally(office: Office, record: str, wave: int, *results: tuple[int, int, int], **more: Any) -> Event:
    """A tally of other hands: of each question its number, its answers, its points; the event."""
    told = [dict(zip(("question", "answers", "points"), one, strict=True)) for one in results]
    form: dict[str, Any] = {
        "wave": wave,
        "closed_on": "2017-02-20",
        "sheets": 10,
        "results": told,
        "counted_by": "社区（合成）",
    }
    return office.do(SURVEYS, record, "enter_tally", **form | more)[-1]
