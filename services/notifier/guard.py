"""Keeps what runs in this process to the hosts of its messages and away from the house, whatever a library does.

Python itself tells of every name that is looked up and of every connection before it is made: an address is looked at
when it is known, so that no name that answers otherwise the second time, and no redirect, leads anywhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from collections.abc import Iterable

CLOSED = frozenset({"os.exec", "os.posix_spawn", "os.system", "subprocess.Popen", "socket.bind", "socket.sendto"})
"""What nothing here has any business with."""
_now = threading.local()


class NotAllowedThere(OSError):
    """Nothing is sent there: {0}."""


class OutwardGuard:
    """Refuses to look up names and to connect, but for what is meant."""

    def __init__(self, inside: Iterable[str], proxy_host: str) -> None:
        """`inside` are the networks of the house that may be reached."""
        self._inside = [ipaddress.ip_network(one) for one in inside]
        self._proxy_host = proxy_host
        self._proxies: set[str] = set()

    def install(self) -> None:
        """Watch this process until it ends; nothing takes that back."""
        if self._proxy_host:
            self._proxies = {str(one[4][0]) for one in socket.getaddrinfo(self._proxy_host, None)}
        sys.addaudithook(self._look)

    def mean(self, host: str) -> bool:
        """From here on this thread sends to a host, and to no other; whether that may be, as far as its name says."""
        _now.host, _now.refused = host, False
        return _address(host) is None or self._may_reach(host)

    def was_refused(self) -> bool:
        """Whether this thread wanted to go where it may not since it was said where it sends."""
        return bool(getattr(_now, "refused", False))

    def _look(self, event: str, about: tuple[object, ...]) -> None:
        if event in CLOSED:
            self._refuse(event)
        elif event == "socket.getaddrinfo":
            if str(about[0]) not in (getattr(_now, "host", ""), self._proxy_host):
                self._refuse(event)
        elif event == "socket.connect":
            place = about[1]
            if not isinstance(place, tuple) or not self._may_reach(str(place[0])):
                self._refuse(event)

    def _may_reach(self, text: str) -> bool:
        address = _address(text)
        if address is None:  # a name, or a path: whoever connects by these looks nothing up first
            return False
        plain = getattr(address, "ipv4_mapped", None) or address
        return text in self._proxies or plain.is_global or any(plain in one for one in self._inside)

    def _refuse(self, event: str) -> None:
        _now.refused = True
        raise NotAllowedThere(event)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
