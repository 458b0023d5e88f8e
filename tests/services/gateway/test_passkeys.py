"""Passkeys at the gateway's door: what is shown once opens once, for its account, at its address."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from services.chassis.storage.store import Store
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.guesses import Guesses
from services.gateway.accounts.passkeys.party import RelyingParty, relying_party
from services.gateway.accounts.passkeys.passkeys import PASSKEY
from services.gateway.accounts.recoveries import Recoveries
from services.gateway.accounts.sessions import Origin
from services.gateway.accounts.sign_in import FREE_TRIES
from services.gateway.http import cookies, csrf, routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import NOBODY
from services.gateway.web.addresses import HOME
from services.gateway.web.people.account_page import AccountPage
from services.gateway.web.people.passkeys import PasskeyScript
from services.gateway.web.people.sign_in import SignIn
from services.gateway.web.problem import ProblemPages
from services.gateway.web.style import Style
from tests.office import Office, migrated_store
from tests.services.gateway.soft_passkey import SoftPasskey
from tests.services.gateway.test_accounts import HERE, KEY, OTHER, PASSWORD, Bureau

PUBLIC = "https://campaign.example"
NUMBER = "https://192.0.2.7"


class Door:
    """The pages about who somebody is, at an address."""

    def __init__(self, accounts: Accounts, public_url: str = PUBLIC) -> None:
        self.accounts, self.secret = accounts, ""
        pages = (
            AccountPage(accounts, KEY, public_url),
            SignIn(accounts, KEY, public_url=public_url),
            Style(),
            PasskeyScript(),
        )
        page = ProblemPages(KEY, public_url=public_url).show
        app = App(routing.bind(pages), KEY, accounts.identity.bearer, lambda *_: None, page)
        self.client = Client(app, use_cookies=False)

    def page(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers=self._headers())

    def send(self, path: str, **values: str) -> TestResponse:
        """A form of a page."""
        bearer = self.accounts.identity.bearer(self.secret) if self.secret else NOBODY
        seal = csrf.csrf_token(KEY, bearer)
        return self.client.post(path, data={"_seal": seal, **values}, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        cookie = {"Cookie": f"{cookies.PLAIN}={self.secret}"} if self.secret else {}
        return {"Accept": "text/html", "Accept-Language": "en", **cookie}

    def register(self, secret: str, passkey: SoftPasskey, name: str = "laptop") -> TestResponse:
        """Somebody adds a passkey in a session of theirs."""
        self.secret = secret
        options, challenge = offer_on(self.page("/account"))
        response = self.send("/account/passkey", name=name, passkey=passkey.make(options), challenge=challenge)
        self.secret = ""
        return response

    def come_in(self, passkey: SoftPasskey, **more: str) -> TestResponse:
        """Somebody signs in by a passkey alone."""
        options, challenge = offer_on(self.page("/signin"))
        return self.send("/signin", passkey=passkey.show(options), challenge=challenge, **more)


def offer_on(page: TestResponse) -> tuple[str, str]:
    """What a page asks a browser for, and the sealed challenge."""
    options = html.unescape(re.findall(r'data-options="([^"]*)"', page.text)[0])
    return options, re.findall(r'name="challenge" value="([^"]*)"', page.text)[0]


@pytest.fixture
def bureau(office: Office, tmp_path: Path) -> Iterator[Bureau]:
    """A bureau with a captain and an officer, over files."""
    store = migrated_store(f"sqlite:///{tmp_path}/view.db")
    yield furnish(office, store)
    store.close()


def furnish(office: Office, store: Store) -> Bureau:
    office.unit("BGS", kind="section")
    office.person("CAP", "DT", role="captain")
    office.person("OFF", "DT")
    return Bureau(office, store)


@pytest.fixture
def passkey(bureau: Bureau) -> SoftPasskey:
    """The officer's passkey."""
    one = SoftPasskey("OFF", PUBLIC)
    assert Door(bureau.accounts).register(bureau.invite("OFF"), one).status_code == 303
    return one


@pytest.fixture
def door(bureau: Bureau, passkey: SoftPasskey) -> Door:
    """The door, after the officer has registered a passkey."""
    assert [one.kind for one in bureau.accounts.factors.of(passkey.account)] == [PASSKEY]
    return Door(bureau.accounts)


def is_refused(response: TestResponse, words: str = "This passkey opens nothing here") -> bool:
    return response.status_code == 401 and words in response.text and "Set-Cookie" not in response.headers


def test_who_asked_for_no_page_lands_on_what_waits_for_them(door: Door, passkey: SoftPasskey) -> None:
    assert door.come_in(passkey).headers["Location"] == HOME
    assert door.come_in(passkey, next="").headers["Location"] == HOME
    assert door.come_in(passkey, next="/?lang=en").headers["Location"] == "/?lang=en"


