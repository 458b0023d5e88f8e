"""Databases as they were at a mark, put together by litestream out of its files; each is checked against its sums."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson

from operations.base.errors import OperatorError
from operations.recovery import marks
from operations.recovery.layout import Place
from operations.recovery.marks import Mark
from operations.recovery.stream import PROGRAM

AT_ONCE = 2
_READER = re.compile(r"reader (\d+)")


class ArchiveDamaged(OperatorError):
    """Files of the archive are damaged: {0}. Take a second before or after them. 归档文件损坏，请改选其他时刻。"""

    code = 2


class MixedAges(OperatorError):
    """Nothing was restored: the parts of the archive are of different ages: {0}. 归档各部分时间不一致，已拒绝恢复。"""

    code = 2


def put_together(place: Place, mark: Mark, data: Path, had: Mapping[str, int], tell: Callable[[], None]) -> None:
    """Write every database of a mark into a folder; those that it has in that state already stay.

    had  which state of each lies there
    Raises ArchiveDamaged, MixedAges.
    """
    data.mkdir(mode=0o700, exist_ok=True)
    wanted = [name for name, count in mark.databases.items() if had.get(name) != count]
    for name in had.keys() - mark.databases.keys() | set(wanted):
        for file in data.glob(f"{name}*"):
            file.unlink()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = list(pool.map(lambda name: _one(place, name, mark, data / name, tell), wanted))
    if short := [fault for fault in faults if fault and fault.startswith(SHORT)]:
        raise MixedAges("; ".join(one.removeprefix(SHORT) for one in short))
    if damaged := [fault for fault in faults if fault]:
        raise ArchiveDamaged("; ".join(damaged))


SHORT = "short "


def _one(place: Place, name: str, mark: Mark, target: Path, tell: Callable[[], None]) -> str:
    """Write one database; what is wrong in words, empty: nothing."""
    upto = f"{mark.databases[name]:016x}"
    order = ["restore", "-txid", upto, "-o", str(target)]
    source = f"file://{place.database(name)}"
    done = subprocess.run([str(PROGRAM), *order, source], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        target.chmod(0o644)
        tell()
        return ""
    said = done.stderr.strip().removeprefix("Error: ")
    plan = _plan(order, source)
    if not plan:
        return f"{SHORT}{name} {_ends(place, name)}, {marks.words(mark.at)} needs {upto}"
    reader = _READER.search(said)
    file = plan[int(reader[1])] if reader and int(reader[1]) < len(plan) else ""
    return f"{place.database(name) / 'ltx' / file}: {said}" if file else f"{name}: {said}"


def _plan(order: list[str], source: str) -> list[str]:
    """The files out of which a database is put together; none: the archive ends before."""
    command = [str(PROGRAM), *order[:-1], f"{order[-1]}.plan", "-dry-run", "-json", source]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        return []
    return [f"{one['level']}/{one['name']}" for one in orjson.loads(done.stdout)["files"]]


def _ends(place: Place, name: str) -> str:
    """Where the archive of one database ends, in words."""
    newest = max((place.database(name) / "ltx" / "0").glob("*.ltx"), default=None)
    if newest is None:
        return "is not in the archive"
    return f"ends at {newest.stem.partition('-')[2]} of {marks.words(int(newest.stat().st_mtime * marks.MILLI))}"
