"""Puts what a home holds into a folder of its own, name by name, so that a kill at any moment loses nothing.

What is to be moved is written down first; where that note lies, the suite does not start, and the same command goes on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.base.errors import OperatorError
from operations.suite import home as suite_home
from services.chassis.base.settings import PROGRAMME

COPIES = "before-begin"
STAYS = frozenset({"run", COPIES, "secrets/tls", "exchange"})
"""A suite's lock and state; what was put aside before; the certificate that offices trust; mappings
for the platform above."""


class InTheWay(OperatorError):
    """{0} is a link, or lies on another disk than the home: it cannot be put aside. Nothing was touched. Put what it
    stands for into the home itself, or unmount or unlink it and keep it aside yourself, and run begin again.
    链接或另行挂载，未作任何更改。
    """


class ThereTwice(OperatorError):
    """{0} and {1} are both there, and neither is put over the other. Move one of them elsewhere, and run begin again.
    两处并存，请移走其一后再运行 begin。
    """


class MoveFailed(OperatorError):
    """What {0} holds could not be put aside: {1}. Nothing is lost: mend that, and run begin again.
    移动未完成，排除故障后请再次运行 begin。
    """


@dataclass(frozen=True)
class Move:
    """Which names of a home go into which folder below it."""

    copy: str
    names: tuple[str, ...]


def names_of(home: Path, own: Path) -> Iterator[str]:
    """What is put aside. The certificate that offices trust, mappings and the bureau's own programmes stay.

    own  the file that holds the programme in force, in the home or elsewhere

    Raises InTheWay.
    """
    stays = {home / name for name in STAYS} | set(_programmes(home, own))
    _refuse_others(home, home / COPIES)
    yield from (str(one.relative_to(home)) for one in _but(home, home, stays))


def _but(home: Path, folder: Path, stays: Collection[Path]) -> Iterator[Path]:
    """Everything in a folder but what stays; a folder in which something stays goes name by name."""
    for one in sorted(folder.iterdir()):
        if one in stays:
            continue
        _refuse_others(home, one)
        if any(one in stay.parents for stay in stays):
            yield from _but(home, one, stays)
        else:
            yield one


def _programmes(home: Path, own: Path) -> Iterator[Path]:
    """The bureau's programme in force and those that lie beside it, where they lie in the home."""
    usual = home / PROGRAMME
    yield from (one for one in home.iterdir() if one.name.startswith(usual.stem) and one.suffix == usual.suffix)
    for file in (own.parent.resolve() / own.name, own.resolve()):
        if file.is_relative_to(home.resolve()):
            here = home / file.relative_to(home.resolve())
            yield here
            yield from (one for one in here.parent.glob("*") if _is_earlier(one, here))


def _is_earlier(one: Path, own: Path) -> bool:
    """Whether a file is a programme of before, as adopting keeps it beside the one in force."""
    year = re.escape(own.stem) + r"-[0-9]{4}-[0-9a-f]{8}" + re.escape(own.suffix)
    return re.fullmatch(year, one.name) is not None


def _refuse_others(home: Path, one: Path) -> None:
    """What lies on another disk, or is only named here, cannot be put aside by its name."""
    if one.is_symlink() or (one.exists() and (one.is_mount() or one.stat().st_dev != home.stat().st_dev)):
        raise InTheWay(one)


def interruption(home: Path) -> Move | None:
    """A move that was begun and interrupted."""
    try:
        noted = orjson.loads(suite_home.begin_note(home).read_bytes())
    except FileNotFoundError:
        return None
    return Move(noted["copy"], tuple(noted["names"]))


def begin(home: Path, own: Path, stamp: str) -> Move:
    """Write down what goes where; from then on it is done to its end. Raises InTheWay, MoveFailed."""
    note = suite_home.begin_note(home)
    fresh = note.with_suffix(".new")
    with _named(home):
        move = Move(f"{COPIES}/{stamp}", tuple(names_of(home, own)))
        with fresh.open("wb") as file:
            file.write(orjson.dumps(asdict(move)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(note)
        _settle(note.parent)
    return move


def finish(home: Path, move: Move) -> Path:
    """Do what was written down, as far as it is not done; answers the folder that has it all.

    Raises ThereTwice, MoveFailed: what was written down stays so.
    """
    copy = home / move.copy
    with _named(home):
        copy.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in move.names:
            _move(home / name, copy / name)
        for folder in {(place / name).parent for name in move.names for place in (copy, home)} | {copy, copy.parent}:
            _settle(folder)
        suite_home.begin_note(home).unlink()
    return copy


def _move(source: Path, target: Path) -> None:
    if not os.path.lexists(source):
        return
    if os.path.lexists(target):
        raise ThereTwice(source, target)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)


@contextmanager
def _named(home: Path) -> Iterator[None]:
    """A fault of the disk is said as one. Raises MoveFailed."""
    try:
        yield
    except OSError as error:
        raise MoveFailed(home, error) from None


def _settle(folder: Path) -> None:
    """Names are on the disk before anything counts on them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
