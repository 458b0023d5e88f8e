"""A plugin of nbdkit: a disk that writes down every write and every flush, in their order.

nbdkit loads it with the system's own Python. A record is its kind, offset and length, then the bytes that were written.
"""

import os
import struct
from typing import Any

API_VERSION = 2
HEAD = struct.Struct("<cQI")
ONE_AT_A_TIME = 1
"""NBDKIT_THREAD_MODEL_SERIALIZE_ALL_REQUESTS: the order in the log is the order in which requests were answered."""
settings: dict[str, str] = {}
files: dict[str, int] = {}


def config(key: str, value: str) -> None:
    """`size` in bytes, `folder` for the files `disk` and `log`."""
    settings[key] = value


def config_complete() -> None:
    files["disk"] = os.open(f"{settings['folder']}/disk", os.O_RDWR | os.O_CREAT, 0o600)
    files["log"] = os.open(f"{settings['folder']}/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.ftruncate(files["disk"], int(settings["size"]))


def thread_model() -> int:
    return ONE_AT_A_TIME


def open(_readonly: bool) -> int:  # noqa: A001, FBT001 -- as nbdkit calls it
    return 1


def get_size(_handle: Any) -> int:
    return int(settings["size"])


def can_flush(_handle: Any) -> bool:
    return True


def pread(_handle: Any, buffer: Any, offset: int, _flags: int) -> None:
    buffer[:] = os.pread(files["disk"], len(buffer), offset)


def pwrite(_handle: Any, buffer: Any, offset: int, _flags: int) -> None:
    os.pwrite(files["disk"], buffer, offset)
    os.write(files["log"], HEAD.pack(b"W", offset, len(buffer)) + bytes(buffer))


def flush(_handle: Any, _flags: int) -> None:
    os.write(files["log"], HEAD.pack(b"F", 0, 0))
