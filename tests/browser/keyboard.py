"""A browser: where it is, its keyboard, and how somebody begins in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.suite import Suite

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDS_CHROMIUM = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium")
MOST_TABS = 200


def focused_text(page: Any) -> str:
    """What has the focus, by its text or its label."""
    return str(
        page.evaluate(
            "(one => one.labels?.[0]?.innerText || one.innerText || one.ariaLabel || '')(document.activeElement)"
        )
    )


def wait_for_focus(page: Any, words: str) -> None:
    """Wait until what has the focus begins with these words: a page that has loaded takes its focus a moment later."""
    focused = "one => one !== document.body && one.innerText.startsWith(words)"
    page.wait_for_function(f"words => ({focused})(document.activeElement || document.body)", arg=words)


def tab_to(page: Any, pattern: re.Pattern[str]) -> None:
    """Press Tab until what has the focus says this."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if pattern.search(focused_text(page)):
            return
    pytest.fail(f"the keyboard does not reach {pattern.pattern}")


def follow(page: Any, one: Any) -> None:
    """Click what leads to a page, and go on when that page is there: until then the page that is left would be read."""
    with page.expect_navigation():
        one.click()


def enter(page: Any) -> None:
    """Press Enter on what leads to a page, and go on when that page is there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_password(page: Any, suite: Suite, password: str) -> Any:
    """The page of a clerk of DT who came by a link and has chosen a password."""
    page.goto(f"{suite.address}/signin?link={suite.people.link('clerk', 'DT')}")
    page.locator("#password").fill(password)
    page.locator("#again").fill(password)
    follow(page, page.get_by_role("button", name="设置密码"))
    return page
