"""The logs of this machine as they may go out: of each line what programs wrote, and nothing that people did."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import orjson

MOST_BYTES = 2 * 1024 * 1024
"""Of each log its end: what happened last."""
HARMLESS = (
    "service",
    "room",
    "event",
    "level",
    "timestamp",
    "reason",
    "queue",
    "attempt",
    "status",
    "took_ms",
    "slug",
    "trace_id",
    "owner",
    "events",
    "rows",
    "exit_code",
)
"""Members of a line that no text of a record and no person's name gets into."""
WORD = re.compile(r"[\w.:/+-]{1,80}")
"""What their values look like; whatever else stands there is left out."""
FRAME = re.compile(r'File "(?:.*/)?((?:services|contracts|operations)/[\w/]+\.py)", line (\d+), in (\w+)')
"""Where in our code an exception passed; its message is left out."""


def harmless_lines(log: Path) -> Iterator[bytes]:
    """The end of a log, line by line."""
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - MOST_BYTES))
        for line in file:
            if kept := _harmless(line):
                yield orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)


def _harmless(line: bytes) -> dict[str, object]:
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        said = {}
    kept = {name: said[name] for name in HARMLESS if name in said and _is_word(said[name])} if said else {}
    frames = [
        ":".join(one)
        for one in FRAME.findall(str(said.get("exception", "")) if said else line.decode(errors="replace"))
    ]
    return kept | ({"frames": frames} if frames else {})


def _is_word(value: object) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and WORD.fullmatch(value) is not None)
