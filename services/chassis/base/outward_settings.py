"""Where the notifier may reach: it alone has a way out, and whoever runs the machines says how far that leads."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

INSIDE, PROXY, AUTHORITY = "NOTIFIER_INSIDE", "NOTIFIER_PROXY", "NOTIFIER_AUTHORITY_FILE"
_PROXY = re.compile(r"http://[A-Za-z0-9.-]+:[0-9]{1,5}")


class WrongWayOut(ValueError):
    """A setting of the notifier that is wrong, and why."""

    def __str__(self) -> str:
        """In one line."""
        return ": ".join(map(str, self.args))


@dataclass(frozen=True)
class OutwardSettings:
    """How messages leave the house.

    inside     networks of the house that may be reached all the same: the bureau's mail server, its web hooks
    proxy      through which everything goes over HTTP, "http://proxy:3128"; empty: straight
    authority  a file with the authorities of certificates; empty: those that the machine trusts
    """

    inside: tuple[str, ...] = field(default=())
    proxy: str = ""
    authority: str = ""


def find(environment: Mapping[str, str]) -> OutwardSettings:
    """The way out in an environment. Raises WrongWayOut."""
    try:
        inside = tuple(str(ipaddress.ip_network(one)) for one in environment.get(INSIDE, "").replace(",", " ").split())
    except ValueError as error:
        raise WrongWayOut(INSIDE, "must look like 10.0.0.7, 10.1.0.0/16", error) from None
    proxy, authority = environment.get(PROXY, ""), environment.get(AUTHORITY, "")
    if proxy and not _PROXY.fullmatch(proxy):
        raise WrongWayOut(PROXY, "must look like http://proxy.example:3128")
    if authority and not Path(authority).is_file():
        raise WrongWayOut(AUTHORITY, "no such file")
    return OutwardSettings(inside, proxy, authority)
