"""Signing in and out: a cookie holds the session's secret for the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from contracts.accounts import Credentials, FirstPassword
from contracts.errors import Invalid, Problem, TooMany, Unauthenticated
from contracts.roles import ANONYMOUS, EVERYONE
from services.chassis.records.validation import load
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.acts.account_acts import (
    LINK,
    PASSKEY,
    PASSWORD,
    account_meant,
    record_end,
    record_sign_in,
)
from services.gateway.accounts.openid.provider import Provider
from services.gateway.accounts.recovery_desk import RecoveryDesk
from services.gateway.accounts.sessions import COOKIE_SECONDS
from services.gateway.accounts.sign_in import CodeNeeded, WorksNoMore
from services.gateway.api.own_account import origin_of
from services.gateway.http.cookies import SignInCookie
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import DRAFTS, HOME, form, page
from services.gateway.web.help import signing_in
from services.gateway.web.layout import html_response, page_frame, problem_words, redirect, without_empty
from services.gateway.web.people.passkeys import admit_script, answer_of, offer_at_door
from services.gateway.web.render import Frame
from services.gateway.web.street import leaving

TEXTS = ("name", "password", "code", "link")


@dataclass
class SignIn:
    """Gives a browser its cookie, and takes it away."""

    accounts: Accounts
    signing: bytes
    cookie: SignInCookie = field(default_factory=SignInCookie)
    provider: Provider | None = None
    public_url: str = ""

    @page("/signin", "signin", ANONYMOUS, "登录 / Sign in", "link, next, drafts, lang", others=(401, 422))
    def show(self, request: ApiRequest) -> Response:
        """The form; with a link that works once, the one in which a password is chosen."""
        request = without_empty(request)
        link = request.query.get("link", "")
        if link and self.accounts.links.account_of(link) is None:
            return self.form_page(request, WorksNoMore())
        return self.form_page(request, None, link=link)

    @form("/signin", "sign_in", ANONYMOUS, "登录 / Sign in", others=(303, 401, 422, 429, 503))
    def sign_in(self, request: ApiRequest) -> Response:
        """Begin a session, and go on to the page that was asked for."""
        given = {name: request.http.form[name] for name in TEXTS if request.http.form.get(name)}
        try:
            secret = self._begin(request, given)
        except (Invalid, Unauthenticated, TooMany) as problem:
            return self.form_page(request, problem, link=given.get("link", ""))
        how = LINK if "link" in given else PASSWORD if "password" in given else PASSKEY
        return self.keep(request, secret, redirect(self._onward(request, secret)), how)

    def keep(self, request: ApiRequest, secret: str, response: Response, how: str) -> Response:
        """An answer with which the browser keeps a session, and leaves the one that it had. Raises NoRecord."""
        record_sign_in(request, self.accounts, secret, how)
        self.accounts.leave(self.cookie.read(request.http.environ) or "")
        self.cookie.give(response, request.http.environ, secret, COOKIE_SECONDS)
        return response

    def _onward(self, request: ApiRequest, secret: str) -> str:
        """The page that was asked for; their own account for who must hear that somebody brings them back."""
        if RecoveryDesk(self.accounts).concerns(self.accounts.identity.bearer(secret).id):
            return page_frame(request, self.signing).plain("/account")
        return own_path(request.http.form.get("next", ""))

    def _begin(self, request: ApiRequest, given: dict[str, Any]) -> str:
        answer = answer_of(request, self.public_url)
        if answer and "link" not in given:
            return self.accounts.sign_in_by_passkey(answer, origin_of(request))
        if "link" not in given:
            one = load(Credentials, given, "credentials")
            return self.accounts.sign_in(one["name"], one["password"], origin_of(request), one["code"])
        given.pop("name", None)
        if request.http.form.get("again") != given.get("password"):
            raise PasswordsDiffer
        one = load(FirstPassword, given, "link")
        return self.accounts.sign_in_by_link(one["link"], one["password"], origin_of(request), answer or one["code"])

    @form("/signout", "signout", EVERYONE, "退出 / Sign out", others=(303,))
    def sign_out(self, request: ApiRequest) -> Response:
        """End the session: its secret opens nothing any more, wherever it was copied to.

        What this device has not sent yet is gone with it: who signs out is told how much that is, and asked.
        """
        if (waiting := leaving.waiting_here(request.http)) and not leaving.is_confirmed(request.http):
            return leaving.ask_before(page_frame(request, self.signing), waiting)
        there = self.provider is not None and self.accounts.came_by_provider(request.bearer)
        left = self.accounts.drafts.count(request.bearer.id)
        self.accounts.sign_out(request.bearer)
        record_end(request, request.bearer.session)
        elsewhere = self.provider.end_address(f"{self.public_url}/signin") if there and self.provider else ""
        frame = page_frame(request, self.signing)
        # A page goes on, no redirect: a form of ours leads to no other site (form-action).
        response = (
            onward_page(frame, elsewhere)
            if elsewhere
            else redirect(frame.plain("/signin", **({"drafts": str(left)} if left else {})))
        )
        self.cookie.take_away(response, request.http.environ)
        response.delete_cookie(leaving.COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def form_page(self, request: ApiRequest, problem: Problem | None, *, link: str = "") -> Response:
        """The form, with what went wrong."""
        frame = page_frame(request, self.signing)
        account = self.accounts.links.account_of(link) if link else None
        if problem:
            meant = account or account_meant(self.accounts, request.http.form.get("name", ""))
            request.acts.note_sign_in_failed(problem, meant)
        coming = account or (request.http.form.get("name", "") if isinstance(problem, CodeNeeded) else "")
        following = own_path(request.http.values.get("next", ""))
        response = html_response(
            render.page(
                "signin",
                frame,
                wrong=problem_words(problem, frame.lang) if problem else "",
                link=link if account else "",
                account=account or "",
                coded=account is None or bool(self.accounts.factors.of(account)),
                name=request.http.form.get("name", ""),
                next=following,
                kept=following.startswith(f"{DRAFTS}/"),
                drafts=_count(request.query.get("drafts", "")),
                provider=self.provider is not None,
                passkey=offer_at_door(self.accounts, request.http, self.public_url, coming),
                terms=signing_in.TERMS,
                unused=self.accounts.directory.is_unused(),
            ),
            problem.status if problem else 200,
        )
        if isinstance(problem, TooMany):
            response.headers["Retry-After"] = str(problem.wait)
        return admit_script(response, request.http, self.public_url)


class PasswordsDiffer(Invalid):
    """The two passwords are not the same."""

    slug, zh, field = "passwords-differ", "两次输入的密码不一致", "again"


def _count(text: str) -> int:
    """A small number in an address; what is none says nothing."""
    return int(text) if re.fullmatch("[0-9]{1,2}", text) else 0


def onward_page(frame: Frame, address: str) -> Response:
    """A page from which the browser goes on by itself.

    After another site led it here, a redirect is still that site's doing: the sign-in cookie would not come along.
    """
    return html_response(render.page("onward", frame, address=address))


def link_address(public_url: str, secret: str) -> str:
    """Where a link that works once leads."""
    return f"{public_url}/signin?{urlencode({'link': secret})}"


def own_path(text: str) -> str:
    """A path of ours to go on to; what waits for them where it is none: no link to this page leads elsewhere."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else HOME