def test_a_passkey_alone_opens_a_strong_session_and_is_listed_with_its_date(door: Door, passkey: SoftPasskey) -> None:
    response = door.come_in(passkey, next="/due")
    assert (response.status_code, response.headers["Location"]) == (303, "/due")
    (one,) = [one for one in door.accounts.sessions.of("OFF") if one.used_at and one.address != HERE.address]
    assert one.strong
    door.secret = response.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    assert "laptop" in door.page("/account").text
    (factor,) = door.accounts.factors.of("OFF")
    assert factor.used_at
    assert door.send("/account/factor", id=factor.id).status_code == 303
    door.secret = ""
    assert is_refused(door.come_in(passkey))


def test_after_the_password_it_is_the_second_factor_and_no_other_account_has_it(
    door: Door, passkey: SoftPasskey, bureau: Bureau
) -> None:
    page = door.send("/signin", name="OFF", password=PASSWORD)
    assert page.status_code == 401
    options, challenge = offer_on(page)
    assert "allowCredentials" in options
    others = SoftPasskey("CAP", PUBLIC, b"captain's")
    assert door.register(bureau.invite("CAP"), others).status_code == 303
    assert is_refused(door.send("/signin", passkey=others.show(options), challenge=challenge))
    assert door.send("/signin", passkey=passkey.show(options), challenge=challenge).status_code == 303
    others.account = "OFF"
    assert is_refused(door.come_in(others)), "another's credential opens no account that it names"


def test_what_was_shown_opens_once(door: Door, passkey: SoftPasskey) -> None:
    options, challenge = offer_on(door.page("/signin"))
    said = passkey.show(options)
    assert door.send("/signin", passkey=said, challenge=challenge).status_code == 303
    assert is_refused(door.send("/signin", passkey=said, challenge=challenge))
    assert door.come_in(passkey).status_code == 303, "a new challenge opens again"


def test_a_passkey_and_its_count_are_kept_by_both_databases(office: Office, store: Store) -> None:
    bureau, one = furnish(office, store), SoftPasskey("OFF", PUBLIC, count=2**32 - 2)
    door = Door(bureau.accounts)
    assert door.register(bureau.invite("OFF"), one).status_code == 303
    assert is_refused(door.come_in(one))
    one.count += 1
    assert door.come_in(one).status_code == 303


def test_two_gateways_one_ahead_of_the_other_take_it_once(door: Door, passkey: SoftPasskey, later: Any) -> None:
    later(seconds=40)
    options, challenge = offer_on(door.page("/signin"))
    later(seconds=0)
    said = passkey.show(options)
    assert door.send("/signin", passkey=said, challenge=challenge).status_code == 303
    assert is_refused(door.send("/signin", passkey=said, challenge=challenge))


def test_a_challenge_is_good_for_minutes_and_no_other_is(door: Door, passkey: SoftPasskey, later: Any) -> None:
    options, challenge = offer_on(door.page("/signin"))
    said = passkey.show(options)
    for wrong in ("", "x", challenge[:-4] + "AAA="):
        assert is_refused(door.send("/signin", passkey=said, challenge=wrong), "open too long")
    _, another = offer_on(door.page("/signin"))
    assert is_refused(door.send("/signin", passkey=said, challenge=another))
    later(minutes=6)
    assert is_refused(door.send("/signin", passkey=said, challenge=challenge), "open too long")


LIES: tuple[dict[str, Any], ...] = (
    {"account": "NOBODY"},
    {"account": "CAP"},
    {"account": ""},
    {"id": b"another"},
    {"origin": "https://evil.example"},
    {"origin": "http://campaign.example"},
    {"party": "evil.example"},
    {"verified": False},
)


def test_of_another_site_unverified_or_of_nobody_it_opens_nothing(
    door: Door, passkey: SoftPasskey, bureau: Bureau
) -> None:
    bureau.invite("CAP")
    for lie in LIES:
        assert is_refused(door.come_in(replace(passkey, **lie))), lie
    assert door.come_in(passkey).status_code == 303


def test_a_count_that_does_not_go_up_is_a_copy(door: Door, passkey: SoftPasskey) -> None:
    passkey.count = 2**32 - 2
    assert door.come_in(passkey).status_code == 303
    for count in (2**32 - 2, 1, 0):
        passkey.count = count
        assert is_refused(door.come_in(passkey))
    passkey.count = 2**32 - 1
    assert door.come_in(passkey).status_code == 303


SAID = ("x", "[]", "{}", '{"response": 1}', "[" * 19_000, '{"id": "\\u0000"}', "x" * 30_000)


def test_what_is_no_answer_of_a_browser_is_refused_in_the_same_words(door: Door) -> None:
    _, challenge = offer_on(door.page("/signin"))
    for said in SAID:
        assert is_refused(door.send("/signin", passkey=said, challenge=challenge)), said[:20]


def test_wrong_ones_lock_their_account_but_a_strangers_do_not_and_are_counted_by_address(
    door: Door, passkey: SoftPasskey
) -> None:
    stranger = SoftPasskey("OFF", PUBLIC, b"stranger's")
    for _ in range(FREE_TRIES + 1):
        assert is_refused(door.come_in(stranger))
    assert door.come_in(passkey).status_code == 303
    passkey.verified = False
    for _ in range(FREE_TRIES):
        assert is_refused(door.come_in(passkey))
    passkey.verified = True
    assert door.come_in(passkey).status_code == 429
    door.accounts.guesses = Guesses(most=2)
    assert [door.come_in(stranger).status_code for _ in range(3)] == [401, 401, 429]
    assert "from this network address" in door.come_in(stranger).text
    assert door.accounts.directory.get("OFF").locked_until


