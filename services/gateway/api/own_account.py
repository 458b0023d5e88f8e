"""One's own account: signing in and out, in which post, where else."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.accounts import ChosenPost, Credentials, FirstPassword, NewAuthenticator, PasswordChange
from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Problem
from contracts.roles import ANONYMOUS, EVERYONE
from contracts.wire import JsonObject
from services.chassis.records.validation import load
from services.gateway.accounts import factors
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.acts.account_acts import (
    FACTOR,
    FACTOR_GONE,
    LINK,
    PASSWORD,
    account_meant,
    record_end,
    record_sign_in,
)
from services.gateway.accounts.sessions import Origin, Session
from services.gateway.http import responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.client import Client
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

OWN, GROUP = "/v1/account", "accounts"
PRIVATE = {"Cache-Control": "no-store"}


@dataclass
class OwnAccount:
    """What somebody does with their own account."""

    accounts: Accounts

    @Route(
        POST,
        "/v1/sessions",
        "begin_session",
        ANONYMOUS,
        "登录 / Sign in",
        "NewSession",
        takes=(JSON,),
        body="Credentials",
        status=201,
        others=(400, 401, 422, 429, 503),
        group=GROUP,
    )
    def sign_in(self, request: ApiRequest) -> Response:
        """A session for a name and a password; its token is shown this once and goes into `Authorization: Bearer`."""
        given = load(Credentials, request.json(), "credentials")
        try:
            token = self.accounts.sign_in(given["name"], given["password"], origin_of(request), given["code"])
        except Problem as problem:
            request.acts.note_sign_in_failed(problem, account_meant(self.accounts, given["name"]))
            raise
        record_sign_in(request, self.accounts, token, PASSWORD)
        return responses.answer({"token": token}, 201, **PRIVATE)

    @Route(
        POST,
        "/v1/sessions/first",
        "begin_by_link",
        ANONYMOUS,
        "凭链接设置密码 / Choose a password by link",
        "NewSession",
        takes=(JSON,),
        body="FirstPassword",
        status=201,
        others=(400, 401, 422, 429, 503),
        group=GROUP,
    )
    def by_link(self, request: ApiRequest) -> Response:
        """A session for who has a link that works once, and chooses a password; with a code if they have a factor."""
        given = load(FirstPassword, request.json(), "link")
        account = account_meant(self.accounts, "", given["link"])
        try:
            token = self.accounts.sign_in_by_link(given["link"], given["password"], origin_of(request), given["code"])
        except Problem as problem:
            request.acts.note_sign_in_failed(problem, account)
            raise
        record_sign_in(request, self.accounts, token, LINK)
        return responses.answer({"token": token}, 201, **PRIVATE)

    @Route(GET, OWN, "account", EVERYONE, "我的账号 / My account", "OwnAccount", others=(), group=GROUP)
    def account(self, request: ApiRequest) -> Response:
        """Who asks, in which post, the others they have, and where they are signed in."""
        return responses.answer(self._shown(request), **PRIVATE)

    @Route(
        POST,
        f"{OWN}/post",
        "act_as",
        EVERYONE,
        "切换身份 / Act in another post",
        "OwnPost",
        takes=(JSON,),
        body="ChosenPost",
        others=(400, 422),
        group=GROUP,
    )
    def act_as(self, request: ApiRequest) -> Response:
        """Act in another of one's posts from now on, in this session."""
        chosen = self.accounts.act_as(request.bearer, load(ChosenPost, request.json(), "post")["post"])
        request.acts.record_done("role_changed", account=request.bearer.id, about=chosen.name)
        return responses.answer({"post": chosen.name})

    @Route(
        POST,
        f"{OWN}/password",
        "change_password",
        EVERYONE,
        "修改密码 / Change the password",
        "Nothing",
        takes=(JSON,),
        body="PasswordChange",
        others=(400, 401, 404, 422, 429),
        group=GROUP,
    )
    def change_password(self, request: ApiRequest) -> Response:
        """Another password; whoever is signed in elsewhere by the old one is signed out."""
        given = load(PasswordChange, request.json(), "password")
        self.accounts.change_password(request.bearer, given["password"], given["new"])
        request.acts.record_done("account_changed", account=request.bearer.id, about=PASSWORD)
        return responses.answer({})

    @Route(
        POST,
        f"{OWN}/authenticators/new",
        "new_authenticator",
        EVERYONE,
        "新的验证器密钥 / A secret for an authenticator",
        "NewFactor",
        others=(),
        group=GROUP,
    )
    def new_authenticator(self, request: ApiRequest) -> Response:
        """A secret for an authenticator; it counts once a code of it is handed in with it."""
        secret = factors.new_secret()
        address = factors.address_for(request.bearer.id, secret)
        return responses.answer({"secret": secret, "address": address}, **PRIVATE)

    @Route(
        POST,
        f"{OWN}/authenticators",
        "add_authenticator",
        EVERYONE,
        "启用验证器 / Use an authenticator",
        "OwnAccount",
        takes=(JSON,),
        body="NewAuthenticator",
        status=201,
        others=(400, 401, 422),
        group=GROUP,
    )
    def add_authenticator(self, request: ApiRequest) -> Response:
        """Use an authenticator as second factor from now on."""
        given = load(NewAuthenticator, request.json(), "authenticator")
        self.accounts.add_authenticator(request.bearer, given["secret"], given["code"], given["name"])
        request.acts.record_done("account_changed", account=request.bearer.id, about=FACTOR)
        return responses.answer(self._shown(request), 201, **PRIVATE)

    @Route(
        POST,
        f"{OWN}/factors/{{id}}/remove",
        "remove_factor",
        EVERYONE,
        "移除第二因素 / Remove a second factor",
        "OwnAccount",
        others=(404, 409),
        group=GROUP,
    )
    def remove_factor(self, request: ApiRequest) -> Response:
        """Ask for one of one's second factors no longer."""
        self.accounts.remove_factor(request.bearer, request.path["id"])
        request.acts.record_done("account_changed", account=request.bearer.id, about=FACTOR_GONE)
        return responses.answer(self._shown(request), **PRIVATE)

    @Route(
        POST,
        f"{OWN}/sessions/{{id}}/end",
        "end_session",
        EVERYONE,
        "结束登录 / End a session",
        "Nothing",
        others=(404,),
        group=GROUP,
    )
    def end_session(self, request: ApiRequest) -> Response:
        """Sign out where somebody signed in, here or elsewhere."""
        self.accounts.end_session(request.bearer, request.path["id"])
        record_end(request, request.path["id"])
        return responses.answer({})

    def _shown(self, request: ApiRequest) -> JsonObject:
        return own_account(self.accounts, request.bearer)


def own_account(accounts: Accounts, bearer: Bearer) -> JsonObject:
    """An account as its owner sees it."""
    shown = ("id", "kind", "name", "made_at", "used_at")
    return accounts.about(bearer) | {
        "sessions": [session_shown(one, bearer.session) for one in accounts.sessions.of(bearer.id)],
        "factors": [{name: getattr(one, name) for name in shown} for one in accounts.factors.of(bearer.id)],
    }


def origin_of(request: ApiRequest) -> Origin:
    """From where a request comes."""
    client: Client = request.http.environ["campaign.client"]
    return Origin(client.address, request.http.headers.get("User-Agent", ""))


def session_shown(session: Session, current: str) -> dict[str, object]:
    """A session as its owner sees it."""
    names = ("id", "post", "begun_at", "used_at", "until", "address", "agent")
    return {name: getattr(session, name) for name in names} | {"current": session.id == current}
