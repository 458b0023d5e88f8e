"""A passkey in a real browser, with an authenticator of its own: made on the account page, shown at the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.keyboard import NEEDS_CHROMIUM
from tests.browser.test_roles import PASSWORD, person
from tests.suite import Suite

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def browsing(browser: Any, port: str) -> Iterator[Any]:
    """A page of a browser that has an authenticator, at the suite's name."""
    context = browser.new_context(locale="en", base_url=f"http://localhost:{port}")
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def test_a_passkey_is_made_and_opens_alone_and_after_the_password(suite: Suite, browser: Any) -> None:
    event = suite.unit("DT", name="东亭中队")
    assert suite.get(f"/v1/progress?after={event}").status == 200
    link = suite.people.link("captain", "DT")
    with browsing(browser, suite.address.rpartition(":")[2]) as page:
        errors: list[str] = []
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        choose_in_english(page, link)
        page.goto("/account")
        page.locator("#pname").fill("合成")
        page.get_by_role("button", name="Add a passkey").click()
        page.locator("#factors ~ ul").get_by_text("合成", exact=True).first.wait_for()
        page.get_by_role("button", name="Sign out", exact=True).click()

        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/work")
        assert page.locator("header").get_by_text("captain").count() == 1
        page.get_by_role("button", name="Sign out", exact=True).click()

        page.get_by_label("Account (person code)").fill(person("captain"))
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("alert").get_by_text("passkey").wait_for()
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/work")
        assert not [one for one in errors if "policy" in one.lower()], "the policy lets the script run"


def choose_in_english(page: Any, link: str) -> None:
    page.goto(f"/signin?link={link}")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/work")