def test_a_closed_account_is_not_opened(door: Door, passkey: SoftPasskey, bureau: Bureau) -> None:
    bureau.accounts.close("OFF", by="founder:first")
    assert is_refused(door.come_in(passkey))


def test_a_link_opens_no_account_that_has_a_passkey_without_it(door: Door, passkey: SoftPasskey) -> None:
    link = door.accounts.renew_link("OFF", by="founder:first")
    form = {"link": link, "password": OTHER, "again": OTHER}
    assert door.send("/signin", **form).status_code == 401
    options, challenge = offer_on(door.page(f"/signin?link={link}"))
    others = SoftPasskey("OFF", PUBLIC, b"stranger's")
    assert is_refused(door.send("/signin", **form, passkey=others.show(options), challenge=challenge))
    assert door.send("/signin", **form, passkey=passkey.show(options), challenge=challenge).status_code == 303


def test_a_post_that_asks_for_a_factor_takes_a_passkey_and_a_password_alone_adds_none(bureau: Bureau) -> None:
    accounts = bureau.accounts
    accounts.identity.strong_roles = frozenset({"captain"})
    strong, door, own = bureau.invite("CAP"), Door(accounts), SoftPasskey("CAP", PUBLIC)
    weak = accounts.sessions.begin("CAP", Origin("192.0.2.9"))
    accounts.identity.strong_roles = frozenset()
    bureau.bearer(weak)
    accounts.identity.strong_roles = frozenset({"captain"})
    assert door.register(weak, own).status_code == 401
    assert door.register(strong, own).status_code == 303
    assert door.register(strong, own).status_code == 409, "it is there already"
    assert door.come_in(own).status_code == 303
    (factor,) = accounts.factors.of("CAP")
    door.secret = strong
    assert door.send("/account/factor", id=factor.id).status_code == 409, "the last one stays"


def test_no_passkey_is_made_for_another_site_another_person_or_without_asking_its_holder(bureau: Bureau) -> None:
    one, captain, door = SoftPasskey("OFF", PUBLIC), bureau.invite("CAP"), Door(bureau.accounts)
    secret = bureau.invite("OFF")
    for lie in LIES[4:]:
        assert door.register(secret, replace(one, **lie)).status_code == 422, lie
    door.secret = captain
    options, challenge = offer_on(door.page("/account"))
    door.secret = secret
    form = {"name": "x", "passkey": one.make(options), "challenge": challenge}
    assert door.send("/account/passkey", **form).status_code == 422
    assert not bureau.accounts.factors.of("OFF")


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("http://localhost:8765", RelyingParty("localhost", "http://localhost:8765")),
        ("https://Campaign.example:443", RelyingParty("campaign.example", "https://campaign.example")),
        ("https://campaign.example:8443/", RelyingParty("campaign.example", "https://campaign.example:8443")),
        ("http://campaign.example", None),
        ("http://127.0.0.1:8765", None),
        ("https://[::1]:8765", None),
        (NUMBER, None),
        ("", None),
    ],
)
def test_a_relying_party_has_a_name_and_tls(address: str, party: RelyingParty | None) -> None:
    assert relying_party(address) == party


def test_at_a_number_the_pages_say_why_there_are_none_and_run_no_script(bureau: Bureau) -> None:
    door = Door(bureau.accounts, NUMBER)
    door.secret = bureau.invite("OFF")
    for path in ("/signin", "/account"):
        page = door.page(path)
        assert "There are no passkeys at an address of numbers" in page.text
        assert "script" not in page.text + page.headers["Content-Security-Policy"]
    assert door.send("/account/passkey", name="x", passkey="{}").status_code == 401
    door.secret = ""
    assert is_refused(door.send("/signin", passkey="{}", challenge=""), "open too long")


def test_one_script_runs_on_the_pages_that_ask_for_a_passkey_and_its_policy_names_it(door: Door) -> None:
    policy = f"script-src {PUBLIC}/passkeys.js"
    for path in ("/signin", "/account"):  # the latter asks who is there
        page = door.page(path)
        assert page.headers["Content-Security-Policy"].endswith(policy)
        assert re.findall(r"<script[^>]*>", page.text) == ['<script src="/passkeys.js" defer>']
    script = door.page("/passkeys.js")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert "script-src" not in door.page("/style.css").headers["Content-Security-Policy"]


def test_a_recovery_takes_passkeys_away(bureau: Bureau, passkey: SoftPasskey) -> None:
    recoveries = Recoveries(bureau.accounts.directory.store)
    recoveries.confirm(recoveries.start("OFF", by="one"), by="another")
    assert not bureau.accounts.factors.of("OFF")
    assert is_refused(Door(bureau.accounts).come_in(passkey))
