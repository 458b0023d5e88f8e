"""`recover`: a new home as it was at one second: databases, papers known then, keys as of then.

It is put together beside its place and gets its name last, so that no half of a home is ever started.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import structlog
from rich.progress import Progress

from operations.base.errors import OperatorError
from operations.recovery import agreement, databases, layout, papers_back, republishing, small_files
from operations.recovery.choice import Choice
from operations.recovery.databases import MixedAges
from operations.recovery.marks import Mark

log = structlog.get_logger()
TRIES = 10
"""How many marks back a state is looked for in which nobody is ahead of anybody: commands go on while a mark is set."""


class NotEmpty(OperatorError):
    """{0} is not empty: a home is recovered into a new folder. 目标目录非空，请指定新目录。"""

    code = 2


@dataclass(frozen=True)
class Recovery:
    """What was recovered.

    mark    the state that the home is in
    papers  those that the archive has not, or has spoilt
    again   how many events are published once more
    """

    mark: Mark
    papers: tuple[str, ...]
    again: int


def recover(choice: Choice, home: Path, bar: Progress) -> Recovery:
    """Put the home together. Raises NotEmpty, MixedAges, ArchiveDamaged, FileDamaged, OSError."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise NotEmpty(home)
    draft = home.with_name(f"{home.name}.being-recovered")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "data").mkdir(mode=layout.PRIVATE, parents=True)
    mark = _settle_databases(choice, draft / "data", bar)
    if layout.bureau_of(draft / "data") != choice.place.life.bureau:
        raise MixedAges(f"{layout.IDENTITY} is another home's")
    small_files.put_back(choice.place, mark.files, draft)
    missing = papers_back.put_back(choice.place.folder / "papers", draft, bar)
    again = republishing.mark_waiting(draft / "data")
    if home.exists():
        home.rmdir()
    draft.replace(home)
    return Recovery(mark, tuple(missing), again)


def _settle_databases(choice: Choice, data: Path, bar: Progress) -> Mark:
    """The newest state up to the wanted second in which nobody has heard what was not said. Raises MixedAges."""
    had: Mapping[str, int] = {}
    found: list[agreement.Contradiction] = []
    for mark in islice(choice.marks(), TRIES):
        wanted = [name for name, count in mark.databases.items() if had.get(name) != count]
        task = bar.add_task("databases 数据库", total=len(wanted))
        databases.put_together(choice.place, mark, data, had, partial(bar.advance, task))
        had = mark.databases
        found = agreement.contradictions(data)
        if not found:
            return mark
        if not all(one.is_later for one in found):
            break
        log.info("recovery.a_mark_earlier", at=mark.at, why=str(found[0]))
    raise MixedAges("; ".join(map(str, found)))
