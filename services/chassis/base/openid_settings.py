"""The bureau's OpenID provider, where it has one: its address, us as its client, by which claim people are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ISSUER, CLIENT, SECRET = "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"
CLAIM, STRONG, AUTHORITY = "OIDC_CLAIM", "OIDC_STRONG", "OIDC_AUTHORITY_FILE"
_ADDRESS = re.compile(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?[^\s?#]*")


class WrongProvider(ValueError):
    """A setting of the provider that is missing or wrong, and why."""

    def __str__(self) -> str:
        """In one line."""
        return ": ".join(map(str, self.args))


@dataclass(frozen=True)
class OpenIdSettings:
    """How the bureau's provider is asked.

    issuer     its address, as its tokens name it
    claim      the claim that holds a person's code
    strong     values of acr or amr that stand for more than a password
    authority  a file with the authority of its certificate; empty: those that the machine trusts
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "preferred_username"
    strong: frozenset[str] = frozenset()
    authority: str = ""


def find(environment: Mapping[str, str], secret: Callable[[str], str]) -> OpenIdSettings | None:
    """The settings of a provider, if there is one; `secret` reads what may stand in a file. Raises WrongProvider."""
    issuer, client = environment.get(ISSUER, ""), environment.get(CLIENT, "")
    if not issuer:
        return None
    if not _ADDRESS.fullmatch(issuer):
        raise WrongProvider(ISSUER, "must look like https://id.example.gov.cn")
    if not (client and (known := secret(SECRET))):
        raise WrongProvider(SECRET if client else CLIENT, f"goes with {ISSUER}")
    authority = environment.get(AUTHORITY, "")
    if authority and not Path(authority).is_file():
        raise WrongProvider(AUTHORITY, "no such file")
    strong = frozenset(environment.get(STRONG, "").replace(",", " ").split())
    return OpenIdSettings(issuer, client, known, environment.get(CLAIM) or "preferred_username", strong, authority)
