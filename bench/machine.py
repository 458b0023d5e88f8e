"""What the figures were measured on: without it they mean nothing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PEERS = ("nameko", "faststream", "fastapi", "uvicorn", "eventlet", "pika", "amqp", "SQLAlchemy")


def described(broker: str) -> dict[str, str | int]:
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
