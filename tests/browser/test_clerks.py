"""Clerks and captains at work in a real browser, without scripts, over a running suite."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from PIL import Image

from tests.browser.keyboard import NEEDS_CHROMIUM, choose_password, focused_text, follow, tab_to
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
MATTERS = "/registers/outreach/matters"
PLANNED = {
    "unit": "DT",
    "title": "公益集市",
    "kind": "fair",
    "planned_on": "2017-01-05",
    "planned_for": "2017-04-01",
}


@pytest.fixture(scope="module")
def squadron(suite: Suite) -> Suite:
    """A suite with a squadron and one officer in it."""
    unit = suite.unit("DT", name="东亭中队")
    form = {"code": "DT-01", "name": "示例甲（合成）", "unit": "DT", "role": "officer", "kind": "established"}
    joined = suite.post(f"/v1/training/people?after={unit}", form | {"party_member": False, "joined_on": "2016-01-01"})
    assert joined.status == 201, joined.body
    event = suite.post(f"/v1/outreach/volunteer_events?after={unit}", PLANNED)
    assert event.status == 201, event.body
    where = f"/v1/outreach/volunteer_events/{event.json['record']['id']}"
    assert suite.post(f"{where}/hold", {"held_on": "2017-04-01", "minutes": 90}).status == 200
    assert suite.get(f"/v1/progress?after={joined.json['event']}").status == 200
    return suite


@contextmanager
def signed_in(suite: Suite, browser: Any, role: str, **more: Any) -> Iterator[Any]:
    """A page of a browser in which somebody signed in by link; no script of anybody runs in it."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", **more)
    page = context.new_page()
    suite.sign_in(page, role, "DT")
    yield page
    context.close()


def photograph() -> dict[str, Any]:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "#8aa").save(drawn, "PNG")
    return {"name": "SYNTHETIC-lamp.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def test_a_clerk_takes_a_matter_from_its_registration_to_its_end_without_a_script(
    squadron: Suite, browser: Any
) -> None:
    with signed_in(squadron, browser, "clerk") as page:
        follow(page, page.get_by_role("link", name="台账"))
        follow(page, page.get_by_role("link", name="为民办实事", exact=True))
        follow(page, page.get_by_role("link", name="登记"))
        page.get_by_label("事项", exact=False).last.fill("路灯不亮")
        follow(page, page.get_by_role("button", name="保存").last)
        assert page.locator("#wrong").is_visible()
        assert page.locator("#f-community").get_attribute("aria-invalid") == "true"
        assert page.locator("[name=matter]").input_value() == "路灯不亮", "what was typed is kept"
        page.locator("#f-community").fill("诺卡")
        page.locator("#f-requested_on").fill("2017-03-01")
        follow(page, page.locator(".ends button:not(.second)"))
        assert "已保存：登记。" in page.content()
        record = page.url.partition("?")[0]

        follow(page, page.get_by_role("link", name="受理", exact=True))
        page.locator("#f-accepted_on").fill("2017-03-02")
        page.locator("#f-handler").select_option(label="示例甲（合成） DT-01")
        follow(page, page.locator(".ends button:not(.second)"))
        follow(page, page.get_by_role("link", name="办结", exact=True))
        page.locator("#f-done_on").fill("2017-03-08")
        page.locator("#f-outcome").fill("修好")
        page.locator("#f-evidence").set_input_files([photograph()])
        follow(page, page.locator(".ends button:not(.second)"))
        assert page.url.startswith(record)
        assert "SYNTHETIC-lamp.png" in page.content()
        assert "E1 有佐证" in page.content()
        assert page.get_by_role("link", name="作废").count() == 0, "a clerk does not void"

    with signed_in(squadron, browser, "captain") as page:
        page.goto(record)
        follow(page, page.get_by_role("link", name="作废"))
        page.locator("#f-reason").fill("重复登记")
        follow(page, page.get_by_role("button", name="下一步：核对"))
        assert "此步骤将作废整条记录" in page.content()
        follow(page, page.get_by_role("button", name="确认作废"))
        assert "已作废" in page.content()


def test_rows_are_added_and_a_refusal_is_told_at_its_row(squadron: Suite, browser: Any) -> None:
    with signed_in(squadron, browser, "clerk") as page:
        page.goto(f"{squadron.address}/registers/outreach/volunteer_events?status=held")
        follow(page, page.get_by_role("link", name="公益集市"))
        follow(page, page.get_by_role("link", name="登记时长", exact=True))
        page.locator("#f-logged_on").fill("2017-04-02")
        page.locator('[name="service.0.volunteer"]').fill("V-01")
        page.locator('[name="service.0.minutes"]').fill("很久")
        follow(page, page.get_by_role("button", name="再加几行"))
        assert page.locator("fieldset.row").count() == 13
        follow(page, page.locator(".ends button:not(.second)"))
        assert "应为整数" in page.locator('[id="f-service.0.minutes-fault"]').inner_text()
        page.locator('[name="service.0.minutes"]').fill("60")
        follow(page, page.locator(".ends button:not(.second)"))
        assert "已保存：登记时长。" in page.content()


