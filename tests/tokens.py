"""Tokens for tests of the gateway's parts: each says itself for whom it stands."""

from __future__ import annotations

import json

from contracts.errors import Unauthenticated
from services.gateway.http.bearer_tokens import Bearer


def token_of(bearer: Bearer) -> str:
    """The token of a bearer."""
    return json.dumps([bearer.id, bearer.role, bearer.unit]).encode().hex()


def bearer_of(token: str) -> Bearer:
    """The bearer of a token."""
    try:
        return Bearer(*json.loads(bytes.fromhex(token)))
    except ValueError:
        raise Unauthenticated("token") from None
