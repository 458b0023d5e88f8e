from __future__ import annotations

from typing import Any

import pytest

from contracts.refusals import UnitOfBasis
from services.outreach.plan_publications import BeforeThePlan, PlanGivenUp, PublishedAlready
from tests.office import Office
from tests.services.outreach.public_contact import PLANS, plan, visited_opinion

PUBLICATIONS = "outreach.plan_publications"


@pytest.fixture
def standing_plan(office: Office) -> str:
    """A plan that stands."""
    office.person("o", "DT")
    return plan(office, visited_opinion(office))


def publish(office: Office, plan: str, on: str = "2017-06-01", unit: str = "DT") -> str:
    form: dict[str, Any] = {"plan": plan, "unit": unit, "statement": "六月底前清理完毕（合成）", "published_on": on}
    (event,) = office.do(PUBLICATIONS, "", "publish", **form)
    return event.record.partition("/")[2]


def test_a_plan_is_published_once_at_a_time(office: Office, standing_plan: str) -> None:
    first = publish(office, standing_plan)
    with pytest.raises(PublishedAlready):
        publish(office, standing_plan)
    office.do(PUBLICATIONS, first, "withdraw", withdrawn_on="2017-06-02", reason="改写")
    assert office.record(PUBLICATIONS, first).status() == "withdrawn"
    publish(office, standing_plan, "2017-06-03")


def test_a_plan_is_not_published_before_it_is_made_nor_after_it_was_given_up(
    office: Office, standing_plan: str
) -> None:
    with pytest.raises(BeforeThePlan):
        publish(office, standing_plan, "2017-01-05")
    office.do(PLANS, standing_plan, "cancel", reason="撤回", cancelled_on="2017-06-01")
    with pytest.raises(PlanGivenUp):
        publish(office, standing_plan)


def test_a_plan_is_published_by_its_unit(office: Office, standing_plan: str) -> None:
    with pytest.raises(UnitOfBasis):
        publish(office, standing_plan, unit="ZS")
