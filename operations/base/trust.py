"""Whom the operator's commands trust over https: the gateway of this suite, and nobody else."""

from __future__ import annotations

import ssl
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from operations.base.errors import WrongSetting
from services.chassis.base import tls

AUTHORITY = "campaign-ca.crt"


def context(certificate: Path) -> ssl.SSLContext:
    """Trusts this certificate, and what the home's own authority issued beside it. Raises WrongSetting.

    By the certificate, not by its names: these commands come by the loopback or a container's name, which a bureau's
    certificate need not bear; and no other key than that certificate's answers for it.
    """
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusted.check_hostname = False
    trusted.minimum_version = ssl.TLSVersion.TLSv1_2
    trusted.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        # The first in the file alone: an authority below it vouches for others as well.
        trusted.load_verify_locations(cadata=tls.read(certificate).public_bytes(Encoding.PEM).decode())
    except tls.WrongFile as error:
        raise WrongSetting(*error.args) from None
    authority = certificate.with_name(AUTHORITY)
    if authority.exists():  # the gateway shows the certificate before this one for some seconds yet
        trusted.load_verify_locations(authority)
    return trusted
