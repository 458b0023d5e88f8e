"""The bureau's provider over HTTPS: what it says of itself, its keys, the code's exchange.

Its sockets are the loop's like all others: while the provider is slow, others are served.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.chassis.base import clock, log
from services.chassis.base.openid_settings import OpenIdSettings
from services.gateway.accounts.openid.errors import NotSignedIn, ProviderAway, WrongToken
from services.gateway.accounts.openid.tokens import Claims, TokenCheck, UnknownKey

_log = log.get("openid")
SCOPE = "openid profile"
TIMEOUT = (3, 5)
"""Seconds for a connection, and for each word of an answer."""
LASTS, AT_MOST_EVERY = 3600.0, 10.0
"""Seconds for which metadata and keys are remembered; and how often unknown keys have them asked for anew."""
T = TypeVar("T")


@dataclass
class Provider:
    """Asks one provider."""

    settings: OpenIdSettings
    callback: str
    _metadata: tuple[float, Mapping[str, Any]] = (0.0, MappingProxyType({}))
    _keys: tuple[float, KeySet | None] = (0.0, None)

    def __post_init__(self) -> None:
        self._check = TokenCheck(self.settings.issuer, self.settings.client_id)

    # --- what it says of itself ---

    def metadata(self) -> Mapping[str, Any]:
        """Its discovery document, remembered for an hour. Raises ProviderAway."""
        until, known = self._metadata
        if known and clock.ticks() < until:
            return known
        document = self._get(get_well_known_url(self.settings.issuer, external=True))
        # OpenID Connect Discovery 1.0, 4.3: whoever answers for another is not asked.
        if document.get("issuer") != self.settings.issuer:
            _log.error("provider.misnamed", issuer=document.get("issuer"))
            raise ProviderAway("issuer")
        self._metadata = clock.ticks() + LASTS, document
        return document

    def _with_keys(self, read: Callable[[KeySet], T]) -> T:
        """Read a token; keys that the provider has changed since are fetched, but not at any stranger's pace."""
        until, keys = self._keys
        if keys is None or clock.ticks() > until:
            keys = self._fetch_keys()
        try:
            return read(keys)
        except UnknownKey:
            if clock.ticks() < self._keys[0] - LASTS + AT_MOST_EVERY:
                raise
            return read(self._fetch_keys())

    def _fetch_keys(self) -> KeySet:
        try:
            keys = KeySet.import_key_set(self._get(str(self.metadata()["jwks_uri"])))  # type: ignore[arg-type]
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise ProviderAway("jwks") from error
        self._keys = clock.ticks() + LASTS, keys
        return keys

    # --- signing in ---

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent to sign in (RFC 6749, 4.1.1; RFC 7636). Raises ProviderAway."""
        more = {"acr_values": " ".join(sorted(self.settings.strong))} if self.settings.strong else {}
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._endpoint("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier, **more
            )
        return str(url)

    def claims(self, code: str, nonce: str, verifier: str) -> Claims:
        """Who signed in, for the code that a browser brought back. Raises NotSignedIn, ProviderAway."""
        try:
            with self._session() as session:
                token = session.fetch_token(
                    self._endpoint("token_endpoint"), grant_type="authorization_code", code=code, code_verifier=verifier
                )
            return self._of(token, nonce)
        except requests.RequestException as error:
            raise ProviderAway(type(error).__name__) from error
        except (AuthlibBaseError, WrongToken, ValueError) as error:
            _log.warning("sign_in.refused", reason=type(error).__name__, detail=str(error)[:200])
            raise NotSignedIn from None

    def _of(self, token: Mapping[str, Any], nonce: str) -> Claims:
        signed, access = str(token.get("id_token", "")), str(token.get("access_token", ""))
        claims = self._with_keys(lambda keys: self._check.id_token(signed, keys, nonce, access))
        if self.settings.claim in claims:
            return claims
        more = self._get(self._endpoint("userinfo_endpoint"), f"Bearer {access}")
        if more.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, 5.3.2
            raise WrongToken("sub")
        return more | claims

    def answers_for(self, issuer: str) -> bool:
        """Whether an answer is this provider's, by the issuer that it names (RFC 9207). Raises ProviderAway."""
        named = bool(self.metadata().get("authorization_response_iss_parameter_supported"))
        return issuer == self.settings.issuer if issuer or named else True

    # --- signing out ---

    def end_address(self, back: str) -> str:
        """Where a browser is sent to sign out there too (RP-Initiated Logout 1.0); empty: there is no such place."""
        try:
            endpoint = self.metadata().get("end_session_endpoint", "")
        except ProviderAway:
            return ""
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return str(requests.Request("GET", endpoint, params=asked).prepare().url) if endpoint else ""

    def logout_claims(self, token: str) -> Claims:
        """Whose session ended there. Raises WrongToken, ProviderAway."""
        return self._with_keys(lambda keys: self._check.logout_token(token, keys))

    # --- asking ---

    def _endpoint(self, name: str) -> str:
        try:
            return str(self.metadata()[name])
        except KeyError:
            raise ProviderAway(name) from None

    def _session(self) -> OAuth2Session:
        given = self.settings
        session = OAuth2Session(
            given.client_id,
            given.client_secret,
            scope=SCOPE,
            redirect_uri=self.callback,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )
        return self._prepared(session)

    def _prepared(self, session: requests.Session) -> Any:
        session.trust_env = False  # no proxy, and no password of a .netrc, that the settings do not name
        session.verify, session.max_redirects = self.settings.authority or True, 0
        return session

    def _get(self, url: str, authorization: str = "") -> dict[str, Any]:
        """A JSON object. Raises ProviderAway."""
        headers = {"Accept": "application/json"} | ({"Authorization": authorization} if authorization else {})
        try:
            with self._prepared(requests.Session()) as session:
                response = session.get(url, headers=headers, timeout=TIMEOUT)
                response.raise_for_status()
                body = response.json()
        except (requests.RequestException, ValueError) as error:
            _log.warning("provider.away", url=url, reason=type(error).__name__)
            raise ProviderAway(type(error).__name__) from error
        if not isinstance(body, dict):
            raise ProviderAway("no JSON object")
        return body
