"""The gateway's address must be free before anything is started."""

from __future__ import annotations

import socket

from operations.base.environment import Environment
from operations.base.errors import OperatorError, WrongSetting
from services.chassis.base.settings import both_loopbacks

Where = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]


class Taken(OperatorError):
    """The address {0} is in use by another program; choose one with --address HOST:PORT. 地址已被占用。"""


def refuse_taken(environment: Environment) -> None:
    """Raises Taken when something listens there already, WrongSetting when this machine has no such address."""
    host, port = environment.listens_at()
    for one in both_loopbacks(host):
        if one == host or _is_here(one):
            _probe(environment, one, port)


def _probe(environment: Environment, host: str, port: int) -> None:
    family, kind, where = _resolve(host, port)
    with socket.socket(family, kind) as probe:
        # As the gateway's own socket: an address whose last connections still time out (TIME_WAIT) is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except PermissionError as error:
            raise WrongSetting("HTTP_ADDRESS", error) from None
        except OSError:
            raise Taken(environment.http_address) from None


def _is_here(host: str) -> bool:
    """Whether this machine has an address: where IPv6 is off there is but one loopback."""
    try:
        family, kind, where = _resolve(host, 0)
        with socket.socket(family, kind) as probe:
            probe.bind(where)
    except (OSError, WrongSetting):
        return False
    return True


def _resolve(host: str, port: int) -> tuple[int, int, Where]:
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise WrongSetting("HTTP_ADDRESS", error) from None
    return family, kind, where
