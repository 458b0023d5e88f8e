from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import NotNow
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import ReadingRights
from tests.office import Office, build_view
from tests.services.outreach.public_contact import public_event
from tests.services.outreach.service_brand import number

HELP = "outreach.hardship_help"
HELPED = "A6.hardship_helped"


def beneficiary(office: Office, **more: Any) -> str:
    form = {"unit": "DT", "beneficiary": "张三（合成）", "situation": "独居（合成）", "registered_on": "2017-03-01"}
    return office.do(HELP, "", "register", **form | more)[-1].subject


def help_given(office: Office, record: str, on: str = "2017-03-05") -> None:
    office.do(HELP, record, "help", helped_on=on, kind="goods", deed="送米油（合成）")


def test_help_is_followed_up_and_given_again_until_it_is_closed(office: Office) -> None:
    record = beneficiary(office)
    with pytest.raises(NotNow):
        office.do(HELP, record, "follow_up", followed_up_on="2017-04-01", situation_now="better")
    help_given(office, record)
    office.do(HELP, record, "follow_up", followed_up_on="2017-04-01", situation_now="same")
    help_given(office, record, "2017-04-10")
    office.do(HELP, record, "close", closed_on="2017-06-01", reason="已落实低保")
    assert office.record(HELP, record).status() == "closed"


def test_who_is_helped_and_why_stays_with_the_owner(office: Office) -> None:
    record = beneficiary(office, contact="13812345678")
    help_given(office, record)
    told = str([event.data for event in office.events])
    assert not any(text in told for text in ("张三", "独居", "13812345678", "送米油"))
    with pytest.raises(NamesSomebody):
        beneficiary(office, note="电话13812345678")


def test_each_is_counted_once_and_the_number_is_private(office: Office) -> None:
    records = [beneficiary(office) for _ in range(3)]
    for record in records:
        help_given(office, record)
    help_given(office, records[0], "2017-03-06")
    assert number(office.events, HELPED, "2017-03-31").claimed == 3
    office.do(HELP, records[0], "follow_up", followed_up_on="2017-04-01", situation_now="better")
    assert number(office.events, "A6.hardship_followed_up", "2017-04-30").claimed == 1
    assert all(campaign().measures[one].private for one in (HELPED, "A6.hardship_followed_up"))


def test_a_child_an_event_reached_leads_to_the_family(office: Office) -> None:
    event = public_event(office)
    assert office.record(HELP, beneficiary(office, public_event=event, household="H-1"))["public_event"] == event
    with pytest.raises(UnknownReference):
        beneficiary(office, public_event="nobody")


@pytest.mark.parametrize(
    ("role", "unit", "reads"),
    [("clerk", "DT", True), ("captain", "DT", True), ("clerk", "ZS", False), ("leader", None, False)],
)
def test_the_papers_are_read_by_those_who_read_who_is_helped(
    office: Office, role: str, unit: str | None, *, reads: bool
) -> None:
    """A picture of a family shows who they are as well as their name does."""
    rights = ReadingRights(Bearer("SYN-reader", role, unit), build_view(office.events, campaign()))
    assert rights.papers(catalogue.REGISTERS[HELP], "DT") is reads
