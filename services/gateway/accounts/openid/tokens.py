"""What the provider signs: ID tokens (OpenID Connect Core, 3.1.3.7), logout tokens (Back-Channel Logout, 2.6)."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from services.chassis.base import clock
from services.gateway.accounts.openid.errors import WrongToken

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that only the provider can make: no `none`, and no HMAC under a key that others may read."""
LEEWAY = 60
"""Seconds by which its clock and ours may be apart."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
Claims = dict[str, Any]


class UnknownKey(WrongToken):
    """A token was signed by a key that the provider did not show when it was asked last."""

    slug, zh = "unknown-key", "签名密钥未知"


@dataclass(frozen=True)
class TokenCheck:
    """Reads tokens of one provider for one client."""

    issuer: str
    client_id: str

    def id_token(self, token: str, keys: KeySet, nonce: str, access_token: str) -> Claims:
        """What an ID token says. Raises WrongToken, UnknownKey."""
        header, claims = _verified(token, keys)
        about = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
        required = self._ours() | {"nonce": {"essential": True, "value": nonce}}
        _validate(CodeIDToken(claims, header, required, about))
        return claims

    def logout_token(self, token: str, keys: KeySet) -> Claims:
        """What a logout token says: `sub`, `sid`, or both, and `iat`. Raises WrongToken, UnknownKey."""
        header, claims = _verified(token, keys)
        required = {name: {"essential": True} for name in ("iat", "exp", "jti", "events")}
        _validate(JWTClaims(claims, header, self._ours() | required))
        events = claims["events"]
        if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
            raise WrongToken("events")
        if "nonce" in claims:  # so that no ID token is taken for one
            raise WrongToken("nonce")
        if not any(isinstance(claims.get(name), str) and claims[name] for name in ("sub", "sid")):
            raise WrongToken("sub")
        return claims

    def _ours(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }


def _verified(token: str, keys: KeySet) -> tuple[Mapping[str, Any], Claims]:
    """The header and the claims of a token that one of these keys signed."""
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") not in ALGORITHMS:
            raise WrongToken("alg")
        read = jwt.decode(token, _key(keys, header), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, binascii.Error) as error:
        raise WrongToken(type(error).__name__) from None
    return read.header, dict(read.claims)


def _key(keys: KeySet, header: Mapping[str, Any]) -> Key:
    """The key that a token names; where it names none, the only one. Raises UnknownKey."""
    usable = [one for one in keys.keys if one.key_type != "oct" and one.get("use", "sig") == "sig"]
    if "kid" in header:
        usable = [one for one in usable if one.kid == header["kid"]]
    if len(usable) != 1:
        raise UnknownKey("kid")
    return usable[0]


def _validate(claims: JWTClaims) -> None:
    try:
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise WrongToken(str(error)) from None
