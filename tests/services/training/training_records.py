"""Courses, sessions, papers and assessments as tests often need them; and the campaign's numbers that they feed."""

from __future__ import annotations

from typing import Any

from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import PROOF, Office, build_view, make_as_of

COURSES, SESSIONS, CYCLES = "training.courses", "training.sessions", "training.cycles"
QUESTIONS, PAPERS, ASSESSMENTS = "training.questions", "training.papers", "training.assessments"
CERTIFICATES, RAIN, PEOPLE = "training.certificates", "training.rain_days", "training.people"


def take_steps(office: Office, register: str, record: str, **steps: dict[str, Any]) -> str:
    """A record after these steps; its id."""
    for step, form in steps.items():
        record = office.do(register, record, step, **form)[-1].subject
    return record


def course(office: Office, code: str = "C", category: str = "special", **more: Any) -> str:
    """A course in force since 2016; its code."""
    form = {"code": code, "title": "课程", "unit": "DT", "category": category, "topics": ["law"], "hours": 2}
    return take_steps(office, COURSES, "", define=form | {"in_force_on": "2016-01-01"} | more)


def plan(course: str = "C", **more: Any) -> dict[str, Any]:
    """What is said when a session is planned."""
    return {"unit": "DT", "course": course, "form": "lecture", "planned_on": "2017-01-05"} | more


def hold(*people: str | dict[str, Any], on: str = "2017-03-01", **more: Any) -> dict[str, Any]:
    """What is said when a session of an hour was held with these people."""
    listed = [{"person": one} if isinstance(one, str) else one for one in people]
    return {"held_on": on, "minutes": 60, "attendance": listed} | more


def held_session(office: Office, *people: str | dict[str, Any], on: str = "2017-03-01", **more: Any) -> str:
    """A session that was held with these people; its id."""
    return take_steps(office, SESSIONS, "", plan=plan(**more), hold=hold(*people, on=on))


def closed_session(office: Office, *people: str | dict[str, Any], on: str = "2017-03-01", **more: Any) -> str:
    """A session that was held and closed on one day, with its sign-in sheet; its id."""
    return take_steps(
        office, SESSIONS, held_session(office, *people, on=on, **more), close={"closed_on": on, "evidence": PROOF}
    )


def paper(office: Office, code: str = "P", course: str = "C", **more: Any) -> str:
    """A written paper of 100 marks of which 60 are a pass; its code."""
    form = {"code": code, "title": "试卷", "unit": "DT", "course": course, "full_mark": 100, "pass_mark": 60}
    return take_steps(office, PAPERS, "", set=form | {"set_on": "2017-01-05"} | more)


def sat_assessment(office: Office, person: str, on: str = "2017-03-01", paper: str = "P", **more: Any) -> str:
    """An assessment that waits for its marks; its id."""
    return take_steps(office, ASSESSMENTS, "", sit={"paper": paper, "person": person, "sat_on": on} | more)


def scored_assessment(office: Office, person: str, score: int, on: str = "2017-03-01", paper: str = "P") -> str:
    """An assessment with its score; its id."""
    return take_steps(
        office, ASSESSMENTS, sat_assessment(office, person, on, paper), score={"score": score, "evidence": PROOF}
    )


def read_model(office: Office) -> ReadModel:
    """The campaign's own view of what an office did."""
    return build_view(office.events, campaign())


def value(model: ReadModel, measure: str, as_of: str = "2017-12-31", units: str | None = None) -> tuple[Any, Any]:
    """A measure's number, as claimed and as verified."""
    with model.store.begin_read() as tx:
        result = queries.value(tx, campaign().measures[measure], make_as_of(as_of, units))
    return result.claimed, result.verified


def claimed_value(office: Office, measure: str, as_of: str = "2017-12-31", units: str | None = None) -> Any:
    """A measure's number as claimed."""
    return value(read_model(office), measure, as_of, units)[0]


def gaps(office: Office, measure: str, as_of: str = "2017-12-31", units: str | None = None) -> list[str]:
    """The members of a measure's whole that are missing from its part."""
    with read_model(office).store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(as_of, units))]


def facts(office: Office, measure: str, as_of: str = "2017-12-31") -> list[Any]:
    """The rows that a number is made of."""
    with read_model(office).store.begin_read() as tx:
        return queries.facts(tx, campaign().measures[measure], make_as_of(as_of))
