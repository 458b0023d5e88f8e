"""Secrets that a home draws for itself: once, and readable for their owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from services.chassis.base import disk


def load_or_create(path: Path) -> bytes:
    """The secret in a file; who comes first draws it. What is written under a key must not outlast it: it is synced."""
    disk.make_folder(path.parent, 0o700)
    if not _length(path):
        _draw(path)
    disk.sync(path.parent)
    return path.read_bytes()


def _length(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _draw(path: Path) -> None:
    """Written whole under another name, then linked into place: who comes second takes what the first has drawn."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        if _length(path) == 0:  # an empty file was left by a crash
            path.unlink(missing_ok=True)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
