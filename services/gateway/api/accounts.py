"""Everybody's accounts and the keys of programs: for the administrator, who takes no step of the campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.accounts import Invitation, KeyRequest
from contracts.documents.endpoints import GET, JSON, POST
from contracts.wire import JsonObject
from services.chassis.records.command import PROGRAM
from services.chassis.records.validation import load
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.acts.account_acts import CLOSED, INVITED, KEY, KEY_MADE, LINK, REOPENED, SESSIONS
from services.gateway.accounts.directory import Account
from services.gateway.accounts.keys import Key
from services.gateway.accounts.sessions import Session
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

ALL, KEYS, GROUP = "/v1/accounts", "/v1/keys", "accounts"
ADMINISTRATOR = frozenset({"administrator"})
PRIVATE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class ShownPage:
    """Some accounts or keys as the administrator sees them, and the pages on both sides."""

    items: list[JsonObject]
    turns: Turns


@dataclass
class AccountAdmin:
    """What the administrator does."""

    accounts: Accounts

    @Route(
        GET,
        ALL,
        "accounts",
        ADMINISTRATOR,
        "账号 / Accounts",
        "Accounts",
        "cursor, limit, q",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def show(self, request: ApiRequest) -> Response:
        """A page of accounts: of whom, with which posts today, whether it is open, whether it has a password.

        What is looked for (`q`) is how their ids begin.
        """
        page = self.page(request)
        return responses.answer({"items": page.items, **vars(page.turns)}, **PRIVATE, **page.turns.links(request))

    def page(self, request: ApiRequest) -> ShownPage:
        """The accounts that a request asks for. Raises Invalid."""
        asked = AskedWindow(request, CURSOR, ("accounts",))
        window = asked.window(paging.rows_asked(request), 1)
        page = self.accounts.directory.page(request.query.get("q", "").strip(), window)
        return ShownPage(self.describe(*page.rows), asked.turns(page.part))

    @Route(
        POST,
        ALL,
        "invite",
        ADMINISTRATOR,
        "开通账号 / Make an account",
        "NewLink",
        takes=(JSON,),
        body="Invitation",
        status=201,
        others=(400, 404, 409, 422),
        group=GROUP,
    )
    def invite(self, request: ApiRequest) -> Response:
        """An account for a person on strength; the link by which they choose a password works once."""
        person = load(Invitation, request.json(), "invitation")["person"]
        link = self.accounts.invite(person, by=request.bearer.id)
        request.acts.record_done("account_changed", account=person, about=INVITED)
        return responses.answer({"account": person, "link": link}, 201, **PRIVATE)

    @Route(
        POST,
        f"{ALL}/{{account}}/link",
        "renew_link",
        ADMINISTRATOR,
        "重发链接 / Another link",
        "NewLink",
        status=201,
        others=(404,),
        group=GROUP,
    )
    def renew_link(self, request: ApiRequest) -> Response:
        """Another link, for who lost the password or never chose one; the one before works no more."""
        account = request.path["account"]
        link = self.accounts.renew_link(account, by=request.bearer.id)
        request.acts.record_done("account_changed", account=account, about=LINK)
        return responses.answer({"account": account, "link": link}, 201, **PRIVATE)

    @Route(
        POST,
        f"{ALL}/{{account}}/close",
        "close_account",
        ADMINISTRATOR,
        "停用账号 / Close an account",
        "Account",
        others=(404, 409),
        group=GROUP,
    )
    def close(self, request: ApiRequest) -> Response:
        """Let an account be used no longer; whoever is signed in with it is signed out."""
        self.accounts.close(request.path["account"], by=request.bearer.id)
        request.acts.record_done("account_changed", account=request.path["account"], about=CLOSED)
        return self._answer(request.path["account"])

    @Route(
        POST,
        f"{ALL}/{{account}}/reopen",
        "reopen_account",
        ADMINISTRATOR,
        "恢复账号 / Open an account again",
        "Account",
        others=(404,),
        group=GROUP,
    )
    def reopen(self, request: ApiRequest) -> Response:
        """Let an account be used again, also one that was locked by wrong passwords."""
        self.accounts.reopen(request.path["account"])
        request.acts.record_done("account_changed", account=request.path["account"], about=REOPENED)
        return self._answer(request.path["account"])

    @Route(
        POST,
        f"{ALL}/{{account}}/sign-out",
        "sign_out_account",
        ADMINISTRATOR,
        "强制退出 / Sign an account out",
        "Account",
        others=(404,),
        group=GROUP,
    )
    def sign_out(self, request: ApiRequest) -> Response:
        """End every session of an account."""
        self.accounts.directory.get(request.path["account"])
        self.accounts.end_sessions(request.path["account"], by=request.bearer.id)
        request.acts.record_done("revoked", account=request.path["account"], about=SESSIONS)
        return self._answer(request.path["account"])

    @Route(
        GET,
        KEYS,
        "keys",
        ADMINISTRATOR,
        "程序密钥 / Keys of programs",
        "Keys",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def keys(self, request: ApiRequest) -> Response:
        """A page of keys: for which role and unit, until when, when each was used last; never the key itself."""
        page = self.page_of_keys(request)
        return responses.answer({"items": page.items, **vars(page.turns)}, **PRIVATE, **page.turns.links(request))

    def page_of_keys(self, request: ApiRequest, name: str = CURSOR) -> ShownPage:
        """The keys that a request asks for, by the cursor of this name. Raises BadCursor."""
        asked = AskedWindow(request, name, ("keys",))
        page = self.accounts.keys.page(asked.window(paging.rows_asked(request), 1))
        return ShownPage([key_shown(one) for one in page.rows], asked.turns(page.part))

    @Route(
        POST,
        KEYS,
        "make_key",
        ADMINISTRATOR,
        "新建密钥 / Make a key",
        "NewKey",
        takes=(JSON,),
        body="KeyRequest",
        status=201,
        others=(400, 409, 422),
        group=GROUP,
    )
    def make_key(self, request: ApiRequest) -> Response:
        """A key for a program; it is shown this once."""
        asked = load(KeyRequest, request.json(), "key")
        key = self.accounts.make_key(asked, by=request.bearer.id)
        request.acts.record_done("account_changed", account=f"{PROGRAM}{asked['name']}", about=KEY_MADE)
        return responses.answer({"name": asked["name"], "key": key}, 201, **PRIVATE)

    @Route(
        POST,
        f"{KEYS}/{{key}}/revoke",
        "revoke_key",
        ADMINISTRATOR,
        "吊销密钥 / Revoke a key",
        "Nothing",
        others=(404,),
        group=GROUP,
    )
    def revoke_key(self, request: ApiRequest) -> Response:
        """Let a key open nothing any more."""
        self.accounts.keys.revoke(request.path["key"], by=request.bearer.id)
        self.accounts.identity.forget()
        request.acts.record_done("revoked", account=f"{PROGRAM}{request.path['key']}", about=KEY)
        return responses.answer({})

    def _answer(self, id_: str) -> Response:
        return responses.answer(self.describe(self.accounts.directory.get(id_))[0], **PRIVATE)

    def describe(self, *accounts: Account) -> list[JsonObject]:
        """Accounts as the administrator sees them."""
        sessions = self.accounts.sessions.of_each([one.id for one in accounts])
        return [self._describe(one, sessions[one.id]) for one in accounts]

    def _describe(self, account: Account, sessions: Sequence[Session]) -> JsonObject:
        return {
            "id": account.id,
            "kind": account.kind,
            "posts": [one.name for one in self.accounts.identity.posts_of(account)],
            "open": account.open,
            "has_password": account.password is not None,
            "locked_until": account.locked_until,
            "sessions": len(sessions),
            "used_at": max((one.used_at for one in sessions), default=None),
            "made_at": account.made_at,
            "made_by": account.made_by,
        }


def key_shown(key: Key) -> JsonObject:
    """A key as the administrator sees it."""
    names = ("role", "unit", "made_at", "made_by", "until", "used_at", "revoked_at", "revoked_by")
    return {"name": key.id, "lasts": key.lasts} | {name: getattr(key, name) for name in names}
