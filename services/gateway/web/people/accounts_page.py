"""Everybody's accounts and programs' keys, for the administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.accounts import Invitation, KeyRequest
from contracts.errors import Forbidden, Invalid, Problem, Refused, Unknown
from services.chassis.records.command import PROGRAM
from services.chassis.records.validation import load
from services.gateway.accounts import moments
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.acts.account_acts import (
    CLOSED,
    CONFIRMED,
    INVITED,
    KEY,
    KEY_MADE,
    LINK,
    REOPENED,
    SESSIONS,
    STARTED,
)
from services.gateway.accounts.recovery_desk import RecoveryDesk
from services.gateway.api.accounts import ADMINISTRATOR, AccountAdmin
from services.gateway.api.recoveries import recoveries_shown
from services.gateway.display.paging import KEYS_CURSOR
from services.gateway.display.whose_step import role_title
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import html_response, page_frame, problem_words, redirect
from services.gateway.web.people.sign_in import link_address

Shown = Mapping[str, str]
WHERE, LINK_KEYS = "cursor, keys_cursor, lang, q", ("lang", "cursor", "keys_cursor", "q")
"""Which accounts a page shows; its forms lead back to the same."""
ANSWERS = (303, 403, 404, 409, 422)


@dataclass
class AccountsPage:
    """Shows all accounts and keys, and takes their forms; the answer that makes a link or a key shows it, once."""

    accounts: Accounts
    signing: bytes
    public_url: str

    @page("/accounts", "accounts_page", ADMINISTRATOR, "账号管理 / Accounts", WHERE, others=(422,))
    def show(self, request: ApiRequest) -> Response:
        """A page of accounts, and every key."""
        return self._page(request)

    @form("/accounts/invite", "accounts_invite", ADMINISTRATOR, "开通账号 / Make an account", WHERE, others=ANSWERS)
    def invite(self, request: ApiRequest) -> Response:
        """An account for a person."""

        def deed() -> Shown:
            person = load(Invitation, _given(request, "person"), "")["person"]
            link = self.accounts.invite(person, by=request.bearer.id)
            request.acts.record_done("account_changed", account=person, about=INVITED)
            return self._with_link(person, link)

        return self._do(request, deed)

    @form("/accounts/link", "accounts_link", ADMINISTRATOR, "重发链接 / Another link", WHERE, others=ANSWERS)
    def renew_link(self, request: ApiRequest) -> Response:
        """Another link."""
        account = request.http.form.get("account", "")

        def deed() -> Shown:
            link = self.accounts.renew_link(account, by=request.bearer.id)
            request.acts.record_done("account_changed", account=account, about=LINK)
            return self._with_link(account, link)

        return self._do(request, deed)

    @form(
        "/accounts/recovery", "accounts_recovery", ADMINISTRATOR, "发起恢复 / Start a recovery", WHERE, others=ANSWERS
    )
    def start_recovery(self, request: ApiRequest) -> Response:
        """Start bringing back who lost a second factor."""
        account = request.http.form.get("account", "")

        def deed() -> Shown | None:
            _, link = RecoveryDesk(self.accounts).start(account, request.bearer)
            request.acts.record_done("account_changed", account=account, about=CONFIRMED if link else STARTED)
            return self._with_link(account, link) if link else None

        return self._do(request, deed)

    @form("/accounts/close", "accounts_close", ADMINISTRATOR, "停用账号 / Close an account", WHERE, others=ANSWERS)
    def close(self, request: ApiRequest) -> Response:
        """Let an account be used no longer."""
        account = request.http.form.get("account", "")

        def deed() -> None:
            self.accounts.close(account, by=request.bearer.id)
            request.acts.record_done("account_changed", account=account, about=CLOSED)

        return self._do(request, deed)

    @form(
        "/accounts/reopen", "accounts_reopen", ADMINISTRATOR, "恢复账号 / Open an account again", WHERE, others=ANSWERS
    )
    def reopen(self, request: ApiRequest) -> Response:
        """Let an account be used again."""
        account = request.http.form.get("account", "")

        def deed() -> None:
            self.accounts.reopen(account)
            request.acts.record_done("account_changed", account=account, about=REOPENED)

        return self._do(request, deed)

    @form(
        "/accounts/sign-out",
        "accounts_sign_out",
        ADMINISTRATOR,
        "强制退出 / Sign an account out",
        WHERE,
        others=ANSWERS,
    )
    def sign_out(self, request: ApiRequest) -> Response:
        """End every session of an account."""
        account = request.http.form.get("account", "")

        def deed() -> None:
            self.accounts.directory.get(account)
            self.accounts.end_sessions(account, by=request.bearer.id)
            request.acts.record_done("revoked", account=account, about=SESSIONS)

        return self._do(request, deed)

    @form("/accounts/key", "accounts_key", ADMINISTRATOR, "新建密钥 / Make a key", WHERE, others=ANSWERS)
    def make_key(self, request: ApiRequest) -> Response:
        """A key for a program."""

        def deed() -> Shown:
            one = load(KeyRequest, _given(request, "name", "role", "unit"), "")
            key = self.accounts.make_key(one, by=request.bearer.id)
            request.acts.record_done("account_changed", account=f"{PROGRAM}{one['name']}", about=KEY_MADE)
            return {"account": one["name"], "key": key}

        return self._do(request, deed)

    @form("/accounts/revoke", "accounts_revoke", ADMINISTRATOR, "吊销密钥 / Revoke a key", WHERE, others=ANSWERS)
    def revoke_key(self, request: ApiRequest) -> Response:
        """Let a key open nothing any more."""

        def deed() -> None:
            name = request.http.form.get("key", "")
            self.accounts.keys.revoke(name, by=request.bearer.id)
            self.accounts.identity.forget()
            request.acts.record_done("revoked", account=f"{PROGRAM}{name}", about=KEY)

        return self._do(request, deed)

    def _with_link(self, account: str, secret: str) -> Shown:
        return {"account": account, "link": link_address(self.public_url, secret)}

    def _do(self, request: ApiRequest, deed: Callable[[], Shown | None]) -> Response:
        """Do what a form asks for, and show what came of it: what is shown once here and now, all else by going on."""
        try:
            shown = deed()
        except (Invalid, Refused, Unknown, Forbidden) as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        return (
            self._page(request, None, shown)
            if shown
            else redirect(page_frame(request, self.signing, LINK_KEYS).link("/accounts"))
        )

    def _page(self, request: ApiRequest, problem: Problem | None = None, shown: Shown | None = None) -> Response:
        frame = page_frame(request, self.signing, LINK_KEYS)
        admin = AccountAdmin(self.accounts)
        page, keys = admin.page(request), admin.page_of_keys(request, KEYS_CURSOR)
        about = {
            "items": page.items,
            "turns": page.turns,
            "q": request.query.get("q", ""),
            "recoveries": recoveries_shown(RecoveryDesk(self.accounts), request.bearer),
            "coded": self.accounts.factors.holders([one["id"] for one in page.items]),
            "keys": keys.items,
            "key_turns": keys.turns,
            "roles": {name: role_title(frame.lang, name) for name in KeyRequest().fields["role"].metadata["x-words"]},
            "stamp": moments.now(),
            "wrong": problem_words(problem, frame.lang) if problem else "",
            "link": "",
            "key": "",
            "account": "",
            **(shown or {}),
        }
        response = html_response(render.page("accounts", frame, **about), problem.status if problem else 200)
        response.headers["Cache-Control"] = "no-store"
        return response


def _given(request: ApiRequest, *names: str) -> dict[str, str]:
    return {name: request.http.form[name] for name in names if request.http.form.get(name)}
