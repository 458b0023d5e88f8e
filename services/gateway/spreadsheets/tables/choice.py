"""Which sheets of a workbook are taken, and what becomes of that which is hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.errors import Invalid, fault
from services.gateway.spreadsheets.books.book import SheetPage

SHEETS, HIDDEN = "sheets", "hidden"
TAKE, LEAVE = "take", "leave"
_BETWEEN = re.compile("[;；\n]")


@dataclass(frozen=True)
class SheetChoice:
    """What who sends a workbook says of it.

    sheets  the names of the sheets that are taken; empty: all
    hidden  `TAKE` or `LEAVE`; empty: what is hidden and filled in is refused and asked about
    """

    sheets: frozenset[str] = frozenset()
    hidden: str = ""

    def names(self, page: SheetPage) -> bool:
        """Whether a sheet is taken by its name."""
        return _plain(page.name.title) in self.sheets


def choose(sheets: str, hidden: str, pages: Iterable[SheetPage]) -> SheetChoice:
    """The choice that texts make among these sheets. Raises Invalid, naming the sheets that there are."""
    if hidden not in ("", TAKE, LEAVE):
        raise Invalid(
            HIDDEN, errors=[fault(HIDDEN, f"{hidden}: must be take or leave", f"{hidden}：应为 take 或 leave")]
        )
    names = {_plain(one): one.strip() for one in _BETWEEN.split(sheets) if one.strip()}
    titles = [page.name.title for page in pages]
    there = {_plain(one) for one in titles}
    if strangers := [text for name, text in names.items() if name not in there]:
        en = f"No such sheet: {'; '.join(strangers)}. There are: {'; '.join(titles)}"
        zh = f"没有此工作表：{'；'.join(strangers)}。现有：{'；'.join(titles)}"
        raise Invalid(SHEETS, errors=[fault(SHEETS, en, zh)])
    return SheetChoice(frozenset(names), hidden)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
