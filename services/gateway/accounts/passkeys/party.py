"""For which site passkeys are: the relying party, by the address under which people reach the pages."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

LOCALHOST = "localhost"


@dataclass(frozen=True)
class RelyingParty:
    """The name by which an authenticator knows this site, and the origin that a browser writes into what it signs."""

    id: str
    origin: str


def relying_party(public_url: str) -> RelyingParty | None:
    """The party of an address; None: browsers make no passkeys there, by number or without TLS on another machine.

    It is the suite's own setting, never the `Host` of a request: that one is whatever a client says.
    """
    parts = urlsplit(public_url)
    name = (parts.hostname or "").lower()
    if not name or is_number(name) or not (parts.scheme == "https" or name == LOCALHOST):
        return None
    port = "" if parts.port in (None, 443 if parts.scheme == "https" else 80) else f":{parts.port}"
    return RelyingParty(name, f"{parts.scheme}://{name}{port}")


def is_number(host: str) -> bool:
    """Whether a host is an IP address, by which no authenticator knows a site."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
