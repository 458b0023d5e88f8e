"""Whether an Ed25519 signature fits: by OpenSSL where the package `cryptography` is installed, else by ourselves."""

from __future__ import annotations

from contracts.tlog import ed25519

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    fits = ed25519.fits
else:

    def fits(public: bytes, signature: bytes, message: bytes) -> bool:
        """Whether a signature over a message was made with the secret key of a public one."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            return False
        return True
