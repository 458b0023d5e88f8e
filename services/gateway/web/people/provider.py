"""Signing in by the bureau's OpenID provider: there, back again, and out when it says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.wrappers import Response

from contracts.documents.endpoints import FORM, POST
from contracts.errors import Invalid, Problem, TooMany, Unauthenticated, Unknown
from contracts.roles import ANONYMOUS
from services.gateway.accounts.acts.account_acts import PROVIDER
from services.gateway.accounts.openid.desk import Arrival, OpenIdDesk
from services.gateway.accounts.openid.errors import ProviderAway, WrongLogoutToken
from services.gateway.accounts.passkeys.challenges import ChallengeOver
from services.gateway.accounts.passkeys.passkeys import WrongPasskey
from services.gateway.accounts.sealing import GOOD_FOR
from services.gateway.api.own_account import origin_of
from services.gateway.http import csrf, responses
from services.gateway.http.cookies import LAX, SignInCookie
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.web import render
from services.gateway.web.addresses import GROUP, form, page
from services.gateway.web.layout import html_response, page_frame, problem_words, redirect
from services.gateway.web.people.passkeys import admit_script, answer_of, offer_to_anybody
from services.gateway.web.people.sign_in import SignIn, onward_page, own_path

BEGIN, CALLBACK = "/signin/provider", "/signin/provider/callback"
ANSWER = "code, state, iss, session_state, scope, error, error_description, error_uri"
"""What a provider's answer may bring (OpenID Connect Core 1.0, 3.1.2.5; RFC 9207; Session Management 1.0)."""
KEPT = "-provider"
REFUSALS = (Unauthenticated, ProviderAway, TooMany)


@dataclass
class ProviderSignIn:
    """Leads a browser to the provider, and takes it in when it comes back.

    desk  none: this suite has no provider, and there are no such addresses
    """

    desk: OpenIdDesk | None
    sign_in: SignIn
    cookie: SignInCookie = field(default_factory=lambda: flow_cookie(tls=False))

    @page(BEGIN, "provider", ANONYMOUS, "用单位账号登录 / The bureau's account", "next, lang", others=(303, 404, 503))
    def begin(self, request: ApiRequest) -> Response:
        """To the provider."""
        try:
            address, kept = self._open().begin(own_path(request.query.get("next", "")))
        except REFUSALS as problem:
            return self.sign_in.form_page(request, problem)
        response = redirect(address)
        self.cookie.give(response, request.http.environ, kept, GOOD_FOR)
        return response

    @page(CALLBACK, "provider_answer", ANONYMOUS, "单位账号登录结果 / Its answer", ANSWER, others=(401, 404, 429, 503))
    def answer(self, request: ApiRequest) -> Response:
        """Back from the provider: a session, or the question for a code."""
        desk, environ = self._open(), request.http.environ
        try:
            arrival = desk.arrive(self.cookie.read(environ), request.query, origin_of(request))
        except REFUSALS as problem:
            response = self.sign_in.form_page(request, problem)
            self.cookie.take_away(response, environ)
            return response
        if arrival.waits:
            response = self._ask(request, None)
            self.cookie.give(response, environ, arrival.waits, GOOD_FOR)
            return response
        return self._let_in(request, arrival)

    @form("/signin/provider/code", "provider_code", ANONYMOUS, "第二因素 / Second factor", others=(401, 404, 422, 429))
    def code(self, request: ApiRequest) -> Response:
        """The code of an authenticator or a passkey, after the provider knew who it is."""
        desk = self._open()
        try:
            given = answer_of(request, self.sign_in.public_url) or request.http.form.get("code", "")
            arrival = desk.with_code(self.cookie.read(request.http.environ), given, origin_of(request))
        except (Invalid, WrongPasskey, ChallengeOver) as problem:
            request.acts.note_sign_in_failed(problem, "")
            return self._ask(request, problem)
        except REFUSALS as problem:
            return self.sign_in.form_page(request, problem)
        return self._let_in(request, arrival)

    @Route(
        POST,
        "/signin/provider/logout",
        "provider_logout",
        ANONYMOUS,
        "统一登录退出通知 / Back-channel logout",
        "Nothing",
        takes=(FORM,),
        others=(400, 404, 503),
        group=GROUP,
    )
    def log_out(self, request: ApiRequest) -> Response:
        """The provider says that a session ended there, by a logout token (Back-Channel Logout 1.0)."""
        desk = self._open()
        csrf.limit_form(request.http)
        if not (token := request.http.form.get("logout_token")):
            raise WrongLogoutToken("logout_token")
        desk.end(token)
        request.acts.record_done("revoked", about=PROVIDER)
        return responses.answer({}, 200, Cache_Control="no-store")

    def _open(self) -> OpenIdDesk:
        if self.desk is None:
            raise Unknown
        return self.desk

    def _ask(self, request: ApiRequest, problem: Problem | None) -> Response:
        frame = page_frame(request, self.sign_in.signing)
        wrong = problem_words(problem, frame.lang) if problem else ""
        passkey = offer_to_anybody(self.sign_in.signing, request.http, self.sign_in.public_url)
        shown = render.page("signin_code", frame, wrong=wrong, passkey=passkey)
        return admit_script(
            html_response(shown, problem.status if problem else 200), request.http, self.sign_in.public_url
        )

    def _let_in(self, request: ApiRequest, arrival: Arrival) -> Response:
        response = onward_page(page_frame(request, self.sign_in.signing), arrival.next)
        self.cookie.take_away(response, request.http.environ)
        return self.sign_in.keep(request, arrival.secret, response, PROVIDER)


def flow_cookie(*, tls: bool) -> SignInCookie:
    """The cookie of a browser that is on its way: another site leads it back here."""
    return SignInCookie(tls, LAX, KEPT)
