"""A file that comes over the network: it has its name only when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from operations.base.progress_bar import progress_bar

KIB = 1024


def save(pieces: Iterator[bytes], file: Path, *, quietly: bool = False) -> int:
    """Write what comes into a file, with a bar unless `quietly`; its size in bytes. What `pieces` raises passes on, and
    nothing is left of the file then.
    """
    draft = file.with_name(f".{file.name}.part")
    try:
        with progress_bar(Console(stderr=True, quiet=quietly)) as bar, draft.open("wb") as out:
            task, size = bar.add_task(f"{file.name} KiB", total=None), 0
            for piece in pieces:
                size += out.write(piece)
                bar.update(task, completed=size // KIB)
            bar.update(task, total=size // KIB)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return size
