"""The server's certificate and its key: where they lie, what is wrong with them, until when they are good."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

CERTIFICATE, KEY = "TLS_CERTIFICATE_FILE", "TLS_KEY_FILE"
RUNS_OUT = dt.timedelta(days=30)
"""So long before its end a certificate is complained of."""
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""With forward secrecy, in OpenSSL's words for TLS 1.2; how Python was built may offer suites without."""


class WrongFile(ValueError):
    """A certificate or key that cannot be served; its arguments are the setting that names it, and why."""

    def __str__(self) -> str:
        """In one line."""
        return ": ".join(map(str, self.args))


@dataclass(frozen=True)
class TlsFiles:
    """A certificate, with those between it and its authority below it, and its key; both PEM."""

    certificate: Path
    key: Path


def own_files(home: Path) -> TlsFiles:
    """Where the home's own authority lays what it issues."""
    return TlsFiles(home / "secrets" / "tls" / "server.crt", home / "secrets" / "tls" / "server.key")


def find(environment: Mapping[str, str], home: Path) -> TlsFiles | None:
    """The files that the settings name, else the home's own, else none: plain HTTP. Raises WrongFile."""
    certificate, key = environment.get(CERTIFICATE, ""), environment.get(KEY, "")
    if bool(certificate) != bool(key):
        raise WrongFile(KEY if certificate else CERTIFICATE, f"goes with {CERTIFICATE if certificate else KEY}")
    if certificate:
        return TlsFiles(Path(certificate).absolute(), Path(key).absolute())
    own = own_files(home)
    return own if own.certificate.exists() else None


def server_context(files: TlsFiles) -> ssl.SSLContext:
    """What a server of these speaks: TLS 1.2 or newer, HTTP/1.1. Raises WrongFile."""
    read(files.certificate)
    _check_readable(KEY, files.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_RENEGOTIATION  # a handshake costs the server more than the client
    context.set_alpn_protocols(["http/1.1"])
    try:
        # An empty password: OpenSSL would ask the terminal for that of an encrypted key, and wait.
        context.load_cert_chain(files.certificate, files.key, password="")
    except ssl.SSLError as error:
        raise WrongFile(KEY, f"{files.key} is no key of {files.certificate}: {error.reason or error}") from None
    return context


def read(path: Path) -> x509.Certificate:
    """The server's own certificate, the first in its file. Raises WrongFile."""
    _check_readable(CERTIFICATE, path)
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except ValueError as error:
        raise WrongFile(CERTIFICATE, f"{path} is no certificate: {error}") from None


def names(certificate: x509.Certificate) -> tuple[str, ...]:
    """Host names and addresses for which a certificate is good."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    hosts = extension.value.get_values_for_type(x509.DNSName)
    return (*hosts, *map(str, extension.value.get_values_for_type(x509.IPAddress)))


def days_left(certificate: x509.Certificate, at: dt.datetime) -> int | None:
    """How many days it has left, negative once it is over; none: too many to be complained of."""
    left = certificate.not_valid_after_utc - at
    return left.days if left < RUNS_OUT else None


def _check_readable(setting: str, path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise WrongFile(setting, f"{path}: {error.strerror}") from None
