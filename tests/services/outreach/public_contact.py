"""What tests of the rooms that deal with the public often need."""

from __future__ import annotations

from typing import Any

from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.read_model import ReadModel
from tests.office import Office, build_view, make_as_of

EVENTS, SESSIONS, OPINIONS = "outreach.public_events", "outreach.qa_sessions", "outreach.opinions"
PLANS, PAIRINGS, VISITS = "outreach.solution_plans", "outreach.pairings", "outreach.visits"
USCC = "91110000600037341L"
COMMUNITY: dict[str, Any] = {"counterpart_kind": "community", "community": "湖塘桥社区"}
ENTERPRISE: dict[str, Any] = {"counterpart_kind": "enterprise", "enterprise": "企业A", "uscc": USCC}
HOUSEHOLD: dict[str, Any] = {"counterpart_kind": "household", "household": "H-1", "householder": "张三，某路1号"}


def take_steps(office: Office, register: str, record: str, **steps: dict[str, Any]) -> str:
    """A record after these steps; its id."""
    for step, form in steps.items():
        record = office.do(register, record, step, **form)[-1].subject
    return record


def public_event(office: Office, **more: Any) -> str:
    """An event that is planned for 2017-05-10; its id."""
    proposal = {"unit": "DT", "title": "论坛", "kind": "forum", "partner": "柏庄实验小学", "proposed_on": "2017-04-01"}
    plan = {"planned_on": "2017-04-05", "planned_for": "2017-05-10"}
    return take_steps(office, EVENTS, "", propose=proposal | more, approve={"approved_on": "2017-04-03"}, plan=plan)


def session(office: Office, **more: Any) -> str:
    """A session that began at two in the afternoon of 2017-03-08; its id."""
    form = {"unit": "DBT", "title": "你问我答", "platform": "weibo", "kind": "post"}
    return take_steps(office, SESSIONS, "", open=form | {"started_at": "2017-03-08T14:00:00+08:00"} | more)


def opinion(office: Office, *, triaged: bool = True, **more: Any) -> str:
    """An opinion that came by weibo on Wednesday 2017-03-08 at three in the afternoon; its id."""
    form = {"unit": "DBT", "channel": "weibo", "matter": "路口占道", "received_at": "2017-03-08T15:00:00+08:00"}
    record = take_steps(office, OPINIONS, "", receive=form | more)
    if triaged:
        office.do(OPINIONS, record, "triage", triaged_on=day_of(form | more), topic="street_order")
    return record


def day_of(form: dict[str, Any]) -> str:
    return str(form["received_at"])[:10]


def visit(office: Office, *, made_on: str | None = "2017-04-05", **more: Any) -> str:
    """A visit to a community, made unless `made_on` is None; its id."""
    form = {"unit": "DT", "scheduled_on": "2017-04-01", "scheduled_for": "2017-04-05"}
    record = take_steps(office, VISITS, "", schedule=form | (COMMUNITY if "pairing" not in more else {}) | more)
    if made_on:
        office.do(VISITS, record, "make", made_on=made_on, hosts="李四")
    return record


def visited_opinion(office: Office, **more: Any) -> str:
    """An opinion that was raised on a visit of 2017-04-05; its id."""
    form = {"channel": "visit", "received_at": "2017-04-05T10:00:00+08:00", "unit": "DT"}
    return opinion(office, **form | {"visit": visit(office)} | more)


def pairing(office: Office, **more: Any) -> str:
    """A pairing with a community since 2017-02-01; its id."""
    form = {"unit": "DT", "programme": "grand_visit", "paired_on": "2017-02-01"}
    return take_steps(office, PAIRINGS, "", pair=form | COMMUNITY | more)


def plan(office: Office, about: str, **more: Any) -> str:
    """A plan of 2017-04-10 for an opinion, due on 2017-05-10; its id. The owner is on strength."""
    form = {"unit": "DT", "opinion": about, "plan": "整治", "owner": "o", "planned_on": "2017-04-10"}
    return take_steps(office, PLANS, "", make=form | {"due_on": "2017-05-10"} | more)


def read_model(office: Office) -> ReadModel:
    """The campaign's own view of what an office did."""
    return build_view(office.events, campaign())


def value(model: ReadModel, measure: str, as_of: str = "2017-12-31", **more: Any) -> tuple[Any, Any]:
    """A measure's number, as claimed and as verified."""
    with model.store.begin_read() as tx:
        result = queries.value(tx, campaign().measures[measure], make_as_of(as_of, **more))
    return result.claimed, result.verified


def claimed_value(office: Office, measure: str, as_of: str = "2017-12-31", **more: Any) -> Any:
    """A measure's number as claimed."""
    return value(read_model(office), measure, as_of, **more)[0]


def gaps(office: Office, measure: str, as_of: str = "2017-12-31") -> list[str]:
    """The members of a measure's whole that are missing from its part."""
    with read_model(office).store.begin_read() as tx:
        return [row.subject for row in queries.gaps(tx, campaign().measures[measure], make_as_of(as_of))]
