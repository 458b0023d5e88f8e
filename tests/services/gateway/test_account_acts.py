"""Who came in, who did not, who left, and what became of accounts: on record, by interface and by page alike."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from contracts.accounts import FOUNDER_ID
from contracts.audit.acts import ACTS
from services.gateway.api.accounts import AccountAdmin
from services.gateway.api.own_account import OwnAccount
from services.gateway.api.recoveries import RecoveryRoutes
from services.gateway.http import cookies, csrf, routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import NOBODY
from services.gateway.web.people.account_page import AccountPage
from services.gateway.web.people.accounts_page import AccountsPage
from services.gateway.web.people.sign_in import SignIn
from services.gateway.web.problem import ProblemPages
from tests.acts import JournalledActs
from tests.services.gateway.test_accounts import HERE, KEY, OTHER, PASSWORD
from tests.services.gateway.test_recoveries import PUBLIC, Desk, office_desk

__all__ = ["office_desk"]
ROOT = Path(__file__).resolve().parents[3]
TYPED = "seven-13812345678-umbrellas"
WAITING = {"report_issued", "pack_made", "audit_read", "entry_forgotten"}
"""Acts of the audit log's own service, and of addresses that stand elsewhere: their own tests see them."""


class Door:
    """The pages and addresses about accounts, on record."""

    def __init__(self, desk: Desk, home: Path) -> None:
        self.desk, self.acts, accounts = desk, JournalledActs("gateway", home), desk.accounts
        resources = (
            OwnAccount(accounts),
            AccountAdmin(accounts),
            RecoveryRoutes(desk.desk),
            SignIn(accounts, KEY),
            AccountPage(accounts, KEY, PUBLIC),
            AccountsPage(accounts, KEY, PUBLIC),
        )
        identify, page = accounts.identity.bearer, ProblemPages(KEY).show
        app = App(routing.bind(resources), KEY, identify, page=page, trail=self.acts)
        self.client = Client(app, use_cookies=False)
        self.founder = accounts.sessions.begin(FOUNDER_ID, HERE, strong=True)

    def ask(self, path: str, body: Any = None, secret: str = "") -> TestResponse:
        """An answer to a program."""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return self.client.post(path, json=body, headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"})

    def send(self, path: str, secret: str = "", **values: str) -> TestResponse:
        """A form of a page."""
        seal = {"_seal": csrf.csrf_token(KEY, self.desk.bureau.bearer(secret) if secret else NOBODY)}
        cookie = {"Cookie": f"{cookies.PLAIN}={secret}"} if secret else {}
        return self.client.post(path, data={**seal, **values}, headers={"Accept": "text/html", **cookie})

    def acts_in_short(self) -> list[tuple[str, ...]]:
        """Every act: which, by whom, about which account, what or why."""
        return [
            (
                one.type.split(".")[2],
                one.actor,
                one.data.get("account", ""),
                one.data.get("about") or one.data.get("problem", ""),
            )
            for one in self.acts.events()
        ]


@pytest.fixture
def door(office_desk: Desk, tmp_path: Path) -> Door:
    """Where people come in."""
    return Door(office_desk, tmp_path)


def test_who_signs_in_and_out_is_on_record_with_address_and_way(door: Door) -> None:
    door.desk.bureau.invite("CAP")
    secret = door.ask("/v1/sessions", {"name": "CAP", "password": PASSWORD}).get_json()["token"]
    assert door.acts.events("signed_in")[0].data["address"] == "192.0.2.7"
    assert door.acts.events("signed_in")[0].post == "captain@DT"
    session = door.desk.bureau.bearer(secret).session
    assert door.ask(f"/v1/account/sessions/{session}/end", secret=secret).status_code == 200
    answer = door.send("/signin", name="CAP", password=PASSWORD)
    assert answer.status_code == 303
    secret = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    assert door.send("/signout", secret).status_code == 303
    came, left = ("signed_in", "CAP", "CAP", "password"), ("signed_out", "CAP", "CAP", "")
    assert door.acts_in_short() == [came, left, came, left]


@pytest.mark.parametrize("by_page", [False, True])
def test_who_is_not_let_in_is_on_record_by_an_account_that_there_is_and_never_as_typed(
    door: Door, *, by_page: bool
) -> None:
    door.desk.bureau.invite("CAP")
    for name in ("cap", TYPED):
        if by_page:
            door.send("/signin", name=name, password="wrong")
        else:
            door.ask("/v1/sessions", {"name": name, "password": "wrong"})
    wrong = "wrong-credentials"
    assert door.acts_in_short() == [
        ("sign_in_failed", "anonymous", "CAP", wrong),
        ("sign_in_failed", "anonymous", "", wrong),
    ]
    assert TYPED not in str(door.acts.events())


def test_without_a_record_nobody_comes_in(door: Door) -> None:
    door.desk.bureau.invite("CAP")
    before = len(door.desk.accounts.sessions.of("CAP"))
    door.acts.store.damage.note("a page is torn")
    for answer in (
        door.ask("/v1/sessions", {"name": "CAP", "password": PASSWORD}),
        door.send("/signin", name="CAP", password=PASSWORD),
    ):
        assert answer.status_code == 503
        assert "fss_" not in answer.text + str(answer.headers)
    assert len(door.desk.accounts.sessions.of("CAP")) == before


def test_what_the_administrator_does_to_accounts_and_keys_is_on_record_by_page_and_address_alike(door: Door) -> None:
    key = {"name": "scanner", "role": "clerk", "unit": "DT"}
    for path, body in (
        ("/v1/accounts", {"person": "CAP"}),
        ("/v1/accounts/CAP/link", None),
        ("/v1/accounts/CAP/close", None),
        ("/v1/accounts/CAP/reopen", None),
        ("/v1/accounts/CAP/sign-out", None),
        ("/v1/accounts/OFF/recovery", None),
        ("/v1/keys", key),
        ("/v1/keys/scanner/revoke", None),
    ):
        assert door.ask(path, body, door.founder).status_code < 300, path
    by_address = door.acts_in_short()
    for path, values in (
        ("/accounts/invite", {"person": "FAR"}),
        ("/accounts/link", {"account": "FAR"}),
        ("/accounts/close", {"account": "FAR"}),
        ("/accounts/reopen", {"account": "FAR"}),
        ("/accounts/sign-out", {"account": "FAR"}),
        ("/accounts/key", key | {"name": "other"}),
        ("/accounts/revoke", {"key": "other"}),
    ):
        assert door.send(path, door.founder, **values).status_code < 400, path
    by_page = door.acts_in_short()[len(by_address) :]
    assert [(act, about) for act, _, _, about in by_address] == [
        ("account_changed", "invited"),
        ("account_changed", "link"),
        ("account_changed", "closed"),
        ("account_changed", "reopened"),
        ("revoked", "sessions"),
        ("account_changed", "recovery started"),
        ("account_changed", "key made"),
        ("revoked", "key"),
    ]
    assert [(act, about) for act, _, _, about in by_page] == [
        (act, about) for act, _, _, about in by_address if about != "recovery started"
    ]
    assert {actor for _, actor, _, _ in (*by_address, *by_page)} == {FOUNDER_ID}
    assert (by_address[0][2], by_page[0][2], by_address[-1][2]) == ("CAP", "FAR", "key:scanner")


def test_who_does_not_look_after_accounts_is_denied_on_record(door: Door) -> None:
    secret = door.desk.bureau.invite("CAP")
    assert door.ask("/v1/accounts/OFF/close", secret=secret).status_code == 403
    assert door.send("/accounts/close", secret, account="OFF").status_code == 403
    assert door.acts_in_short() == [("denied", "CAP", "", "forbidden")] * 2


def test_who_changes_their_own_account_is_on_record(door: Door) -> None:
    secret = door.desk.bureau.invite("CAP")
    assert door.ask("/v1/account/password", {"password": PASSWORD, "new": OTHER}, secret).status_code == 200
    assert door.ask("/v1/account/post", {"post": "captain@DT"}, secret).status_code == 200
    assert door.send("/account/post", secret, post="captain@DT").status_code == 303
    assert door.acts_in_short() == [
        ("account_changed", "CAP", "CAP", "password"),
        ("role_changed", "CAP", "CAP", "captain@DT"),
        ("role_changed", "CAP", "CAP", "captain@DT"),
    ]


def recorded_acts() -> set[str]:
    """The acts that the code names as text: where they are put on record."""
    files = [one for one in (ROOT / "services").rglob("*.py") if "gateway/audit" not in str(one)]
    trees = (ast.parse(one.read_text(encoding="utf-8")) for one in files)
    return {
        node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in ACTS
    }


def test_every_act_is_put_on_record_somewhere() -> None:
    assert set(ACTS) - recorded_acts() - WAITING == set()
