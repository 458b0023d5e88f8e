"""Receivers of messages on this machine: a mail server, a web hook, and the makers of robots behind a proxy.

Each is a real server: what is sent goes through sockets, and for robots through TLS, as it would go outside.
"""

from __future__ import annotations

import _thread
import datetime as dt
import email
import http.server
import ipaddress
import json
import socket
import socketserver
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


@dataclass
class MailBox:
    """What a mail server took."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)

    def take(self, content: bytes) -> None:
        mail = email.message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        self.mails.append(mail)


class MailSession(socketserver.StreamRequestHandler):
    """One session of SMTP (RFC 5321), as far as who only sends needs it."""

    box: MailBox

    def handle(self) -> None:
        self.wfile.write(b"220 mail server of the tests\r\n")
        while line := self.rfile.readline():
            word = line[:4].strip().upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.box.take(b"".join(iter(self._line_of_mail, b"")))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 taken\r\n")
            if word == b"QUIT":
                return

    def _line_of_mail(self) -> bytes:
        """A line; nothing where the mail ends. A dot that began one was doubled."""
        line = self.rfile.readline()
        return b"" if line == b".\r\n" else line.removeprefix(b".")


@contextmanager
def mail_server() -> Iterator[MailBox]:
    """A mail server that takes everything."""
    box = MailBox(free_port())
    session = type("Session", (MailSession,), {"box": box})
    with _running(socketserver.TCPServer((LOOPBACK, box.port), session)):
        yield box


@dataclass
class Requests:
    """What a server was asked, and what it answers."""

    port: int
    taken: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    status: int = 200
    answer: Any = field(default_factory=lambda: {"errcode": 0, "code": 0})
    location: str = ""

    def take(self, handler: http.server.BaseHTTPRequestHandler, host: str = "") -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.taken.append((f"{host}{handler.path}", dict(handler.headers), json.loads(body)))
        text = json.dumps(self.answer).encode()
        handler.send_response(self.status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    """One request after another, in a thread of the system's: where something loaded the loop of the services, the
    library's own threads and their locks are the loop's, and a server that waits by these would wait for ever.
    """
    server.timeout = 0.05
    going, gone = [True], list[bool]()

    def serve() -> None:
        while going:
            server.handle_request()
        gone.append(True)

    _thread.start_new_thread(serve, ())
    try:
        yield
    finally:
        going.clear()
        while not gone:
            time.sleep(0.02)
        server.server_close()


@contextmanager
def web_hook() -> Iterator[Requests]:
    """A web hook over plain HTTP."""
    asked = Requests(free_port())

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.take(self)

        def log_message(self, *_: Any) -> None:
            pass

    with _running(http.server.HTTPServer((LOOPBACK, asked.port), Hook)):
        yield asked


@dataclass
class Proxy(Requests):
    """A proxy that leads to the makers' hosts: they answer behind it, by certificates of an authority of the test."""

    authority: Path = Path()


@contextmanager
def robots_proxy(folder: Path, *hosts: str) -> Iterator[Proxy]:
    """A proxy for HTTPS, behind which these hosts take what robots are sent."""
    authority, server = _certificates(folder, hosts)
    asked = Proxy(free_port(), authority=authority)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server)

    class Behind(http.server.BaseHTTPRequestHandler):
        host = ""

        def do_POST(self) -> None:
            asked.take(self, self.host)

        def log_message(self, *_: Any) -> None:
            pass

    class Front(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            inner = type("Inner", (Behind,), {"host": self.path.partition(":")[0]})
            with context.wrap_socket(self.connection, server_side=True) as secure:
                inner(secure, self.client_address, self.server)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    with _running(http.server.HTTPServer((LOOPBACK, asked.port), Front)):
        yield asked


def _certificates(folder: Path, hosts: tuple[str, ...]) -> tuple[Path, Path]:
    """An authority's certificate, and a server's with its key, signed by it."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    begin, end = dt.datetime.now(dt.UTC) - dt.timedelta(days=1), dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    common = x509.CertificateBuilder().issuer_name(name).not_valid_before(begin).not_valid_after(end)
    ca = (
        common.subject_name(name)
        .public_key(ca_key.public_key())
        .serial_number(1)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    names = [x509.DNSName(one) for one in hosts]
    leaf = (
        common.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])]))
        .public_key(key.public_key())
        .serial_number(2)
        .add_extension(
            x509.SubjectAlternativeName([*names, x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    authority, server = folder / "authority.pem", folder / "server.pem"
    authority.write_bytes(ca.public_bytes(pem))
    server.write_bytes(leaf.public_bytes(pem) + plain)
    return authority, server
