"""Signing in by the bureau's OpenID provider, a conforming one, over the wire."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest

from contracts.accounts import FOUNDER_ID
from services.chassis.storage.store import Store
from services.gateway.accounts import factors
from services.gateway.accounts.directory import FOUNDER, Directory
from services.gateway.accounts.factors import Factors
from services.gateway.accounts.sessions import Sessions
from services.gateway.web.addresses import HOME
from services.gateway.web.people.provider import CALLBACK
from tests.browser.keyboard import CHROMIUM, NEEDS_CHROMIUM, QUIET
from tests.journeys.openid import Browser, Bureau, bureau, onward, seal
from tests.suite import until

CAPTAIN, ADMINISTRATOR = "SYN-captain-DT", "SYN-administrator-bureau"
PASSWORD = "four six three lanterns"


@pytest.fixture(scope="module")
def office(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """A bureau in which a captain and an administrator have accounts."""
    with bureau(tmp_path_factory.mktemp("home"), broker_uri) as running:
        running.suite.people.link("captain", "DT")
        running.suite.people.link("administrator")
        yield running


@pytest.fixture
def browser(office: Bureau) -> Browser:
    return office.browser()


def accounts(office: Bureau) -> Store:
    return Store(f"sqlite:///{office.suite.home}/data/accounts.db")


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def with_query(address: str, **changed: str | None) -> str:
    """The provider's answer, altered."""
    parts = urlsplit(address)
    query: dict[str, str | None] = {name: values[0] for name, values in parse_qs(parts.query).items()}
    kept = {name: value for name, value in (query | changed).items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


def test_the_button_leads_there_and_back_to_the_page_asked_for(office: Bureau, browser: Browser) -> None:
    page = browser.get("/due")
    assert page.status_code == 401
    assert "用单位账号登录" in page.text
    assert 'href="/signin/provider?next=%2Fdue"' in page.text
    asked = browser.get("/signin/provider?next=/due", allow_redirects=False)
    query = parse_qs(urlsplit(asked.headers["Location"]).query)
    assert (query["response_type"], query["code_challenge_method"]) == (["code"], ["S256"])
    assert query["redirect_uri"] == [f"{browser.gateway}{CALLBACK}"]
    assert "SameSite=Lax" in asked.headers["Set-Cookie"]
    assert "HttpOnly" in asked.headers["Set-Cookie"]

    answer = browser.sign_in(CAPTAIN)
    assert (answer.status_code, onward(answer)) == (200, "/due")
    assert browser.get("/due").status_code == 200
    assert CAPTAIN in browser.get("/account").text
    with closing(accounts(office)) as store:
        session = Sessions(store).of(CAPTAIN)[0]
    assert session.subject == CAPTAIN
    assert session.sid
    assert not session.strong


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_led_elsewhere(browser: Browser, elsewhere: str) -> None:
    assert onward(browser.sign_in(CAPTAIN, next_=elsewhere)) == HOME


def test_who_has_no_account_gets_none_and_is_told_whom_to_ask(office: Bureau, browser: Browser) -> None:
    with closing(accounts(office)) as store:
        Directory(store).add("LEFT", by="tests")
        Directory(store).close("LEFT", by="tests")
        Directory(store).add(FOUNDER_ID, by="tests", kind=FOUNDER)
        before = list(Directory(store).all())
        for person in ("NOBODY", "LEFT", FOUNDER_ID, CAPTAIN.lower()):
            refused = office.browser().sign_in(person)
            assert refused.status_code == 401
            assert "请联系安全管理员开通" in refused.text
            assert 'name="password"' in refused.text, "the password way stays open"
        assert list(Directory(store).all()) == before
    assert not is_signed_in(browser)


def test_who_goes_away_at_the_provider_can_begin_again(browser: Browser) -> None:
    answer = browser.answer("")
    assert "error=access_denied" in answer
    assert browser.get(answer).status_code == 401
    assert browser.sign_in(CAPTAIN).status_code == 200


def test_an_answer_is_good_once_and_in_the_browser_that_asked_alone(office: Bureau, browser: Browser) -> None:
    answer = browser.answer(CAPTAIN)
    thief = office.browser()
    thief.at_the_provider()
    assert thief.get(answer).status_code == 401, "another browser, with a question of its own"
    assert office.browser().get(answer).status_code == 401, "a browser that asked nothing"
    kept = dict(browser.session.cookies.get_dict())
    assert browser.get(answer).status_code == 200
    replay = office.browser()
    replay.session.cookies.update({"campaign-provider": str(kept["campaign-provider"])})
    refused = replay.get(answer)
    assert refused.status_code == 401, "whoever copied the cookie too: the provider takes a code once"
    assert "单位账号登录未能完成" in refused.text
    assert browser.get(answer).status_code == 401
    assert not is_signed_in(thief)
    assert not is_signed_in(replay)


@pytest.mark.parametrize(
    "altered",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"state": "another"},
        {"state": None},
        {"state": "汉字"},
        {"code": "another"},
        {"code": None},
    ],
)
def test_an_answer_that_was_altered_or_is_another_providers_lets_nobody_in(
    browser: Browser, altered: dict[str, str | None]
) -> None:
    answer = with_query(browser.answer(CAPTAIN), **altered)
    assert browser.get(answer).status_code == 401
    assert not is_signed_in(browser)


