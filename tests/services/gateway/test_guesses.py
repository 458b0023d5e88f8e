"""Guessing at many accounts from one address, and many people who sign in at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from werkzeug.http import parse_cookie

from contracts.errors import Unauthenticated
from services.chassis.base import clock
from services.gateway.accounts import passwords
from services.gateway.accounts.accounts import Accounts, open_accounts
from services.gateway.accounts.guesses import WINDOW, Guesses, TooManyGuesses
from services.gateway.accounts.passwords import AT_ONCE, SignInsBusy
from services.gateway.accounts.sessions import Origin
from services.gateway.accounts.sign_in import WorksNoMore, WrongCredentials
from services.gateway.read_model.staff_posts import StaffPosts
from tests.people import account_store
from tests.services.gateway.gateway_client import KEY, FilledForm, GatewayClient, without_tags

PASSWORD, MOST = "four six three lanterns", 10
OFFICE, HOME = Origin("192.0.2.1"), Origin("198.51.100.7")


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is set."""
    now = [1000.0]
    monkeypatch.setattr(clock, "ticks", lambda: now[0])
    return now


@pytest.fixture
def accounts(gateway: GatewayClient) -> Iterator[Accounts]:
    """Accounts of which the officer of the squadron has one, beside a view."""
    store = account_store(gateway.store)
    accounts = open_accounts(store, StaffPosts(gateway.read_model), KEY, MOST)
    accounts.desk.with_link(accounts.invite("DT-01", by="founder:first"), PASSWORD, HOME)
    yield accounts
    store.close()


def guess(accounts: Accounts, name: str, origin: Origin = OFFICE) -> str:
    """One password on one account; how it was refused."""
    try:
        return accounts.sign_in(name, "seven wet umbrellas", origin)
    except (WrongCredentials, TooManyGuesses) as problem:
        return problem.slug


def test_one_password_on_a_thousand_accounts_is_looked_at_for_some_then_one_at_a_time(
    accounts: Accounts, ticks: list[float]
) -> None:
    answers = [guess(accounts, f"XX-{number}") for number in range(1000)]
    assert answers == ["wrong-credentials"] * MOST + ["too-many-guesses"] * (1000 - MOST)
    with pytest.raises(TooManyGuesses) as refused:
        accounts.sign_in("XX-1000", PASSWORD, OFFICE)
    assert refused.value.wait == WINDOW / MOST
    ticks[0] += refused.value.wait
    assert [guess(accounts, name) for name in ("XX-1", "XX-2")] == ["wrong-credentials", "too-many-guesses"]


def test_a_thousand_at_once_are_looked_at_no_more_often(accounts: Accounts, ticks: list[float]) -> None:
    assert ticks
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda number: guess(accounts, f"XX-{number}"), range(200)))
    assert answers.count("wrong-credentials") == MOST


def test_who_signs_in_right_costs_an_office_nothing_and_from_a_limited_address_waits_too(
    accounts: Accounts, ticks: list[float]
) -> None:
    assert ticks
    for _ in range(MOST * 3):
        assert accounts.sign_in("DT-01", PASSWORD, OFFICE)
    for number in range(MOST):
        guess(accounts, f"XX-{number}")
    with pytest.raises(TooManyGuesses):
        accounts.sign_in("DT-01", PASSWORD, OFFICE)
    assert accounts.sign_in("DT-01", PASSWORD, HOME), "another address is another matter"


def test_links_are_guessed_at_no_quicker(accounts: Accounts, ticks: list[float]) -> None:
    assert ticks
    for _ in range(MOST):
        with pytest.raises(WorksNoMore):
            accounts.sign_in_by_link("no link", PASSWORD, OFFICE)
    assert guess(accounts, "DT-01") == "too-many-guesses"


def test_what_is_no_wrong_try_is_not_counted(ticks: list[float]) -> None:
    assert ticks
    guesses = Guesses(1)
    for error in (Unauthenticated, KeyError, KeyboardInterrupt):
        with suppress(error), guesses.count("192.0.2.1", WrongCredentials):
            raise error
    with guesses.count("192.0.2.1", WrongCredentials):
        pass


def test_so_many_passwords_are_looked_at_at_a_time_and_others_are_told_to_come_again(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    for _ in range(AT_ONCE):
        assert passwords._TURNS.acquire(timeout=60)
    try:
        with pytest.raises(SignInsBusy) as refused:
            accounts.sign_in("DT-01", PASSWORD, OFFICE)
        assert (refused.value.status, refused.value.wait) == (503, 1)
    finally:
        for _ in range(AT_ONCE):
            passwords._TURNS.release()
    with ThreadPoolExecutor(AT_ONCE * 2) as threads:
        monkeypatch.setattr(passwords, "PATIENCE", 60)
        assert all(threads.map(lambda _: accounts.sign_in("DT-01", PASSWORD, OFFICE), range(AT_ONCE * 4)))


def test_who_signs_in_anew_leaves_the_session_that_the_browser_had(gateway: GatewayClient, accounts: Accounts) -> None:
    elsewhere = accounts.sign_in("DT-01", PASSWORD, HOME)
    form = FilledForm(gateway.client.get("/signin").text).fill_in({"name": "DT-01", "password": PASSWORD})
    first, second = "", ""
    for _ in range(2):
        answer = gateway.client.post("/signin", data=form, headers={"Cookie": f"campaign={second}"})
        first, second = second, parse_cookie(answer.headers["Set-Cookie"])["campaign"]
    assert accounts.sessions.find(first) is None
    assert accounts.sessions.find(second)
    assert accounts.sessions.find(elsewhere), "only what this browser had"


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "登录失败次数过多"), ("en", "too many wrong tries")])
def test_the_page_says_when_to_try_again_and_keeps_where_to_go_on(
    gateway: GatewayClient, ticks: list[float], lang: str, words: str
) -> None:
    assert ticks
    headers = {"Accept": "text/html", "Accept-Language": lang}
    page = gateway.client.get("/signin?next=/due", headers=headers)
    form = FilledForm(page.text).fill_in({"name": "DT-01", "password": "seven wet umbrellas"})
    for number in range(60):
        form["name"] = f"XX-{number}"
        assert gateway.client.post("/signin", data=form, headers=headers).status_code == 401
    refused = gateway.client.post("/signin", data=form, headers=headers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "15")
    assert words in without_tags(refused.text)
    again = clock.now().astimezone(clock.SHANGHAI)
    assert f"{again:%Y-%m-%d}" in without_tags(refused.text)
    assert 'name="next" value="/due"' in refused.text
