"""Signing in by link and signing out: a cookie holds the token for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Unauthenticated
from contracts.roles import ANONYMOUS, EVERYONE
from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from services.gateway.http.app import COOKIE
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import html_response, page_frame, redirect, without_empty


@dataclass
class SignIn:
    """Gives a browser its cookie, and takes it away.

    secret  people reach it over TLS, which may end before it: the cookie goes no other way
    """

    signing: bytes
    secret: bool = False

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
        response.set_cookie(COOKIE, token, max_age=seconds, **self._cookie_options(request))
        return response

    @form("/signout", "signout", EVERYONE, "退出 / Sign out", others=(303,))
    def sign_out(self, request: ApiRequest) -> Response:
        """Forget who used this browser."""
        response = redirect(page_frame(request, self.signing).plain("/signin"))
        response.delete_cookie(COOKIE, **self._cookie_options(request))
        return response

    def _cookie_options(self, request: ApiRequest) -> dict[str, Any]:
        """How a browser keeps the cookie: no script reads it, no other site sends it."""
        secure = self.secret or request.http.is_secure
        return {"path": "/", "httponly": True, "samesite": "Strict", "secure": secure}
