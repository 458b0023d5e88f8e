"""TLS on the gateway's own connections: the handshake, in the time that a head has, and certificates that change."""

from __future__ import annotations

import _socket
import socket
import ssl
from functools import partial
from typing import Any

from services.chassis.base import clock, log, tls
from services.chassis.base.tls import TlsFiles, WrongFile
from services.gateway.http.connections import Connection

HANDSHAKE = b"\x16"
"""How a client begins that speaks TLS (RFC 8446, section 5.1); no method of HTTP begins so."""
LOOK_EVERY, COMPLAIN_EVERY = 2.0, 24 * 3600.0
"""Seconds between two looks at the files, and between two complaints of a certificate that runs out."""
_log = log.get("tls")


class TlsDoor:
    """Lets connections in by TLS, with the certificate that lies in the files now."""

    def __init__(self, files: TlsFiles) -> None:
        """Raises WrongFile."""
        self._files = files
        self._context, self._stamp = tls.server_context(files), self._look()
        self._looks_at = self._complains_at = 0.0

    def let_in(self, plain: socket.socket, connection: Connection) -> socket.socket | None:
        """What to speak HTTP on: TLS, or as it came for who begins without, who is told so. None: they are gone.

        A client that dawdles here has not sent a head: it is hung up on as those are.
        """
        try:
            if plain.recv(1, socket.MSG_PEEK) != HANDSHAKE:
                connection.plain = True
                return plain
            secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
            connection.hang_up = partial(_cut, secure)
            secure.do_handshake()
        except OSError:  # no common version, a certificate that the client does not trust, or hung up on
            return None
        return secure

    def refresh(self) -> None:
        """Take another certificate where one lies there; complain of one that runs out. Cheap between looks."""
        now = clock.ticks()
        if now < self._looks_at:
            return
        self._looks_at = now + LOOK_EVERY
        if (stamp := self._look()) != self._stamp:
            self._stamp = stamp
            self._replace()
        if now >= self._complains_at:
            self._complains_at = now + COMPLAIN_EVERY
            self._complain()

    def _replace(self) -> None:
        try:
            self._context = tls.server_context(self._files)
            _log.info("certificate.replaced", file=str(self._files.certificate))
            self._complains_at = 0.0
        except WrongFile as error:  # the one that was good goes on; the next change is tried again
            _log.error("certificate.refused", error=str(error))

    def _complain(self) -> None:
        try:
            left = tls.days_left(tls.read(self._files.certificate), clock.now())
        except WrongFile:
            return
        if left is not None:
            _log.warning("certificate.runs_out", days=left, file=str(self._files.certificate))

    def _look(self) -> tuple[Any, ...]:
        return tuple(_state_of(one) for one in (self._files.certificate, self._files.key))


def _state_of(path: Any) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _cut(secure: ssl.SSLSocket) -> None:
    """End the connection below TLS: `SSLSocket.shutdown` would take TLS away from who is reading there."""
    try:
        _socket.socket.shutdown(secure, socket.SHUT_RDWR)
    except OSError:
        return
