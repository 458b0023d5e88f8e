"""What was signed, in a file beside the database: it is not put back with the database from an older copy, and who
cuts tables cuts it not.

It holds the newest checkpoints, one for ten minutes in which any was signed: where the log was rewritten they say
between which two sizes. It is no proof against who can write this file too: witnesses are.
"""

from __future__ import annotations

import json
from pathlib import Path

from contracts.tlog.checkpoints import Checkpoint
from contracts.tlog.errors import TlogError
from contracts.tlog.notes import Note
from services.chassis.base import disk, log

_log = log.get("checkpoints")
MOST = 200
TEN_MINUTES = 15
"""Characters of a moment that say its day and hour and the first digit of its minute."""


class Memory:
    """The checkpoints that are remembered outside the database."""

    def __init__(self, path: Path) -> None:
        """`path` is the file; it need not be there yet."""
        self._path = path
        self._notes: list[str] | None = None

    def notes(self) -> list[str]:
        """What is remembered, the oldest first; nothing that cannot be read."""
        if self._notes is None:
            self._notes = self._load()
        return list(self._notes)

    def keep(self, note: str) -> None:
        """Remember a checkpoint, unless it is smaller than one that is remembered."""
        notes = self.notes()
        if notes and size_of(note) < size_of(notes[-1]):
            return
        if len(notes) > 1 and _when(notes[-1]) == _when(note) == _when(notes[-2]):
            notes.pop()
        self._notes = [*notes, note][-MOST:]
        try:
            disk.make_folder(self._path.parent, 0o700)
            disk.write(self._path, json.dumps(self._notes).encode())
        except OSError as error:
            # Signing goes on: what is not remembered here a witness may have.
            _log.error("checkpoint.not_remembered", error=type(error).__name__, detail=str(error)[:200])

    def _load(self) -> list[str]:
        try:
            notes = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return []
        return [one for one in notes if isinstance(one, str) and _is_checkpoint(one)]


def size_of(note: str) -> int:
    """How many entries a checkpoint names."""
    return Checkpoint.parse(Note.parse(note).text).size


def _is_checkpoint(note: str) -> bool:
    try:
        size_of(note)
    except TlogError:
        return False
    return True


def _when(note: str) -> str:
    lines = Checkpoint.parse(Note.parse(note).text).extensions
    return next((one.removeprefix("time ")[:TEN_MINUTES] for one in lines if one.startswith("time ")), "")
