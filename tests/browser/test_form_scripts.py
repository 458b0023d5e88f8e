"""A box for names with its script, by keyboard and on a telephone; and the roll of a session, which needs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from services.gateway.http import cookies
from services.gateway.web.forms import choices
from tests.browser.keyboard import NEEDS_CHROMIUM, follow
from tests.office import Office
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.training import training_records

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe (pip install axe-playwright-python)")
pytestmark = NEEDS_CHROMIUM

HOST = "http://localhost"
TELEPHONE = {"width": 390, "height": 844}
Opener = Callable[..., Any]


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GatewayClient]:
    """Four people of a squadron, more than are offered in a list."""
    monkeypatch.setattr(choices, "MOST_OFFERED", 2)
    office = Office()
    for number, name in enumerate(("张伟", "张三", "李娜", "王芳"), 1):
        office.person(f"DT-{number:02}", "DT", name=name)
    client = GatewayClient(tmp_path, office)
    yield client
    client.worker.close()
    client.store.close()
    office.store.close()


@pytest.fixture
def open_page(gateway: GatewayClient, browser: Any) -> Iterator[Opener]:
    """Opens an address as somebody, on a telephone; what the page asks for, this process answers."""
    contexts = []

    def open_as(path: str, role: str, unit: str | None) -> Any:
        context = browser.new_context(viewport=TELEPHONE, locale="zh-CN")
        contexts.append(context)
        context.route("**/*", lambda route, request: route.fulfill(**_answer(gateway, request, role, unit)))
        page = context.new_page()
        page.goto(f"{HOST}{path}")
        return page

    yield open_as
    for one in contexts:
        one.close()


def _answer(gateway: GatewayClient, request: Any, role: str, unit: str | None) -> dict[str, Any]:
    """What the gateway answers; a browser follows no redirection that is answered for, so the page leads on."""
    where = urlsplit(request.url)
    own = {"Cookie": f"{cookies.PLAIN}={gateway.token(role, unit, 'DT-02')}"}
    headers = {name: one for name, one in request.headers.items() if name not in ("content-length", "host")} | own
    answer = gateway.client.open(
        where.path,
        query_string=where.query,
        method=request.method,
        headers=headers,
        data=request.post_data_buffer or b"",
        base_url=HOST,
    )
    if answer.status_code == 303:
        on = f'<meta http-equiv="refresh" content="0;url={answer.headers["Location"]}">'
        return {"status": 200, "content_type": "text/html", "body": on}
    dropped = {"content-encoding", "content-length", "transfer-encoding"}
    kept = {name: one for name, one in answer.headers.items() if name.lower() not in dropped}
    return {"status": answer.status_code, "headers": kept, "body": answer.get_data()}


def serious_faults(page: Any) -> list[str]:
    """What axe finds serious, and whether the page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > TELEPHONE["width"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")] + ["wide"] * wide


def test_a_name_is_chosen_by_keyboard_of_those_that_fit_and_sent(gateway: GatewayClient, open_page: Opener) -> None:
    new: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    matter = gateway.office.do("outreach.matters", "", "register", **new)[-1].subject
    gateway.project_events()
    page = open_page(f"/registers/outreach/matters/{matter}/accept", "clerk", "DT")
    box = page.get_by_role("combobox", name="经办人")
    assert box.input_value() == "张三 DT-02", "who fills it in stands there by name"

    box.fill("zha")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").count() == 2
    assert page.locator(".ask [role=status]").text_content() == "2 条符合"
    assert not serious_faults(page)
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option").last.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "zha", "what is typed stays"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option").nth(1).get_attribute("data-id")
    page.keyboard.press("Enter")
    assert page.url.endswith("/accept"), "Enter chooses, and does not send"

    page.fill("[name=accepted_on]", "2017-03-02")
    page.locator(".ends button:not(.second)").click()
    page.get_by_text("已保存").wait_for()
    (row,) = gateway.office.registers.page("outreach.matters", within={}, after="", most=9)
    assert row["fields"]["handler"] == chosen


def test_the_roll_of_a_session_fits_a_telephone(gateway: GatewayClient, open_page: Opener) -> None:
    training_records.course(gateway.office)
    session = training_records.take_steps(gateway.office, training_records.SESSIONS, "", plan=training_records.plan())
    gateway.project_events()
    page = open_page(f"/registers/training/sessions/{session}/hold", "trainer", None)
    page.get_by_role("button", name="列出全体人员").click()
    page.get_by_label("王芳 DT-04").wait_for()
    assert not serious_faults(page)
    page.get_by_label("王芳 DT-04").uncheck()
    page.get_by_role("group", name="李娜 DT-03").get_by_label("到场情况").select_option("excused")
    page.fill("[name=held_on]", "2017-03-01")
    page.fill("[name=minutes]", "60")
    page.locator(".ends button:not(.second)").click()
    page.get_by_text("已保存").wait_for()
    held = gateway.office.registers.record(training_records.SESSIONS, session)["attendance"]
    assert {one["person"]: one["status"] for one in held} == {
        "DT-01": "present",
        "DT-02": "present",
        "DT-03": "excused",
    }


def test_a_check_by_exception_is_listed_put_aside_and_gone_on_with_on_a_telephone(
    gateway: GatewayClient, open_page: Opener
) -> None:
    office = gateway.office
    equipment_records.checklist(office)
    equipment_records.vehicle(office)
    office.do("equipment.vehicle_checks", "", "open", vehicle="DT-C1", opened_on="2017-01-05")
    gateway.project_events()
    page = open_page("/registers/equipment/vehicle_checks/DT-C1/check", "quartermaster", None)
    page.context.route("**/v1/stream", lambda route: route.abort())  # it has no end
    page.get_by_role("button", name="列出全部检查项").click()
    second = page.get_by_role("group", name="2 车容车貌", exact=False)
    assert second.get_by_label("是").is_checked()
    assert not serious_faults(page)
    second.get_by_label("否").check()
    page.get_by_role("button", name="暂存").click()
    page.get_by_text("已暂存，尚未提交").wait_for()
    assert not serious_faults(page)
    page.locator(".drafts").get_by_text("丢弃", exact=False).first.click()
    assert page.get_by_role("button", name="确认丢弃").is_visible(), "it is asked first"
    follow(page, page.locator(".drafts a"))
    assert page.get_by_role("group", name="2 车容车貌", exact=False).get_by_label("否").is_checked()
    assert not serious_faults(page)


def test_a_list_on_a_telephone_is_a_table_to_a_screen_reader(gateway: GatewayClient, open_page: Opener) -> None:
    for number in range(3):
        gateway.office.matter("DT", "2017-12-01", f"2017-12-1{number}")
    gateway.project_events()
    page = open_page("/registers/outreach/matters", "clerk", "DT")
    assert page.locator("tbody td").first.evaluate("one => getComputedStyle(one).display") == "block"
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes if not one["ignored"]]
    assert [roles.count(name) for name in ("table", "row", "rowheader")] == [1, 4, 3]
    assert roles.count("cell") >= 9


def test_each_printed_sheet_says_day_and_unit(gateway: GatewayClient, open_page: Opener) -> None:
    gateway.project_events()
    page = open_page("/?as_of=2017-06-15&unit=DT", "leader", None)
    imprint = page.locator(".imprint")
    assert not imprint.is_visible()
    page.emulate_media(media="print")
    assert {"单位：DT", "截至 2017-06-15"} <= set(imprint.inner_text().split(" · "))
    assert imprint.evaluate("one => getComputedStyle(one).display") == "table-footer-group", "it stands on each sheet"
