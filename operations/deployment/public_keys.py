"""The public keys of all services, made of the secrets from which they sign."""

from __future__ import annotations

from pathlib import Path

from operations.deployment.databases import SERVICES
from services.chassis.base import signing_keys
from services.chassis.base.signing_keys import SigningKey

FILE = "signing-{}"
"""The file in which a service's secret stands."""


def write(folder: Path, secrets: Path) -> tuple[str, ...]:
    """Writes `<service>.pub` of each; a key that was there before stays behind the new one. Returns the services."""
    for service in SERVICES:
        secret = (secrets / FILE.format(service)).read_text(encoding="utf-8").strip()
        signing_keys.publish(folder, service, SigningKey(secret.encode()))
        (folder / f"{service}.pub").chmod(0o644)  # others read it
    return SERVICES
