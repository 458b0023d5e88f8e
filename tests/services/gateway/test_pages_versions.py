"""Two versions of a record stand beside each other: what differs is marked, by whom and when it was written."""

from __future__ import annotations

import re
from typing import Any

from contracts.rpc import RecordHistory
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.records.command import Command
from services.gateway.display import record_versions
from services.gateway.display.formatting import Wording
from services.gateway.display.stages import texts_by_stage
from tests.office import READER, Office, clerk_of
from tests.services.gateway.gateway_client import GatewayClient, without_tags

MATTERS, PEOPLE = "outreach.matters", "training.people"
PAGES = "/registers/outreach/matters"
ROW = re.compile(r'<tr( class="differs")?><th scope="row">(.*?)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td.*?>(.*?)</td>", re.DOTALL)


def rows_of(page: str) -> dict[str, tuple[bool, str, str]]:
    """Each row by its title: whether it is marked, and what stands in both columns."""
    rows: dict[str, tuple[bool, str, str]] = {}
    for differs, head, cells in ROW.findall(page):
        earlier, later = (without_tags(one).strip() for one in CELL.findall(cells))
        rows[without_tags(head).split()[0]] = (bool(differs), earlier, later)
    return rows


def history(office: Office, register: str, record: str) -> RecordHistory:
    return presenter.record(office.registers, READER, record, Sight(register))


def test_the_usual_pair_is_the_correction_and_what_stood_before_it(gateway: GatewayClient, office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    office.do(MATTERS, record, "finish", corrects=3, done_on="2017-03-07", outcome="换了灯泡")
    office.confirm(record)
    page = gateway.request(f"{PAGES}/{record}/versions").text
    rows = rows_of(page)
    assert rows["办结日期"] == (True, "2017-03-05", "2017-03-07")
    assert rows["办理结果"] == (True, "修好", "换了灯泡")
    assert rows["用时（天）"] == (True, "4", "6"), "what the rule added too"
    assert rows["社区"] == (False, "映月", "映月")
    assert rows["状态"] == (False, "已办结", "已办结")
    assert "3 个字段有变化" in page
    assert "更正" in without_tags(page)
    assert 'value="3" selected' in page
    assert 'value="4" selected' in page
    assert page.count("SYN-finish") >= 2, "by whom each was written"


def test_the_reason_of_a_correction_stands_beside_it_and_the_day_goes_along(
    gateway: GatewayClient, office: Office
) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    form = {"done_on": "2017-03-07", "outcome": "换了灯泡"}
    again = Command("c", MATTERS, "finish", form, clerk_of(MATTERS, "finish", form), record, 3, reason="日期录错")
    office.command(again)
    page = gateway.request(f"{PAGES}/{record}/versions?as_of=2017-06-15").text
    assert "更正原因：日期录错" in without_tags(page)
    assert '<input type="hidden" name="as_of" value="2017-06-15">' in page


def test_any_two_versions_are_chosen_without_a_script(gateway: GatewayClient, office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    page = gateway.request(f"{PAGES}/{record}/versions?earlier=1&later=3").text
    rows = rows_of(page)
    assert rows["状态"] == (True, "已登记", "已办结")
    assert rows["办结日期"] == (True, "—", "2017-03-05")
    assert gateway.request(f"{PAGES}/{record}/versions?earlier=1&later=9").status_code == 404
    assert gateway.request(f"{PAGES}/{record}/versions?earlier=x").status_code == 422
    assert "<script" not in page


def test_a_transfer_moves_the_unit_and_a_record_of_one_version_has_nothing_beside_it(
    gateway: GatewayClient, office: Office
) -> None:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    record = office.do(MATTERS, "", "register", **form)[-1].subject
    page = gateway.request(f"{PAGES}/{record}").text
    assert f"{PAGES}/{record}/versions" not in page
    assert "只有一个版本" in gateway.request(f"{PAGES}/{record}/versions").text
    office.do(MATTERS, record, "transfer", unit="ZS", transferred_on="2017-03-02", reason="辖区调整")
    assert rows_of(gateway.request(f"{PAGES}/{record}/versions").text)["单位"] == (True, "单位DT DT", "单位ZS ZS")
    page = gateway.request(f"{PAGES}/{record}").text
    assert f'href="{PAGES}/{record}/versions"' in page
    assert f'href="{PAGES}/{record}/versions?earlier=1&amp;later=2"' in page


def test_what_is_private_is_masked_as_on_the_records_page(gateway: GatewayClient, office: Office) -> None:
    """A page that compares confirms no guess: what is masked alike is not said to differ."""
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "灯", "requested_on": "2017-03-01"}
    record = office.do(MATTERS, "", "register", requester_name="张三丰", **form)[-1].subject
    office.do(MATTERS, record, "register", corrects=1, requester_name="李四光", **form)
    own = rows_of(gateway.request(f"{PAGES}/{record}/versions").text)
    assert own["诉求人"] == (True, "张三丰", "李四光")
    page = gateway.request(f"{PAGES}/{record}/versions", role="auditor", unit=None).text
    assert "张三丰" not in page
    assert "李四光" not in page
    assert "三丰" not in page
    assert "四光" not in page
    assert {len(one) for one in rows_of(page)["诉求人"][1:]} == {3}, "masks"


def test_every_version_of_a_page_is_what_the_record_said_then(office: Office) -> None:
    record = office.matter("DT", "2017-03-01", "2017-03-05")
    office.do(MATTERS, record, "finish", corrects=3, done_on="2017-03-07", outcome="换了灯泡")
    office.confirm(record)
    office.do(MATTERS, record, "void", reason="重复登记")
    whole = office.record(MATTERS, record)
    told = history(office, MATTERS, record)
    for version in range(1, whole.version + 1):
        then = whole.until(version)
        shown = record_versions.at_version(whole.register, told, version)
        said: dict[str, object] = {}
        for one in then.effective:
            said |= {name: value for name, value in one.data.items() if value not in (None, [], {})}
        assert shown.fields.keys() == said.keys()
        assert (shown.status, shown.unit) == (then.status(), then.unit)


def test_a_late_entry_is_not_taken_for_what_says_a_field_now(office: Office) -> None:
    """What a record says follows the days of its steps, and so does the stage under which a page shows it."""
    office.person("DT-01", "DT")
    for number, on in (("NEW-1", "2017-05-01"), ("OLD-1", "2016-05-01")):
        form: dict[str, Any] = {"certificate": number, "certified_on": on, "valid_until": "2019-05-01"}
        office.do(PEOPLE, "DT-01", "certify", **form)
    record = office.record(PEOPLE, "DT-01")
    told = history(office, PEOPLE, "DT-01")
    groups = list(texts_by_stage(record.register, told, Wording("zh", clear=True)))
    (group,) = [one for one in groups if any(text.text == "NEW-1" for text in one.texts)]
    assert group.stage is not None
    assert group.stage.revision is not None
    assert group.stage.revision.occurred_on == "2017-05-01"