def test_a_form_is_filled_in_and_put_right_with_the_keyboard_alone(squadron: Suite, browser: Any) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    squadron.sign_in(page, "clerk", "DT")
    page.goto(f"{squadron.address}{MATTERS}/new")

    tab_to(page, re.compile("^事项\\*"))
    page.keyboard.type("窨井盖破损")
    tab_to(page, re.compile("^保存$"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong")
    until(lambda: page.evaluate("document.activeElement.id") == "wrong", "the summary has the focus")
    tab_to(page, re.compile("社区：必填"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-community" or "社区" in focused_text(page)
    page.keyboard.type("映月")
    page.locator("#f-requested_on").fill("2017-03-01")
    page.locator("#f-community").press("Enter")
    page.wait_for_url(re.compile("done=register"))
    assert "窨井盖破损" in page.content()
    context.close()


def test_a_double_click_makes_one_record(squadron: Suite, browser: Any) -> None:
    with signed_in(squadron, browser, "clerk") as page:
        page.goto(f"{squadron.address}{MATTERS}/new")
        page.locator("#f-community").fill("双击")
        page.locator("#f-matter").fill("只登记一次")
        page.locator("#f-requested_on").fill("2017-03-01")
        page.locator(".ends button:not(.second)").dblclick()
        page.wait_for_url(re.compile("done=register"))
        page.goto(f"{squadron.address}{MATTERS}?status=registered")
        assert page.get_by_role("link", name="双击 · 只登记一次").count() == 1


@pytest.mark.parametrize(("width", "lang"), [(360, "zh"), (390, "en"), (1280, "zh")])
def test_no_page_is_wider_than_the_screen(squadron: Suite, browser: Any, width: int, lang: str) -> None:
    event = squadron.get("/v1/outreach/volunteer_events?status=held").json["items"][0]["id"]
    matter = squadron.post(
        "/v1/outreach/matters",
        {"unit": "DT", "community": "诺卡", "matter": "很长的事项" * 20, "requested_on": "2017-03-01"},
    ).json["record"]["id"]
    paths = (
        "/registers",
        MATTERS,
        f"{MATTERS}/new",
        f"{MATTERS}/import",
        f"{MATTERS}/{matter}",
        f"{MATTERS}/{matter}/reject",
        f"/registers/outreach/volunteer_events/{event}/log_hours",
        "/labels/outreach/matters",
    )
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    squadron.sign_in(page, "clerk", "DT")
    for path in paths:
        page.goto(f"{squadron.address}{path}?lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not [message for message in complaints if "Content Security Policy" in message]
    context.close()


def test_a_form_with_its_file_survives_a_session_that_has_run_out(squadron: Suite, browser: Any) -> None:
    person, password = "SYN-clerk-DT", "four lamps beside the lake"
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = choose_password(context.new_page(), squadron, password)
    planned = squadron.post("/v1/outreach/volunteer_events", PLANNED, token=squadron.token("clerk", "DT", "SYN-other"))
    assert planned.status == 201, planned.body
    record = f"{squadron.address}/registers/outreach/volunteer_events/{planned.json['record']['id']}"
    page.goto(f"{record}/hold")
    page.locator("#f-held_on").fill("2017-04-01")
    page.locator("#f-minutes").fill("90")
    page.locator("#f-evidence").set_input_files([photograph()])

    squadron.people.let_sessions_run_out(person)
    until(lambda: page.request.get(record).status == HTTPStatus.UNAUTHORIZED, "the session opens nothing")
    follow(page, page.locator(".ends button:not(.second)"))
    assert "您填写的内容已保留，登录后继续" in page.content()
    page.locator("#name").fill(person)
    page.locator("#password").fill(password)
    follow(page, page.get_by_role("button", name="登录"))
    assert "尚未提交" in page.content()
    assert page.locator("#f-minutes").input_value() == "90"
    assert "SYNTHETIC-lamp.png" in page.content()
    follow(page, page.locator(".ends button:not(.second)"))
    assert page.url.startswith(record), page.content()
    assert "SYNTHETIC-lamp.png" in page.content()
    page.goto(f"{squadron.address}/account")
    assert "未提交的表单" not in page.content(), "what was submitted is kept no longer"
    context.close()
