"""Which commands were carried out already: a command that comes again is answered as at first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import entry
from services.chassis.records.command import Command
from services.chassis.storage import journal
from services.chassis.storage.journal import CommandReceipt


class Receipts:
    """The receipts of one transaction: those that it read, and those of the commands that it carried out itself."""

    def __init__(self, tx: sa.Connection) -> None:
        """Nothing is read yet."""
        self._tx = tx
        self._receipts: dict[str, CommandReceipt] = {}
        self._own: list[str] = []

    def read(self, commands: Iterable[str]) -> dict[str, CommandReceipt]:
        """Read the receipts of these commands from the journal; those that there are."""
        read = journal.find_receipts(self._tx, commands)
        self._receipts |= read
        return read

    def get(self, command: str) -> CommandReceipt | None:
        """What became of a command, as far as it was read."""
        return self._receipts.get(command)

    def add(self, command: str, receipt: CommandReceipt) -> None:
        """A command was carried out here."""
        self._receipts[command] = receipt
        self._own.append(command)

    def all(self) -> dict[str, CommandReceipt]:
        """Every receipt by its command."""
        return self._receipts

    def mark(self) -> int:
        """Where the receipts stand now, to come back to."""
        return len(self._own)

    def roll_back(self, mark: int) -> None:
        """Forget the commands that were carried out here since the mark."""
        for command in self._own[mark:]:
            del self._receipts[command]
        del self._own[mark:]


def digest(command: Command, form: Any) -> str:
    """A fingerprint of what a command says: the same key with another body is not a repetition."""
    # Neither who sends it nor the version that they saw: a repetition is the same command all the same.
    content = [command.register, command.record, command.step, form, command.corrects]
    content += [command.releases] if command.releases else []  # or what was carried out before would be no repetition
    content += [{"reason": entry.enter_all(command.reason)}] if command.reason else []
    return hashlib.blake2b(orjson.dumps(content, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
