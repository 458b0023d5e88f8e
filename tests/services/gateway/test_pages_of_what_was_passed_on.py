"""What was passed on is followed both ways: its page names what it became, and that leads back."""

from __future__ import annotations

import pytest

from services.chassis.records.finding.mentions import mentions_of, naming_registers
from services.gateway.display.formatting import Wording
from tests.office import Office
from tests.services.cases.city import CASES, City
from tests.services.cases.test_complaints import COMPLAINTS, received_complaint
from tests.services.cases.test_referrals import PASSED_ON, all_hear, end_case, passed_on_complaint, records
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.gateway.test_pages_mentions import section


@pytest.fixture(name="city")
def a_city(gateway: GatewayClient) -> City:
    return City(gateway.office)


def link(register: str, id_: str) -> str:
    return f'href="/registers/{register.replace(".", "/")}/{id_}"'


def test_while_its_outcome_is_awaited_a_complaint_shows_the_case_and_the_case_leads_back(
    gateway: GatewayClient, city: City
) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(gateway.office, CASES)
    gateway.project_events()
    assert link(CASES, case) in section(gateway.request(f"/registers/cases/complaints/{complaint}").text)
    page = gateway.request(f"/registers/cases/digital_cases/{case}").text
    assert link(COMPLAINTS, complaint) in page.partition('id="naming"')[0]
    first = gateway.office.record(CASES, case).revisions[0].event
    assert link(COMPLAINTS, complaint) in gateway.request(f"/facts/{first}").text


def test_what_heard_of_its_end_leads_to_what_it_became_on_its_page_and_as_a_fact(
    gateway: GatewayClient, city: City
) -> None:
    complaint = passed_on_complaint(city)
    (case,) = records(gateway.office, CASES)
    end_case(city, case)
    all_hear(gateway.office)
    gateway.project_events()
    page = gateway.request(f"/registers/cases/complaints/{complaint}").text
    said, _, history = page.partition('id="history"')
    assert link(CASES, case) in said.partition('id="naming"')[0]
    assert link(CASES, case) in history
    heard = gateway.office.record(COMPLAINTS, complaint).revisions[-1].event
    assert link(CASES, case) in gateway.request(f"/facts/{heard}").text
    assert link(COMPLAINTS, complaint) in section(gateway.request(f"/registers/cases/digital_cases/{case}").text)


def test_of_two_that_a_case_became_each_is_the_record_of_its_own_register(office: Office) -> None:
    complaint = passed_on_complaint(City(office), "rectification", category="slow")
    (item,) = records(office, "cases.rectifications")
    (named,) = mentions_of(office.record("cases.rectifications", item))
    assert (named.target, named.fields) == ((COMPLAINTS, complaint), ("source",))
    assert {"cases.digital_cases", "cases.rectifications"} <= {one.name for one in naming_registers(COMPLAINTS)}


def test_nothing_leads_to_a_register_that_whoever_looks_may_not_read_nor_from_a_word_that_means_none(
    office: Office,
) -> None:
    passed_on_complaint(City(office))
    (case,) = records(office, CASES)
    first = office.record(CASES, case).revisions[0]

    def links(worded: Wording, **more: str) -> tuple[tuple[str, str], ...]:
        texts = worded.field_texts(first.step, first.data | more)
        return next(one.links for one in texts if one.title == "来源记录编号")

    assert links(Wording("zh"))
    assert links(Wording("zh", closed=frozenset({COMPLAINTS}))) == ()
    assert links(Wording("zh"), source="hotline") == ()


def next_steps(page: str) -> str:
    return without_tags(page.partition('id="next"')[2].partition("</section>")[0])


def test_whoever_waits_for_the_outcome_reads_who_handles_it_how_it_stands_and_what_is_due_still(
    gateway: GatewayClient, city: City
) -> None:
    complaint = received_complaint(city)
    gateway.office.do(COMPLAINTS, complaint, "accept", accepted_on="2017-03-02", reply_by="2017-03-09")
    path = f"/registers/cases/complaints/{complaint}"
    assert "已转办" not in next_steps(gateway.request(path).text)
    gateway.office.do(COMPLAINTS, complaint, "refer", **PASSED_ON | {"target": "case"})
    (case,) = records(gateway.office, CASES)
    page = gateway.request(path).text
    told = next_steps(page)
    assert "ZX办理，办结后结果自动记到这里" in told
    assert link(CASES, case) in page.partition('id="next"')[2].partition("</section>")[0]
    assert "已上报" in told
    assert "投诉答复）照常计算，不因转办停止：2017-03-09。" in told
    assert "没有可办的步骤" not in told
    end_case(city, case)
    all_hear(gateway.office)
    assert "已转办" not in next_steps(gateway.request(path).text)
