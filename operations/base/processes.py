"""Child processes that end with their parent, write to a log file and stop when asked."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from operations.base.environment import ROOT
from services.chassis.base.parent_death import end_with_parent

Process = subprocess.Popen[bytes]
LONGEST_LOG = 10 * 1024 * 1024
MOST_FILES = 65536
LOOK_EVERY = 0.05
KILLED_WITHIN = 2.0
_NAME = "CAMPAIGN_PROCESS"
_WITHOUT_PHRASES = "PYPINYIN_NO_PHRASES"
"""Names are read character by character: the dictionary of phrases would cost each process 44 MB for nothing."""


def start(name: str, command: Sequence[str], env: Mapping[str, str], log: Path, keep: Collection[int] = ()) -> Process:
    """Starts a child in a session of its own, so that the terminal's Ctrl-C reaches it only through us.

    keep   file descriptors that it inherits
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _rotate(log)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={_WITHOUT_PHRASES: "1", **env, _NAME: name},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=keep,
            preexec_fn=_prepare,  # noqa: PLW1509 - no threads here; nothing else can set the signal before exec
        )


def stop(children: Collection[Process], grace: float) -> None:
    """Asks all to stop and waits; after `grace` seconds they are killed."""
    for child in children:
        child.terminate()
    until = time.monotonic() + grace
    for child in children:
        try:
            child.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def stop_leftovers(pids: Mapping[str, int], home: Path, grace: float) -> list[str]:
    """Stops what a killed parent left behind: processes known by name and id. Returns the names of those found."""
    alive = _still(pids, home)
    _signal(alive, signal.SIGTERM)
    if stubborn := _wait(alive, home, grace):
        _signal(stubborn, signal.SIGKILL)
        _wait(stubborn, home, KILLED_WITHIN)
    return list(alive)


def _still(pids: Mapping[str, int], home: Path) -> dict[str, int]:
    return {name: pid for name, pid in pids.items() if belongs(pid, name, home)}


def _wait(pids: Mapping[str, int], home: Path, seconds: float) -> dict[str, int]:
    """Waits for the end of processes that are not our children. Returns those that have not ended."""
    until = time.monotonic() + seconds
    while (alive := _still(pids, home)) and time.monotonic() < until:
        time.sleep(LOOK_EVERY)
    return alive


def belongs(pid: int, name: str, home: Path) -> bool:
    """Whether this process is still the one that was started under this name for this home, and no stranger."""
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{_NAME}={name}".encode() in variables and f"CAMPAIGN_HOME={home}".encode() in variables


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _signal(processes: Mapping[str, int], number: signal.Signals) -> None:
    for pid in processes.values():
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def _prepare() -> None:
    """Runs in the child before exec."""
    end_with_parent(signal.SIGTERM)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Erlang allocates for, and closes, as many files as it may open: a container's million costs memory and seconds.
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, MOST_FILES), hard))
