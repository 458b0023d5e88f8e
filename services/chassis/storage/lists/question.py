"""What is asked of a list, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

EXACT_UP_TO = 10_000
"""More than so many records of a list are not counted."""
Group = tuple[str, str]
"""A unit and a status."""


@dataclass(frozen=True)
class ListQuestion:
    """Which records of a register, in which order, which of them.

    column      by which they are sorted
    since, until  the first and the last value of it; empty: no bound
    units       whose records, or everybody's; `own`: whose come before all others
    text        that they hold, folded; empty: any
    names       the record that they name, by its register and its id; None: any
    place       where the last answer ended, or began for who goes back; empty: at the beginning, or at the end
    bare        without their fields, and not counted; `uncounted`: with them
    """

    register: str
    column: str
    descending: bool = False
    since: str = ""
    until: str = ""
    status: str = ""
    units: frozenset[str] | None = None
    own: frozenset[str] = frozenset()
    text: str = ""
    place: str = ""
    backward: bool = False
    most: int = 100
    bare: bool = False
    names: tuple[str, str] | None = None
    uncounted: bool = False

    @property
    def sifts(self) -> bool:
        """Whether records are looked for that lie anywhere in the list."""
        return bool(self.text or self.names)


@dataclass(frozen=True)
class ListPage:
    """Some records of a list.

    first, last  the places at which they begin and end, empty where there is nothing
    earlier, later  whether there may be more on either side
    total    of all of them, exact where `is_exact`, else at least so many
    """

    rows: Sequence[Mapping[str, Any]]
    first: str
    last: str
    earlier: bool
    later: bool
    total: int
    is_exact: bool
