"""The state of a running suite, in one small file that is always whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from operations.base.environment import Environment


@dataclass(frozen=True, slots=True)
class ProcessState:
    """One process of the suite; `started` is RFC 3339, `pid` None while it waits to be started again."""

    pid: int | None
    started: str
    restarts: int


@dataclass(frozen=True, slots=True)
class State:
    """The suite of one home.

    broker  its address, without the password
    ready   since when; empty before it is
    certificate  the file with which it speaks https; empty: it started with plain http
    """

    pid: int
    address: str
    broker: str
    started: str
    ready: str
    processes: dict[str, ProcessState]
    certificate: str = ""

    def found_by(self, environment: Environment) -> Environment:
        """An environment that finds this suite, whatever another start would begin with."""
        certificate = Path(self.certificate) if self.certificate else None
        return replace(environment, http_address=self.address, certificate=certificate)


def path(home: Path) -> Path:
    """Where the state is kept."""
    return home / "run" / "state.json"


def write(home: Path, state: State) -> None:
    """Replaces the state, all of it at once. Raises OSError where the disk takes nothing."""
    file = path(home)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written beside and then renamed: `status` and `down` in another process never read half a state.
    fresh = file.with_suffix(".new")
    fresh.write_bytes(orjson.dumps(asdict(state), option=orjson.OPT_INDENT_2))
    fresh.replace(file)


def load(home: Path) -> State | None:
    """The last state that was written, perhaps by a suite that was killed since; a torn file counts as none."""
    try:
        stored = orjson.loads(path(home).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    return State(**stored | {"processes": {name: ProcessState(**one) for name, one in stored["processes"].items()}})


def forget(home: Path) -> None:
    """Removes the state of a suite that has stopped."""
    with suppress(OSError):  # one that stays misleads nobody: the lock is free
        path(home).unlink(missing_ok=True)
