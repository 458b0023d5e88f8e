"""What the figures were measured on: without it they mean nothing."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from operations.base.environment import ROOT

PEERS = ("nameko", "faststream", "fastapi", "uvicorn", "eventlet", "pika", "amqp", "SQLAlchemy", "duckdb")


def describe(broker: str) -> dict[str, str | int]:
    """Cores, processor, Python, broker, and the versions that matter."""
    return {
        "cores": os.cpu_count() or 0,
        "processor": _processor(),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "broker": broker,
        **{name: version(name) for name in PEERS},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def cpu_of(home: Path) -> float:
    """Seconds of CPU that the broker under a home has used; 0 where the broker is somebody else's."""
    return sum(_seconds(process) for process in Path("/proc").glob("[0-9]*") if _is_broker(process, home))


def seconds_of(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    return _seconds(Path(f"/proc/{pid}"))


def _is_broker(process: Path, home: Path) -> bool:
    try:
        command_line = (process / "cmdline").read_bytes()
    except OSError:
        return False
    return b"beam" in command_line.partition(b"\0")[0] and str(home).encode() in command_line


def _seconds(process: Path) -> float:
    user, system = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def state() -> str:
    """Which state of the suite was measured: the commit, and whether anything was changed since."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=10"],  # noqa: S607 -- the developer's own
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "no repository"
