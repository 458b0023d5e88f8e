from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import NotNow
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import ReadingRights
from tests.office import PROOF, Office, build_view
from tests.services.outreach.public_contact import OPINIONS, opinion
from tests.services.outreach.service_brand import number

PRAISE = "outreach.praise"


def praise(office: Office, **more: Any) -> str:
    form = {"unit": "DT", "channel": "banner", "received_on": "2017-04-01", "matter": "清理及时（合成）"}
    return office.do(PRAISE, "", "receive", **form | more)[-1].subject


def test_praise_counts_when_a_second_person_has_checked_it(office: Office) -> None:
    record, other = praise(office, evidence=PROOF), praise(office)
    assert number(office.events, "B1.praise").claimed == 0
    office.do(PRAISE, record, "confirm", checked_on="2017-04-02", finding="锦旗在办公室", evidence=PROOF)
    office.do(PRAISE, other, "dismiss", dismissed_on="2017-04-03", reason="无法联系")
    assert (number(office.events, "B1.praise").claimed, number(office.events, "B1.praise").verified) == (1, 1)
    with pytest.raises(NotNow):
        office.do(PRAISE, other, "confirm", checked_on="2017-04-04")


def test_whoever_entered_it_does_not_check_it(office: Office) -> None:
    record = praise(office)
    with pytest.raises(NotApart):
        office.do_as(Actor("SYN-receive", "captain"), PRAISE, record, "confirm", checked_on="2017-04-02")


def test_complaints_of_style_stand_beside_it(office: Office) -> None:
    opinion(office)
    bad = opinion(office, triaged=False)
    office.do(OPINIONS, bad, "triage", triaged_on="2017-03-08", topic="slow")
    assert number(office.events, "B1.style_complaints").claimed == 1


def test_who_praised_stands_in_no_event(office: Office) -> None:
    praise(office, giver="王五（合成）", contact="13812345678")
    told = str([event.data for event in office.events])
    assert "王五" not in told
    assert "13812345678" not in told


@pytest.mark.parametrize(
    ("role", "unit", "reads"),
    [("clerk", "DT", True), ("publicist", "DT", True), ("clerk", "ZS", False), ("leader", None, False)],
)
def test_the_papers_are_read_by_those_who_read_who_praised(
    office: Office, role: str, unit: str | None, *, reads: bool
) -> None:
    """A letter of thanks bears its writer's name."""
    rights = ReadingRights(Bearer("SYN-reader", role, unit), build_view(office.events, campaign()))
    assert rights.papers(catalogue.REGISTERS[PRAISE], "DT") is reads
