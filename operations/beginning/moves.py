"""Puts what a home holds into a folder of its own, name by name, so that a kill at any moment loses nothing.

What is to be moved is written down first; where that note lies, the suite does not start, and the same command goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.suite import home as suite_home
from services.chassis.base.settings import PROGRAMME

COPIES = "before-begin"
STAYS = frozenset({"run", COPIES, "secrets"})
"""A suite's lock and state; what was put aside before; of the secrets all but the certificate go one by one."""
CERTIFICATE = "tls"


@dataclass(frozen=True)
class Move:
    """Which names of a home go into which folder below it."""

    copy: str
    names: tuple[str, ...]


def names_of(home: Path) -> Iterator[str]:
    """What is put aside. The certificate that offices trust and the bureau's own programme stay."""
    own = Path(PROGRAMME)
    for one in sorted(home.iterdir()):
        if one.name not in STAYS and not (one.name.startswith(own.stem) and one.suffix == own.suffix):
            yield one.name
    secrets = home / "secrets"
    yield from (f"secrets/{one.name}" for one in sorted(secrets.glob("*")) if one.name != CERTIFICATE)


def interruption(home: Path) -> Move | None:
    """A move that was begun and interrupted."""
    try:
        noted = orjson.loads(suite_home.begin_note(home).read_bytes())
    except FileNotFoundError:
        return None
    return Move(noted["copy"], tuple(noted["names"]))


def begin(home: Path, stamp: str) -> Move:
    """Write down what goes where; from then on it is done to its end."""
    move = Move(f"{COPIES}/{stamp}", tuple(names_of(home)))
    note = suite_home.begin_note(home)
    fresh = note.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(orjson.dumps(asdict(move)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(note)
    _settle(note.parent)
    return move


def finish(home: Path, move: Move) -> Path:
    """Do what was written down, as far as it is not done; answers the folder that has it all."""
    copy = home / move.copy
    copy.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in move.names:
        target = copy / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (home / name).exists() and not target.exists():
            (home / name).rename(target)
    for folder in (copy, home):
        _settle(folder)
    suite_home.begin_note(home).unlink()
    return copy


def _settle(folder: Path) -> None:
    """Names are on the disk before anything counts on them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
