"""What a text is found by: its characters, every two that follow one another, and every four digits that do.

Pairs of digits are in every record that bears a date: a case's number would be looked for among nearly all of them. No
line runs into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

MOST_ASKED = 8
_PAIR, _FOUR = 2, 4
_DIGITS = re.compile(r"[0-9]{4,}")


def grams_of(text: str) -> set[str]:
    """Every gram of a folded text of several lines."""
    found = {*text} - {"\n"}
    # Of every record that is written: without a generator for each character it costs half.
    for line in text.split("\n"):
        found.update(map(add, line, line[1:]))
    return found | {*_fours(text)}


def grams_in(looked_for: str) -> list[str]:
    """The grams that every text has which holds a folded one: of a long one some from all over it.

    First those that are likely to be rare: of a number its end.
    """
    if len(looked_for) < _PAIR:
        return [looked_for]
    return [*reversed(_some(_fours(looked_for))), *_some(_pieces(looked_for, _PAIR))]


def is_whole(looked_for: str) -> bool:
    """Whether whatever has the grams holds the text, since it is one gram."""
    return len(looked_for) <= _PAIR or (len(looked_for) == _FOUR and _DIGITS.fullmatch(looked_for) is not None)


def _fours(text: str) -> Iterator[str]:
    return (four for run in _DIGITS.findall(text) for four in _pieces(run, _FOUR))


def _pieces(line: str, length: int) -> Iterator[str]:
    return (line[at : at + length] for at in range(len(line) - length + 1))


def _some(all_grams: Iterator[str]) -> list[str]:
    once = list(dict.fromkeys(all_grams))
    return once[:: -(-len(once) // MOST_ASKED) or 1]
