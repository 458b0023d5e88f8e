"""My account: in which post, which password, which factors, where signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.accounts import ChosenPost, NewAuthenticator, NewPasskey, PasswordChange
from contracts.errors import Forbidden, Invalid, Problem, Refused, Unauthenticated, Unknown
from contracts.roles import EVERYONE
from services.chassis.records.validation import load
from services.gateway.accounts import factors
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.acts.account_acts import CALLED_OFF, CONFIRMED, FACTOR, FACTOR_GONE, PASSWORD, record_end
from services.gateway.accounts.passkeys.passkeys import NoPasskey, Offer
from services.gateway.accounts.recovery_desk import RecoveryDesk
from services.gateway.api.own_account import own_account
from services.gateway.api.recoveries import recoveries_shown
from services.gateway.display.messages import pages
from services.gateway.display.whose_step import role_title
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.staff_posts import Post
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import html_response, page_frame, problem_words, redirect
from services.gateway.web.people.draft_list import DraftRow
from services.gateway.web.people.passkeys import admit_script, answer_of, party_here
from services.gateway.web.people.sign_in import PasswordsDiffer, link_address
from services.gateway.web.qr_labels import qr_code

ANSWERS = (303, 401, 403, 404, 409, 422)


@dataclass
class AccountPage:
    """Shows one's own account, and takes its forms."""

    accounts: Accounts
    signing: bytes
    public_url: str
    drafts: Callable[[Bearer, str], Sequence[DraftRow]] = lambda _bearer, _lang: ()

    @page("/account", "account_page", EVERYONE, "我的账号 / My account", "done, lang", others=())
    def show(self, request: ApiRequest) -> Response:
        """One's own account."""
        return self._page(request)

    @form("/account/post", "account_post", EVERYONE, "切换身份 / Act in another post", others=ANSWERS)
    def act_as(self, request: ApiRequest) -> Response:
        """Act in another post from now on."""

        def change(given: dict[str, Any]) -> None:
            post = self.accounts.act_as(request.bearer, load(ChosenPost, given, "")["post"])
            request.acts.record_done("role_changed", account=request.bearer.id, about=post.name)

        return self._do(request, change)

    @form("/account/password", "account_password", EVERYONE, "修改密码 / Change the password", others=ANSWERS)
    def change_password(self, request: ApiRequest) -> Response:
        """Another password."""

        def change(given: dict[str, Any]) -> None:
            if request.http.form.get("again") != given.get("new"):
                raise PasswordsDiffer
            one = load(PasswordChange, given, "password")
            self.accounts.change_password(request.bearer, one["password"], one["new"])
            request.acts.record_done("account_changed", account=request.bearer.id, about=PASSWORD)

        return self._do(request, change, "password", "new", done="password")

    @form("/account/authenticator", "account_factor", EVERYONE, "添加验证器 / Add an authenticator", others=ANSWERS)
    def add_authenticator(self, request: ApiRequest) -> Response:
        """Use an authenticator from now on."""

        def add(given: dict[str, Any]) -> None:
            one = load(NewAuthenticator, given, "authenticator")
            self.accounts.add_authenticator(request.bearer, one["secret"], one["code"], one["name"])
            request.acts.record_done("account_changed", account=request.bearer.id, about=FACTOR)

        return self._do(request, add, "name", "secret", "code")

    @form("/account/passkey", "account_passkey", EVERYONE, "添加通行密钥 / Add a passkey", others=ANSWERS)
    def add_passkey(self, request: ApiRequest) -> Response:
        """Use a passkey from now on."""

        def add(given: dict[str, Any]) -> None:
            name = load(NewPasskey, given, "passkey")["name"]
            if (answer := answer_of(request, self.public_url)) is None:
                raise NoPasskey
            self.accounts.add_passkey(request.bearer, answer, name)
            request.acts.record_done("account_changed", account=request.bearer.id, about=FACTOR)

        return self._do(request, add, "name")

    @form("/account/factor", "account_factor_gone", EVERYONE, "移除第二因素 / Remove a factor", others=ANSWERS)
    def remove_factor(self, request: ApiRequest) -> Response:
        """Ask for a factor no longer."""

        def remove(given: dict[str, Any]) -> None:
            self.accounts.remove_factor(request.bearer, given.get("id", ""))
            request.acts.record_done("account_changed", account=request.bearer.id, about=FACTOR_GONE)

        return self._do(request, remove, "id")

    @form("/account/session", "account_session", EVERYONE, "结束登录 / End a session", others=ANSWERS)
    def end_session(self, request: ApiRequest) -> Response:
        """Sign out elsewhere."""

        def end(given: dict[str, Any]) -> None:
            self.accounts.end_session(request.bearer, given.get("id", ""))
            record_end(request, given.get("id", ""))

        return self._do(request, end, "id")

    @form("/account/recovery", "account_recovery", EVERYONE, "确认恢复 / Confirm a recovery", others=ANSWERS)
    def confirm_recovery(self, request: ApiRequest) -> Response:
        """Bring back another who lost a factor; the link for them is shown this once."""
        desk, id_ = RecoveryDesk(self.accounts), request.http.form.get("id", "")
        try:
            link = desk.confirm(id_, request.bearer)
            request.acts.record_done("account_changed", account=desk.recoveries.get(id_).account, about=CONFIRMED)
        except (Refused, Forbidden, Unknown) as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        return self._page(request, link=link_address(self.public_url, link), of=desk.recoveries.get(id_).account)

    @form("/account/recovery/cancel", "account_recovery_off", EVERYONE, "撤销恢复 / Call it off", others=ANSWERS)
    def cancel_recovery(self, request: ApiRequest) -> Response:
        """Call a recovery off."""
        desk = RecoveryDesk(self.accounts)

        def cancel(given: dict[str, Any]) -> None:
            id_ = given.get("id", "")
            desk.cancel(id_, request.bearer)
            request.acts.record_done("account_changed", account=desk.recoveries.get(id_).account, about=CALLED_OFF)

        return self._do(request, cancel, "id")

    def _do(self, request: ApiRequest, deed: Any, *names: str, done: str = "") -> Response:
        """Do what a form asks for and show the account again, or the form with what is wrong."""
        names = names or ("post",)
        try:
            deed({name: request.http.form[name] for name in names if request.http.form.get(name)})
        except (Invalid, Refused, Unauthenticated, Forbidden, Unknown) as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        more = {"done": done} if done else {}
        return redirect(page_frame(request, self.signing).plain("/account", **more))

    def _page(self, request: ApiRequest, problem: Problem | None = None, *, link: str = "", of: str = "") -> Response:
        frame, bearer = page_frame(request, self.signing), request.bearer
        secret = request.http.form.get("secret") or factors.new_secret()
        now = Post(bearer.role, bearer.unit, bearer.on_behalf_of)
        about = {
            "own": own_account(self.accounts, bearer),
            "recoveries": recoveries_shown(RecoveryDesk(self.accounts), bearer),
            "link": link,
            "account": of,
            "posts": [in_words(one, frame.lang, now) for one in self.accounts.posts_of(bearer)],
            "drafts": self.drafts(bearer, frame.lang),
            "passkey": self._new_passkey(request),
            "origin": self.public_url,
            "secret": secret,
            "picture": qr_code(factors.address_for(bearer.id, secret)),
            "wrong": problem_words(problem, frame.lang) if problem else "",
            "said": frame.say("password changed") if request.query.get("done") == "password" else "",
        }
        response = html_response(render.page("account", frame, **about), problem.status if problem else 200)
        response.headers["Cache-Control"] = "no-store"
        return admit_script(response, request.http, self.public_url)

    def _new_passkey(self, request: ApiRequest) -> Offer | None:
        party = party_here(request.http, self.public_url)
        return self.accounts.passkeys.offer_new(request.bearer.id, party) if party else None


def in_words(post: Post, lang: str, now: Post) -> dict[str, object]:
    """A post in words."""
    role = role_title(lang, post.role)
    words = f"{role} {post.unit or pages.say(lang, 'bureau')}"
    return {"name": post.name, "words": words, "lent": post.on_behalf_of, "now": post == now}
