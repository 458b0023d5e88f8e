"""Who is at the other end: an account, where a good token says so, else an address."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.chassis.base.settings import Network

SITE = 64
"""Bits of an IPv6 address that name a subscriber: whoever has these has every address below them."""


@dataclass(frozen=True, slots=True)
class Client:
    """Whose requests are counted together: an account's wherever they come from, strangers' by their address."""

    account: str | None
    address: str

    @property
    def key(self) -> str:
        """By what it is counted; no account is named like an address."""
        return self.address if self.account is None else f"account {self.account}"


def address_of(environ: Mapping[str, Any], proxies: tuple[Network, ...]) -> str:
    """The address a request comes from; what a proxy of ours says is believed, what others say of themselves is not."""
    peer: str = environ.get("REMOTE_ADDR", "")
    if not proxies or not _is_ours(peer, proxies):
        return _site(peer)
    for hop in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if _parse(hop.strip()) is None:
            break
        peer = hop.strip()
        if not _is_ours(peer, proxies):
            break
    return _site(peer)


@lru_cache(10_000)
def _is_ours(address: str, proxies: tuple[Network, ...]) -> bool:
    parsed = _parse(address)
    return parsed is not None and any(parsed in one for one in proxies)


@lru_cache(10_000)
def _site(address: str) -> str:
    """An address, of IPv6 the subscriber's network; of this machine's own there is but one, and no network."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.is_loopback:
        return str(ipaddress.ip_network((parsed, SITE), strict=False))
    return address


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, ipaddress.IPv6Address) else parsed
