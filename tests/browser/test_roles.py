"""A person of each role in a real browser, without scripts: from the link that works once to the end of the session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyotp
import pytest

from contracts import catalogue
from contracts.register import Register
from contracts.roles import POSTS
from services.chassis.base import clock
from services.chassis.base.settings import SECOND_FACTOR_ROLES
from services.chassis.records import authorization
from services.gateway.http import cookies, permissions
from tests.browser.keyboard import NEEDS_CHROMIUM, follow
from tests.examples import at_length
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
OF_A_UNIT = frozenset({"clerk", "captain", "officer"})
PASSWORD = "路灯 亮在 雨夜 463"
NEXT_CODE = dt.timedelta(seconds=30)
"""A code opens once; the one after it is taken already, since clocks differ."""


@pytest.fixture(scope="module")
def bureau(suite: Suite) -> Suite:
    """A suite with a squadron that everybody knows."""
    event = suite.unit("DT", name="东亭中队")
    assert suite.get(f"/v1/progress?after={event}").status == 200
    return suite


@contextmanager
def browsing(suite: Suite, browser: Any) -> Iterator[Any]:
    """A page of a browser of its own, at the suite."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", base_url=suite.address)
    yield context.new_page()
    context.close()


def is_open(suite: Suite, secret: str) -> bool:
    return suite.get("/v1/account", token=secret).status == 200


def cookie_of(page: Any) -> str:
    return str(next((one["value"] for one in page.context.cookies() if one["name"] == cookies.PLAIN), ""))


def links(page: Any, css: str) -> set[str]:
    return {one.partition("?")[0] for one in page.locator(css).evaluate_all("all => all.map(one => one.pathname)")}


def address(register: Register) -> str:
    return f"/registers/{register.service}/{register.slug}"


def choose_a_password(page: Any, link: str) -> None:
    page.goto(f"/signin?link={link}")
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入新密码").fill(PASSWORD)
    follow(page, page.locator("main").get_by_role("button"))


def add_an_authenticator(page: Any) -> pyotp.TOTP:
    page.goto("/account")
    codes = pyotp.TOTP(page.locator('input[name="secret"]').get_attribute("value"))
    page.locator("#fname").fill("合成")
    page.locator("#code").fill(codes.at(clock.now()))
    follow(page, page.get_by_role("button", name="添加验证器"))
    assert page.get_by_text("合成", exact=True).count() == 1
    return codes


def sign_in(page: Any, role: str, codes: pyotp.TOTP | None, *, to: str) -> None:
    page.goto(to)
    page.get_by_label("账号（人员编号）").fill(person(role))
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    if codes:
        page.get_by_label("动态验证码").fill(codes.at(clock.now() + NEXT_CODE))
    follow(page, page.locator("main").get_by_role("button"))


def person(role: str) -> str:
    return f"SYN-{role}-{unit_of(role) or 'bureau'}"


def unit_of(role: str) -> str | None:
    return "DT" if role in OF_A_UNIT else None


OFTEN = frozenset({"officer", "captain", "legal", "leader"})


@pytest.mark.parametrize("role", [*sorted(OFTEN), *at_length(sorted(POSTS.keys() - OFTEN))])
def test_a_person_of_each_role_comes_in_once_by_link_meets_their_forms_and_no_others_and_leaves(
    bureau: Suite, browser: Any, role: str
) -> None:
    registers = catalogue.REGISTERS.values()
    readable = {address(one) for one in registers if permissions.is_reader(one, role)}
    own = {address(one) for one in registers if authorization.may_take(one.opening, role)}
    link = bureau.people.link(role, unit_of(role))
    with browsing(bureau, browser) as page, browsing(bureau, browser) as another:
        assert page.goto("/account").status == 401
        choose_a_password(page, link)
        assert page.url == f"{bureau.address}/work"
        assert POSTS[role] in page.locator("header").inner_text()
        assert another.goto(f"/signin?link={link}").status == 401, "a link works once"

        page.goto("/registers")
        assert links(page, ".shelf .name a") == readable
        assert {one.removesuffix("/new") for one in links(page, '.shelf a[href*="/new"]')} == own & readable
        for register in sorted({address(one) for one in registers})[::11]:
            assert page.goto(register).status == (200 if register in readable else 403), register
            assert page.goto(f"{register}/new").status == (200 if register in own else 403), register
        codes = add_an_authenticator(page) if role in SECOND_FACTOR_ROLES else None

        page.goto("/")
        secret = cookie_of(page)
        assert is_open(bureau, secret)
        follow(page, page.get_by_role("button", name="退出"))
        assert not cookie_of(page)
        until(lambda: not is_open(bureau, secret), "a copied cookie opens nothing")
        page.go_back()
        assert page.reload().status == 401, "the Back button shows nothing of it"

        sign_in(page, role, codes, to="/due")
        assert page.url.partition("?")[0] == f"{bureau.address}/due", "sign-in leads to the page that was asked for"
