"""Signing in by link and signing out: a cookie holds the token for the pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.wrappers import Response

from contracts.errors import Unauthenticated
from contracts.roles import ANONYMOUS, EVERYONE
from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from services.gateway.http.cookies import SignInCookie
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import html_response, page_frame, redirect, without_empty


@dataclass
class SignIn:
    """Gives a browser its cookie, and takes it away."""

    signing: bytes
    cookie: SignInCookie = field(default_factory=SignInCookie)

    @page("/signin", "signin", ANONYMOUS, "登录 / Sign in by link", "token, lang", others=(303, 401, 422))
    def sign_in(self, request: ApiRequest) -> Response:
        """Take the token out of the address and into a cookie that only this site can read."""
        request = without_empty(request)
        token = request.query.get("token")
        try:
            until = bearer_tokens.expiry(self.signing, token) if token else None
        except Unauthenticated:
            until = None
        if token is None or until is None:
            return html_response(render.page("signin", page_frame(request, self.signing), bad=bool(token)), 401)
        response = redirect(page_frame(request, self.signing).link("/"))
        # The cookie ends when its token does, or each page would be asked for with one that opens nothing.
        seconds = max(0, int((until - clock.now()).total_seconds()))
        self.cookie.give(response, request.http.environ, token, seconds)
        return response

    @form("/signout", "signout", EVERYONE, "退出 / Sign out", others=(303,))
    def sign_out(self, request: ApiRequest) -> Response:
        """Forget who used this browser."""
        response = redirect(page_frame(request, self.signing).plain("/signin"))
        self.cookie.take_away(response, request.http.environ)
        return response
