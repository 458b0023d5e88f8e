"""The authority and the server's certificate of a home, as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from operations.base import trust
from operations.base.errors import OperatorError
from operations.certificate.authority import Signer
from services.chassis.base import disk, tls

PRIVATE = 0o600


class BrokenAuthority(OperatorError):
    """The authority in {0} cannot be read: {1}. Put the file back from a copy, or move both away for a new one."""


@dataclass(frozen=True)
class CertificateFiles:
    """What lies where, below a home.

    authority  what is installed on the office's machines; it is no secret
    """

    home: Path

    @property
    def authority(self) -> Path:
        """The one file to install."""
        return tls.own_files(self.home).certificate.with_name(trust.AUTHORITY)

    @property
    def _authority_key(self) -> Path:
        return self.authority.with_suffix(".key")

    def load_authority(self) -> Signer | None:
        """The authority of this home, if it has one. Raises BrokenAuthority."""
        if not self.authority.exists():
            return None
        try:
            certificate = x509.load_pem_x509_certificate(self.authority.read_bytes())
            key = serialization.load_pem_private_key(self._authority_key.read_bytes(), None)
        except (OSError, ValueError, TypeError) as error:
            raise BrokenAuthority(self.authority.parent, error) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise BrokenAuthority(self.authority.parent, "the key is of another kind")
        return Signer(certificate, key)

    def load_names(self) -> tuple[str, ...]:
        """The names in the server's certificate that lies there; none without one."""
        own = tls.own_files(self.home).certificate
        return tls.names(tls.read(own)) if own.exists() else ()

    def save_authority(self, authority: Signer) -> None:
        """Keep an authority. Raises OSError."""
        disk.make_folder(self.authority.parent, 0o700)
        disk.write(self._authority_key, _pem(authority.key), PRIVATE)
        disk.write(self.authority, authority.certificate.public_bytes(serialization.Encoding.PEM))

    def save_server(self, server: Signer) -> None:
        """Keep a server's certificate; whoever serves with it looks at both files and takes them once they agree."""
        own = tls.own_files(self.home)
        disk.write(own.key, _pem(server.key), PRIVATE)
        disk.write(own.certificate, server.certificate.public_bytes(serialization.Encoding.PEM))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
