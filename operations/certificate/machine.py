"""By which names and addresses this machine is reached."""

from __future__ import annotations

import ipaddress
import itertools
import socket
from pathlib import Path

from operations.base.errors import WrongSetting

IPV6 = Path("/proc/net/if_inet6")
ROUTES = Path("/proc/net/fib_trie")
LOCAL_ROUTE = "/32 host LOCAL"
LONGEST_NAME = 253
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Name = str | Address


def names() -> list[Name]:
    """`localhost`, its addresses, the machine's name with and without its domain, the addresses of its networks."""
    here: list[Name] = ["localhost", ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")]
    hosts = [parse(one) for one in (socket.gethostname(), socket.getfqdn()) if _is_host(one)]
    return list(dict.fromkeys([*here, *hosts, *_addresses()]))


def parse(text: str) -> Name:
    """A name or an address as it stands in a certificate. Raises WrongSetting."""
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        pass
    if not _is_host(text):
        raise WrongSetting("--host", f"{text!r} is neither a host's name nor an address")
    return text.lower().encode("idna").decode()


def _is_host(text: str) -> bool:
    try:
        encoded = text.encode("idna").decode()
    except UnicodeError:
        return False
    labels = encoded.split(".")
    return len(encoded) <= LONGEST_NAME and all(
        one and one.replace("-", "").replace("_", "").isalnum() and one[0] != "-" and one[-1] != "-" for one in labels
    )


def _addresses() -> list[Address]:
    """The kernel's own list: a library would bring a compiler's work for these two files."""
    return [one for one in (*_ipv4(), *_ipv6()) if not (one.is_loopback or one.is_link_local or one.is_unspecified)]


def _ipv4() -> list[Address]:
    lines = ROUTES.read_text(encoding="ascii").splitlines() if ROUTES.exists() else []
    pairs = itertools.pairwise(lines)
    return [ipaddress.ip_address(line.split()[-1]) for line, after in pairs if after.strip().startswith(LOCAL_ROUTE)]


def _ipv6() -> list[Address]:
    lines = IPV6.read_text(encoding="ascii").splitlines() if IPV6.exists() else []
    return [ipaddress.IPv6Address(int(line.split()[0], 16)) for line in lines]
