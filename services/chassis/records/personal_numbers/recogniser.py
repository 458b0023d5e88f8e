"""Which numbers of people a text holds, however they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.chassis.records.personal_numbers import reading
from services.chassis.records.personal_numbers.context import BETWEEN
from services.chassis.records.personal_numbers.finding import Finding
from services.chassis.records.personal_numbers.papers import find_identity_numbers, find_permits
from services.chassis.records.personal_numbers.telephones import find_telephones

_DIGIT = re.compile(r"[\d〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]|[①-⑨⓪❶-❾➀-➈¹²³⁰⁴-⁹₀-₉]")
FEWEST = 6
"""No number of a person has fewer digits: a text that has fewer is not looked at any further, and most have."""

_RUN, _DENSE = (re.compile(rf"{one}(?:{BETWEEN}{one})*(?:{BETWEEN}[Xx])?") for one in ("[0-9]", "[0-9]{2,}"))
_PLAIN_DIGIT, _PIECE, _AHEAD = re.compile("[0-9]"), re.compile("[0-9]+"), 2
MOST_PIECES = 40
_DRAWN = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
"""The ids of our records, warnings and events (RFC 9562, versions 5 and 7): of some five hundred one holds digits that
could be a telephone's."""
FEWEST_IN_A_RUN = 11
"""What a telephone has at least, and an identity number more."""


def find(text: str) -> list[Finding]:
    """The numbers by which somebody in this text can be reached or identified; each once, in no certain order."""
    if len(_DIGIT.findall(text)) < FEWEST:
        return []
    return list(dict.fromkeys(_find(reading.plain(_DRAWN.sub("号", text)))))


def _find(plain: str) -> Iterator[Finding]:
    for view in filter(None, (plain, reading.with_chinese_digits(plain))):
        yield from find_permits(view)
        for start, end in _runs(view):
            yield from find_identity_numbers(view, start, end)
            yield from find_telephones(view, start, end)


def _runs(view: str) -> Iterator[tuple[int, int]]:
    """Where digits stand together, with what parts them, that are enough for a number."""
    for run in _RUN.finditer(view):
        if run.end() - run.start() < FEWEST_IN_A_RUN:
            continue
        pieces = len(_PIECE.findall(run[0]))
        # Nobody spells out forty digits one by one: those are marks, quantities, a table.
        spans = [run.span()] if pieces <= MOST_PIECES else [one.span() for one in _DENSE.finditer(view, *run.span())]
        for start, end in spans:
            if len(_PLAIN_DIGIT.findall(view, start, end)) >= FEWEST_IN_A_RUN:
                yield max(0, start - _AHEAD), end  # with the plus and the bracket that may stand before it
