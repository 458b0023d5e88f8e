"""Csrf tokens of the pages' forms: what is sent with the sign-in cookie must come from a page of ours (CSRF).

The cookie is SameSite=Strict; the token holds where a browser does not keep to that. It belongs to an account, not to a
sign-in: a form that was open while its person signed in again is still good.
"""

from __future__ import annotations

import hashlib
import hmac

from werkzeug.wrappers import Request

from contracts.documents.endpoints import ENCODED
from contracts.errors import Forbidden
from services.chassis.base import ids
from services.gateway.http.bearer_tokens import Bearer

FIELD, BETWEEN = "_seal", "."
HEADER = "X-Page-Token"
"""In which a script of our pages sends what a form bears in `FIELD`; no page of another site can send it unasked."""
MOST_BYTES = 100 * 1024 * 1024
MOST_TEXT = 2 * 1024 * 1024
MOST_PARTS = 20_000
OWN = ("same-origin", "none")
"""What a browser says of a form that a page of ours sent, or a person by reloading."""


class Forged(Forbidden):
    """This form did not come from a page of this site; open the page again."""

    slug, zh = "forged", "表单并非来自本站页面，请重新打开页面"


def csrf_token(signing: bytes, bearer: Bearer) -> str:
    """What forms of this account bear."""
    return hmac.new(signing, f"form\n{bearer.id}\n{bearer.role}\n{bearer.unit}".encode(), hashlib.sha256).hexdigest()


def page_token(signing: bytes, bearer: Bearer) -> str:
    """The same for one page, and different on each.

    Compressed beside what somebody else chose, a secret that stays the same can be guessed by lengths (BREACH).
    """
    salt = ids.draw_secret()
    return f"{salt}{BETWEEN}{_salted(salt, csrf_token(signing, bearer))}"


def _salted(salt: str, token: str) -> str:
    return hmac.new(token.encode(), salt.encode(), hashlib.sha256).hexdigest()


def limit_form(request: Request) -> None:
    """Say how much a form may hold: beyond that reading it raises werkzeug's RequestEntityTooLarge."""
    most = MOST_TEXT if request.mimetype == ENCODED else MOST_BYTES
    request.max_content_length, request.max_form_memory_size = most, MOST_TEXT
    request.max_form_parts = MOST_PARTS


def check(signing: bytes, bearer: Bearer, request: Request) -> None:
    """Let a form through that bears its account's csrf token. Raises Forged."""
    _check(signing, bearer, request, request.form.get(FIELD, ""))


def check_script(signing: bytes, bearer: Bearer, request: Request) -> None:
    """Let through what a script of a page of ours sends, with the token of its account. Raises Forged."""
    _check(signing, bearer, request, request.headers.get(HEADER, ""))


def _check(signing: bytes, bearer: Bearer, request: Request, said: str) -> None:
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
        raise Forged(request.headers["Sec-Fetch-Site"])
    # As bytes: compare_digest refuses text that is not ASCII, and this text is whatever somebody sent.
    salt, between, proof = said.rpartition(BETWEEN)
    token = csrf_token(signing, bearer)
    if not hmac.compare_digest(proof.encode(), (_salted(salt, token) if between else token).encode()):
        raise Forged
