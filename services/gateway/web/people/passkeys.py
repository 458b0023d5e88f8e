"""What the pages need for passkeys: the one script, the policy that lets it run there alone, what a form brings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import GET
from contracts.roles import ANONYMOUS
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.passkeys.challenges import ChallengeOver
from services.gateway.accounts.passkeys.party import RelyingParty, is_number, relying_party
from services.gateway.accounts.passkeys.passkeys import Offer, PasskeyAnswer, ask_for_passkey
from services.gateway.http.app import HEADERS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_file
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP
from services.gateway.web.layout import POLICY

SCRIPT, FILE = "/passkeys.js", Path(__file__).parents[1] / "passkeys.js"


class PasskeyScript:
    """The only script of these pages: it asks the browser for a passkey and sends the form."""

    @Route(GET, SCRIPT, "passkey_script", ANONYMOUS, "脚本 / Script", "text/javascript", others=(304,), group=GROUP)
    def script(self, _request: ApiRequest) -> Response:
        """The script."""
        return keepable_file(FILE, "text/javascript")


def party_here(http: Request, public_url: str) -> RelyingParty | None:
    """For which site a page offers passkeys; None: for none, also where somebody came by a number.

    So what a client says of the host takes an offer away, and never makes one.
    """
    return None if is_number(urlsplit(f"//{http.host}").hostname or "") else relying_party(public_url)


def admit_script(response: Response, http: Request, public_url: str) -> Response:
    """Let this page run that script, and no other; where there are no passkeys none runs."""
    if party := party_here(http, public_url):
        response.headers[POLICY] = f"{HEADERS[POLICY]}; script-src {party.origin}{SCRIPT}"
    return response


def offer_at_door(accounts: Accounts, http: Request, public_url: str, account: str = "") -> Offer | None:
    """What a page asks a browser for where somebody comes in; None: browsers have no passkeys for its address."""
    party = party_here(http, public_url)
    return accounts.passkeys.offer(party, account) if party else None


def offer_to_anybody(key: bytes, http: Request, public_url: str) -> Offer | None:
    """The same of whoever it is; `key` is the home's."""
    party = party_here(http, public_url)
    return ask_for_passkey(key, party) if party else None


def answer_of(request: ApiRequest, public_url: str) -> PasskeyAnswer | None:
    """What a form brings of a passkey; None: nothing. Raises ChallengeOver."""
    if not (text := request.http.form.get("passkey")):
        return None
    if (party := relying_party(public_url)) is None:
        raise ChallengeOver
    return PasskeyAnswer(text, request.http.form.get("challenge", ""), party)
