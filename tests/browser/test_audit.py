"""The auditor in a real browser, without scripts: a search by keyboard, an entry, a trail; on a telephone, too."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.keyboard import NEEDS_CHROMIUM, enter, follow, tab_to
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]


@pytest.fixture(scope="module")
def audited_suite(suite: Suite) -> Suite:
    """A suite in which a clerk was denied something."""
    event = suite.unit("DT", name="东亭中队")
    assert suite.get(f"/v1/progress?after={event}").status == 200
    clerk, auditor = suite.token("clerk", "DT", "SYN-curious"), suite.token("auditor")
    assert suite.get("/v1/audit/entries", token=clerk).status == 403
    path = "/v1/audit/entries?person=SYN-curious&what=denied"

    def is_there() -> bool:
        answer = suite.get(path, token=auditor)
        return answer.status == 200 and bool(answer.json["items"])

    until(is_there, "the denial is in the log")
    return suite


@pytest.mark.parametrize(("locale", "title"), [("zh-CN", "越权被拒"), ("en-GB", "Denied")])
def test_a_denial_is_found_by_keyboard_alone_and_opened(
    audited_suite: Suite, browser: Any, locale: str, title: str
) -> None:
    context = browser.new_context(locale=locale, java_script_enabled=False, viewport=SIZES[0])
    page = context.new_page()
    audited_suite.sign_in(page, "auditor")
    follow(page, page.get_by_role("link", name=re.compile("^(审计|Audit)$")))
    page.locator("#person").focus()
    page.keyboard.type("SYN-curious")
    enter(page)  # the field held the same words before the answer came
    assert page.locator("#person").input_value() == "SYN-curious"
    row = page.locator("tbody tr").first
    assert title in row.inner_text()
    follow(page, row.get_by_role("link").first)
    assert title in page.locator("h1").inner_text()
    assert page.locator("details").get_attribute("open") is None
    context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_no_page_is_wider_than_a_telephone(audited_suite: Suite, browser: Any, locale: str) -> None:
    unit = "/audit/records/training/units/DT"
    for size in SIZES:
        context = browser.new_context(locale=locale, viewport=size)
        page = context.new_page()
        audited_suite.sign_in(page, "auditor")
        for path in ("/", "/audit", "/audit/anomalies", "/audit/log", "/audit/entries/0", unit, f"{unit}?views=true"):
            assert page.goto(f"{audited_suite.address}{path}").status == 200, path
            root = "document.documentElement"
            assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0, (path, size)
            assert page.locator("h1").count() == 1
        context.close()


def test_the_search_is_reached_with_the_keyboard(audited_suite: Suite, browser: Any) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=True)
    page = context.new_page()
    audited_suite.sign_in(page, "auditor")
    page.goto(f"{audited_suite.address}/audit")
    tab_to(page, re.compile("^查找$"))
    enter(page)
    assert "/audit" in page.url
    context.close()
