"""What becomes of accounts, as it is put on record: by address or by page alike."""

from __future__ import annotations

from services.chassis.handling.audit.trail import NoRecord
from services.gateway.accounts.accounts import Accounts
from services.gateway.http.request import ApiRequest, bearer_known

INVITED, LINK, CLOSED, REOPENED = "invited", "link", "closed", "reopened"
KEY, KEY_MADE, SESSION, SESSIONS, PROVIDER = "key", "key made", "session", "sessions", "provider"
PASSWORD, FACTOR, FACTOR_GONE = "password", "factor added", "factor removed"
STARTED, CONFIRMED, CALLED_OFF = "recovery started", "recovery confirmed", "recovery called off"
PASSKEY = "passkey"


def record_sign_in(request: ApiRequest, accounts: Accounts, secret: str, how: str) -> None:
    """Put on record that somebody came in; without that they do not. Raises NoRecord."""
    bearer = accounts.identity.bearer(secret)
    request.acts.know(**bearer_known(bearer))
    try:
        request.acts.record("signed_in", account=bearer.id, about=how)
    except NoRecord:
        accounts.leave(secret)
        raise


def record_end(request: ApiRequest, session: str) -> None:
    """Put on record that somebody ended a session of their own: the one in which they ask, or another."""
    if session == request.bearer.session:
        request.acts.record_done("signed_out", account=request.bearer.id)
    else:
        request.acts.record_done("revoked", account=request.bearer.id, about=SESSION)


def account_meant(accounts: Accounts, name: str, link: str = "") -> str:
    """The account of a name that somebody typed, or of their link; empty where there is none.

    What was typed otherwise is kept nowhere: it may be a password.
    """
    account = accounts.directory.find_as_typed(name) if name else None
    return account.id if account else (accounts.links.account_of(link) or "") if link else ""