def test_a_post_that_needs_a_factor_asks_for_the_local_code_unless_the_provider_saw_more(office: Bureau) -> None:
    refused = office.browser().sign_in(ADMINISTRATOR)
    assert refused.status_code == 401, "a password alone, and no factor here to ask for"
    strong = office.browser()
    assert strong.sign_in(ADMINISTRATOR, amr="pwd otp mfa", next_="/accounts").status_code == 200
    assert strong.get("/accounts").status_code == 200

    shared = factors.new_secret()
    totp = pyotp.TOTP(shared)
    with closing(accounts(office)) as store:
        codes = Factors(store, office.suite.key)
        codes.add_totp(ADMINISTRATOR, shared, totp.at(time.time() - 30), "手机")
        weak = office.browser()
        question = weak.sign_in(ADMINISTRATOR, next_="/accounts")
        assert question.status_code == 200
        assert "第二因素" in question.text
        assert not is_signed_in(weak)
        wrong = weak.post("/signin/provider/code", _seal=seal(question), code="not one")
        assert wrong.status_code == 422
        for one in codes.of(ADMINISTRATOR):
            codes.remove(ADMINISTRATOR, one.id)
        codes.add_totp(ADMINISTRATOR, shared, totp.at(time.time() - 30), "手机")
        done = weak.post("/signin/provider/code", _seal=seal(question), code=totp.now())
        for one in codes.of(ADMINISTRATOR):
            codes.remove(ADMINISTRATOR, one.id)
    assert onward(done) == "/accounts"
    assert weak.get("/accounts").status_code == 200
    stranger = office.browser()
    form = seal(stranger.get("/signin"))
    assert stranger.post("/signin/provider/code", _seal=form, code=totp.now()).status_code == 401


def test_signing_out_here_leads_to_signing_out_there_and_back(office: Bureau, browser: Browser) -> None:
    browser.sign_in(CAPTAIN)
    out = browser.post("/signout", _seal=seal(browser.get("/account")))
    assert not is_signed_in(browser)
    assert onward(out).startswith(f"{office.provider.issuer}/session/end?")
    there = browser.get(onward(out))
    back = confirm(browser, there)
    assert back.url.startswith(f"{browser.gateway}/signin")
    again = browser.at_the_provider()
    assert "Name" in again.text, "the provider asks who it is: its session ended too"


def confirm(browser: Browser, page: Any) -> Any:
    """Say yes to the provider's question whether to sign out."""
    action = re.search(r'action="([^"]*)"', page.text)
    secret = re.search(r'name="xsrf" value="([^"]*)"', page.text)
    assert action
    assert secret
    return browser.post(action[1], xsrf=secret[1], logout="yes")


def test_who_signs_out_at_the_provider_is_out_here_in_ten_seconds_and_nobody_else(
    office: Bureau, browser: Browser
) -> None:
    other = office.browser()
    browser.sign_in(CAPTAIN)
    other.sign_in(CAPTAIN)
    assert is_signed_in(browser)
    confirm(browser, browser.get(f"{office.provider.issuer}/session/end"))
    begun = time.monotonic()
    until(lambda: not is_signed_in(browser), "the session ended here")
    assert time.monotonic() - begun < 60
    assert is_signed_in(other), "another session at the provider goes on"


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJTWU4ifQ."])
def test_a_logout_token_that_the_provider_did_not_sign_ends_nothing(
    office: Bureau, browser: Browser, token: str
) -> None:
    browser.sign_in(CAPTAIN)
    form = urlencode({"logout_token": token}).encode()
    kind = "application/x-www-form-urlencoded"
    refused = office.suite.post("/signin/provider/logout", form, token="", Content_Type=kind)
    assert (refused.status, refused.json["slug"]) == (400, "wrong-logout-token")
    assert is_signed_in(browser)


@NEEDS_CHROMIUM
def test_a_browser_arrives_signed_in_though_another_site_led_it_here(office: Bureau) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = chromium.new_context(locale="zh-CN", ignore_https_errors=True).new_page()
        page.goto(f"{office.browser().gateway}/registers")
        page.get_by_role("link", name="用单位账号登录").click()
        page.get_by_label("Name").fill(CAPTAIN)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/registers", timeout=60_000)
        page.get_by_role("button", name="退出").click()
        page.get_by_role("button", name="Yes").click()
        page.wait_for_url("**/signin*", timeout=60_000)
        page.goto(f"{office.browser().gateway}/registers")
        assert page.get_by_role("link", name="用单位账号登录").count() == 1, "signed out"
        chromium.close()


def test_while_the_provider_is_away_the_password_works_and_its_new_keys_are_fetched_after(
    office: Bureau, browser: Browser
) -> None:
    answer = browser.answer(CAPTAIN)
    office.provider.stop()
    away = browser.get(answer)
    assert away.status_code == 503
    assert "单位统一登录服务暂无应答" in away.text
    link = office.suite.people.link("captain", "DT")
    page = browser.get(f"/signin?link={link}")
    chosen = browser.post("/signin", _seal=seal(page), link=link, password=PASSWORD, again=PASSWORD)
    assert chosen.status_code == 200
    by_password = office.browser()
    page = by_password.get("/signin")
    by_password.post("/signin", _seal=seal(page), name=CAPTAIN, password=PASSWORD)
    assert is_signed_in(by_password)

    office.provider.start("RS256", userinfo=False)
    until(lambda: office.browser().sign_in(CAPTAIN).status_code == 200, "the provider's new key is known")
