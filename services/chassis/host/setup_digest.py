"""What a service was set up with: without its secrets, which have digests of their own."""

from __future__ import annotations

import hashlib
from dataclasses import fields

from services.chassis.base.settings import Settings

SECRET = frozenset({"amqp_uri", "database_url", "notify_socket"})
"""Addresses bear passwords; the last is whoever started the process's own."""


def digest_of(settings: Settings) -> str:
    """SHA-256 of the settings that are no secrets, by their names."""
    text = "\n".join(f"{name}={value}" for name, value in plain_settings(settings).items())
    return hashlib.sha256(text.encode()).hexdigest()


def plain_settings(settings: Settings) -> dict[str, str]:
    """The settings that are no secrets, as texts, by their names."""
    names = [one.name for one in fields(settings) if one.repr and one.name not in SECRET]
    return {name: repr(_plain(getattr(settings, name))) for name in names}


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value  # sets have no order of their own
