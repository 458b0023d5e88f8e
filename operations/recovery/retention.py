"""What an archive, and what waits for it, lets go of: nothing that any second of seven days needs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from operations.recovery import layout, marks, small_files
from operations.recovery.layout import Life, Place
from operations.recovery.marks import MILLI
from operations.recovery.stream import DAYS

KEPT = (DAYS * 24 + 1) * 3600 * MILLI
STAY = 16
"""How many files that are in the archive stay in the home too: litestream goes on from the last of them."""


def drop_old(place: Place, before: int) -> None:
    """Let go of marks before a moment, of what they alone needed, and of lives that ended before it. Raises OSError.

    litestream itself lets go of its files; papers stay.
    """
    for one in layout.places(place.folder):
        if one.life != place.life and not any(_ends_after(one, before)):
            shutil.rmtree(one.root)
    marks.drop_before(place, before)
    lists = {mark.files for hour in layout.hours(place) for mark in marks.read(hour)}
    if lists:
        small_files.drop_but(place, lists)


def _ends_after(place: Place, moment: int) -> list[bool]:
    return [mark.at >= moment for hour in list(layout.hours(place))[-1:] for mark in marks.read(hour)]


def drop_brought(home: Path, life: Life, counts: Mapping[str, int]) -> None:
    """Let go of what waited in the home and is in the archive by now."""
    for name, count in counts.items():
        for file in (layout.local(home, life) / name / "ltx" / "0").glob("*.ltx"):
            if int(file.stem.partition("-")[2], 16) <= count - STAY:
                file.unlink(missing_ok=True)


def waiting(home: Path) -> int:
    """Bytes that wait in the home for the archive: copied out of logs, or in logs that nobody empties meanwhile."""
    files = [*(home / "recovery").rglob("*.ltx"), *(home / "data").glob("*.db-wal")]
    return sum(one.stat().st_size for one in files if one.exists())


def drop_local(home: Path, life: Life) -> None:
    """Let go of all that waits."""
    shutil.rmtree(layout.local(home, life), ignore_errors=True)


def drop_other_lives(home: Path, life: Life) -> None:
    """Let go of what waited for an archive into which this home writes no more."""
    for one in (home / "recovery").iterdir():
        if one.is_dir() and one.name != life.id:
            shutil.rmtree(one, ignore_errors=True)
