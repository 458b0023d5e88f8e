"""Forms that are kept for their person, late or put aside: shown again, or let go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exc
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import POST
from contracts.errors import Invalid, Unknown
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.drafts import DRAFT, Address, DraftKept, KeptDraft, Sender, aside_id
from services.gateway.http import csrf
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.csrf import Forged
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import OwnerProblem
from services.gateway.read_model.staff_posts import Post
from services.gateway.web.addresses import DRAFTS, HOME, draft_path, form, page
from services.gateway.web.layout import LANGUAGE_ONLY, page_frame, redirect

PUT_ASIDE = "campaign.put_aside"
"""In a request: what it sent is kept, and no draft goes with it."""
ASIDE = "aside"
"""What the page on which somebody lands then is told: a form was put aside."""
LOOK = 600.0
"""Seconds between two looks for what was kept for its time."""


class KeptForm(Request):
    """The request with which a form was sent, made again from what was kept of it."""

    def __init__(self, environ: dict[str, Any], typed: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> None:
        super().__init__(environ)
        vars(self).update(form=typed, files=files)


def _no_page(_request: Request, _bearer: Bearer, _draft: str) -> Response:
    raise Unknown


@dataclass
class DraftPages:
    """Keeps forms, and shows them again at the address to which they were sent.

    show  answers with the page of a form, by which nothing is done
    """

    accounts: Accounts
    signing: bytes
    show: Callable[[Request, Bearer, str], Response] = field(default=_no_page)

    def keep(self, http: Request, secret: str) -> None:
        """Keep the form of whoever sent it by a session that is over; of anybody else nothing. Raises DraftKept."""
        bearer = self.accounts.identity.late_bearer(secret)
        if bearer is None:
            return
        with suppress(Forged):
            csrf.check(self.signing, bearer, http)
            raise DraftKept(self.accounts.drafts.keep(_sender(bearer), _address(http), http.form, http.files))

    def put_aside(self, request: ApiRequest, version: int | None) -> Response:
        """Keep a form as far as it was filled in, and go on to what waits for its person. Raises DraftsFull.

        version  of the record, as the person saw it
        """
        http, sender = request.http, _sender(request.bearer)
        self.accounts.drafts.put_aside(sender, _address(http), http.form, http.files, version)
        http.environ[PUT_ASIDE] = True
        return redirect(page_frame(request, self.signing, LANGUAGE_ONLY).link(HOME, done=ASIDE))

    def finish(self, request: ApiRequest) -> None:
        """Let go of what was kept of a form that is done."""
        if PUT_ASIDE not in request.http.environ:
            form, account = request.http.form, request.bearer.id
            own = aside_id(account, request.http.environ["PATH_INFO"], form)
            self.accounts.drafts.discard(account, own, form.get(DRAFT, ""))

    @page(f"{DRAFTS}/{{id}}", "page_draft", EVERYONE, "保留的表单 / A form that was kept", others=(303, 403, 404))
    def resume(self, request: ApiRequest) -> Response:
        """The form as it was filled in. Of another's, as of none, nobody is told anything."""
        try:
            draft = self.accounts.drafts.get(request.bearer.id, request.path["id"])
            return self._in_its_post(request, draft) or self._show(request, draft)
        except (Unknown, OwnerProblem) as problem:  # the list of drafts says what of it is gone
            if problem.status != Unknown.status:
                raise
            return redirect(page_frame(request, self.signing).plain(HOME))

    def _in_its_post(self, request: ApiRequest, draft: KeptDraft) -> Response | None:
        """Whoever has signed in again goes on in the post in which they filled the form in, if they have it."""
        if draft.post != _post(request.bearer):
            with suppress(Invalid):
                self.accounts.act_as(request.bearer, draft.post)
                return redirect(page_frame(request, self.signing).plain(draft_path(draft.id)))
        return None

    def _show(self, request: ApiRequest, draft: KeptDraft) -> Response:
        typed, files = self.accounts.drafts.read(draft)
        where = {"REQUEST_METHOD": POST, "PATH_INFO": draft.path, "QUERY_STRING": draft.query}
        with KeptForm(request.http.environ | where, typed, files) as http:
            return self.show(http, request.bearer, draft.id)

    @form(f"{DRAFTS}/discard", "page_draft_gone", EVERYONE, "丢弃表单 / Discard a form that was kept", others=(303,))
    def discard(self, request: ApiRequest) -> Response:
        """Let a form go."""
        self.accounts.drafts.discard(request.bearer.id, request.http.form.get("id", ""))
        return redirect(page_frame(request, self.signing).plain(HOME))

    def watch(self) -> None:
        """Let go, now and then, of what nobody came back for."""
        while True:
            clock.pause(LOOK)
            with suppress(exc.DBAPIError, StorageDamaged):  # what cannot be written now is tried again
                self.accounts.drafts.discard_old()


def _sender(bearer: Bearer) -> Sender:
    return Sender(bearer.id, _post(bearer), bearer.session)


def _address(http: Request) -> Address:
    return Address(http.environ["PATH_INFO"], http.environ.get("QUERY_STRING", ""))


def _post(bearer: Bearer) -> str:
    return Post(bearer.role, bearer.unit, bearer.on_behalf_of).name
