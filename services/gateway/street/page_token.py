"""The token with which scripts of our pages give commands."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.roles import WRITERS
from services.gateway.http import csrf, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

GROUP = "street"


@dataclass
class PageToken:
    """Tells who is signed in with what their scripts send besides the cookie."""

    signing: bytes

    @Route(
        GET,
        "/v1/street/token",
        "street_token",
        WRITERS,
        "页面令牌 / The pages' token",
        "StreetToken",
        others=(),
        group=GROUP,
    )
    def token(self, request: ApiRequest) -> Response:
        """The token of the account in its post, and whose it is: what another left on the device is not theirs."""
        bearer = request.bearer
        body = {"token": csrf.page_token(self.signing, bearer), "person": bearer.id, "unit": bearer.unit}
        return responses.private(responses.answer(body))
