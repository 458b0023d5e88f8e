"""The web pages in a real browser, over a running suite: sign in, see the items, open a number down to its evidence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.keyboard import NEEDS_CHROMIUM, focused_text, follow, tab_to
from tests.browser.matters import finish_matter
from tests.browser.weight import MOST_BYTES, sent_bytes
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM


def test_a_leader_signs_in_by_link_and_opens_a_number_down_to_its_evidence(
    suite_with_matter: Suite, browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    assert page.goto(f"{suite_with_matter.address}/").status == 401
    assert page.get_by_role("heading", name="登录遇到问题").is_visible(), (
        "what to do without an account, in words for staff"
    )
    assert "./campaign" not in page.content()
    suite_with_matter.sign_in(page, "leader")
    assert page.url == f"{suite_with_matter.address}/"
    assert page.locator("details.item").count() == 13
    page.locator("#A6 > summary").click()
    assert "1 件" in page.locator('[id="A6.matters_done"]').inner_text()
    follow(page, page.locator("#A6").get_by_role("link", name="为社区办理实事"))
    assert "构成此数的 1 件事实" in page.content()
    follow(page, page.get_by_role("link", name=re.compile("为民办实事 办结")))
    picture = page.locator(".papers img")
    until(lambda: picture.evaluate("one => one.complete && one.naturalWidth") == 64, "the picture is shown")
    page.screenshot(path=str(tmp_path / "fact.png"), full_page=True)
    assert (tmp_path / "fact.png").stat().st_size > 10_000
    answered = context.request.get(f"{suite_with_matter.address}{picture.get_attribute('src')}")
    assert answered.headers["content-type"] == "image/webp"
    follow(page, page.get_by_role("navigation", name="栏目").get_by_role("link", name="总览"))
    assert page.locator("h1").count() == 1

    assert not [message for message in complaints if "Content Security Policy" in message]
    assert not [cookie for cookie in context.cookies() if not cookie["httpOnly"]]
    context.close()


def test_everything_can_be_reached_with_the_keyboard_alone(suite_with_matter: Suite, browser: Any) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    suite_with_matter.sign_in(page, "leader")

    page.keyboard.press("Tab")
    assert focused_text(page) == "Skip to the content"
    tab_to(page, re.compile("Volunteer service"))
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "focus is seen"
    page.keyboard.press("Enter")
    assert page.locator("#A6").get_attribute("open") is not None
    for name, address in (
        ("Practical matters done", "/measures/A6.matters_done"),
        ("Practical matters, finish", "/facts/"),
        ("SYNTHETIC-lamp.png", "/v1/evidence/"),
    ):
        tab_to(page, re.compile(name))
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(re.escape(suite_with_matter.address + address)))
    context.close()


@pytest.mark.parametrize(("width", "lang"), [(360, "zh"), (360, "en"), (1280, "zh")])
def test_no_page_is_wider_than_the_screen(suite_with_matter: Suite, browser: Any, width: int, lang: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    suite_with_matter.sign_in(page, "leader")
    (fact,) = suite_with_matter.get("/v1/measures/A6.matters_done/facts").json["facts"]
    for address in ("/", "/measures/A6.matters_done", f"/facts/{fact['event']}", "/measures/nix", "/signin"):
        page.goto(f"{suite_with_matter.address}{address}?lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_what_waits_moves_by_itself_and_ticks_focus_and_place_stay(suite_with_matter: Suite, browser: Any) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 500})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    suite_with_matter.sign_in(page, "captain", "DT")
    with page.expect_response("**/v1/stream"):
        page.goto(f"{suite_with_matter.address}/work")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert sent_bytes(page) <= MOST_BYTES
    box = page.get_by_role("checkbox", name="勾选 为民办实事 诺卡")
    tab_to(page, re.compile("诺卡"))
    page.keyboard.press("Space")
    assert box.is_checked()
    top = "document.activeElement.getBoundingClientRect().top"
    before = page.evaluate(top)

    finish_matter(suite_with_matter, "映月")
    page.get_by_role("checkbox", name="映月").wait_for(timeout=20_000)

    assert page.get_by_role("checkbox").count() == 2
    assert box.is_checked(), "what was ticked is ticked"
    assert "诺卡" in focused_text(page), "the focus is where it was"
    assert abs(page.evaluate(top) - before) <= 1, "and the place too"
    assert not page.get_by_role("checkbox", name="映月").is_checked()
    tab_to(page, re.compile("确认所选"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/outreach/matters/confirm")
    assert page.locator("input[name=row]:checked").count() == 1
    assert not [one for one in errors if "policy" in one.lower()], "the policy lets the script run and ask"
    context.close()


def test_without_a_script_what_waits_is_shown_and_done_as_well(suite_with_matter: Suite, browser: Any) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    suite_with_matter.sign_in(page, "captain", "DT", who="SYN-confirms")
    page.goto(f"{suite_with_matter.address}/work")
    page.get_by_role("checkbox", name="诺卡").check()
    follow(page, page.get_by_role("button", name="确认所选"))
    page.locator("#f-confirmed_on").fill("2017-03-10")
    page.locator("[name=satisfied]").first.check()
    follow(page, page.locator("main form button[type=submit]"))
    assert "已办 1 条，共 1 条" in page.locator("main").inner_text()
    context.close()
