"""The gateway's address must be free before anything is started."""

from __future__ import annotations

import socket

from operations.base.environment import Environment
from operations.base.errors import OperatorError, WrongSetting


class Taken(OperatorError):
    """The address {0} is in use by another program; choose one with --address HOST:PORT. 地址已被占用。"""


def refuse_taken(environment: Environment) -> None:
    """Raises Taken when something listens there already, WrongSetting when this machine has no such address."""
    family, kind, where = _resolve(environment)
    with socket.socket(family, kind) as probe:
        # As the gateway's own socket: an address whose last connections still time out (TIME_WAIT) is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except PermissionError as error:
            raise WrongSetting("HTTP_ADDRESS", error) from None
        except OSError:
            raise Taken(environment.http_address) from None


def _resolve(
    environment: Environment,
) -> tuple[int, int, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]:
    try:
        family, kind, _, _, where = socket.getaddrinfo(*environment.listens_at(), type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise WrongSetting("HTTP_ADDRESS", error) from None
    return family, kind, where
