"""A copy of all journals on disk, so that a rebuild needs no memory for them and waits for nobody."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from os import SEEK_END
from typing import IO

import orjson

from contracts import envelope
from contracts.envelope import Event

BATCH = 1000


@dataclass
class EventSpool:
    """Events as lines in a file."""

    file: IO[bytes]
    count: int = 0

    def add(self, events: Sequence[Event]) -> None:
        """Put events behind those that are there."""
        self.file.seek(0, SEEK_END)
        self.file.writelines(event.body + b"\n" for event in events)
        self.count += len(events)

    def batches(self) -> Iterator[Sequence[Event]]:
        """The events again, some at a time."""
        self.file.seek(0)
        while lines := list(islice(self.file, BATCH)):
            yield [envelope.decode(line[:-1]) for line in lines]

    def hashes(self) -> dict[str, bytes]:
        """SHA-256 of each event's bytes, by its id."""
        self.file.seek(0)
        return {orjson.loads(line)["id"]: sha256(line[:-1]).digest() for line in self.file}


@contextmanager
def copy_journals(journals: Iterator[Sequence[Event]]) -> Iterator[EventSpool]:
    """Copy journals into a temporary file that is gone afterwards."""
    with tempfile.TemporaryFile() as file:
        spool = EventSpool(file)
        for events in journals:
            spool.add(events)
        yield spool
