"""What a service was set up with, as one digest: without its secrets, which have digests of their own."""

from __future__ import annotations

import hashlib
from dataclasses import fields

from services.chassis.base.settings import Settings

SECRET = frozenset({"amqp_uri", "database_url", "notify_socket"})
"""Addresses bear passwords; the last is whoever started the process's own."""


def digest_of(settings: Settings) -> str:
    """SHA-256 of the settings that are no secrets, by their names."""
    shown = [one.name for one in fields(settings) if one.repr and one.name not in SECRET]
    text = "\n".join(f"{name}={_plain(getattr(settings, name))!r}" for name in shown)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value  # sets have no order of their own
