"""The keys by which a record is found while its name is typed: its code, its name, and both spellings of it in pinyin.

Many characters are read in several ways, and a name says not in which: each way is a key, up to a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pypinyin

from contracts.name_keys import START, compact

MOST_WAYS, MOST_READ = 8, 12
"""Ways in which a name is read, and of a long one so many characters."""


def keys(folded_names: Iterator[str]) -> Iterator[str]:
    """Every key of some folded texts, the code and the name first, each with its mark."""
    for name in folded_names:
        yield from (f"{START}{key}" for key in _keys(compact(name)))


@lru_cache(maxsize=20_000)
def _keys(name: str) -> tuple[str, ...]:
    """A name's keys: itself, its initials, its syllables; of a name without Chinese characters itself alone."""
    read = [_syllables(one) for one in name[:MOST_READ]] if not name.isascii() else []
    ways = _ways(read) if any(syllables for syllables in read) else []
    initials = ("".join(one[:1] for one in way) for way in ways)
    return tuple(dict.fromkeys([*filter(None, [name]), *initials, *map("".join, ways)]))


def _ways(read: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The ways in which characters are read one after the other; the first, a family's name, in all that it has."""
    ways: list[tuple[str, ...]] = [()]
    for syllables in reversed(read):
        ways = [(one, *way) for way in ways for one in syllables or ("",)][:MOST_WAYS]
    return ways


@lru_cache(maxsize=8192)
def _syllables(character: str) -> tuple[str, ...]:
    """How a character is read, without tones; what is no Chinese character stands for itself."""
    if character.isascii():
        return (character,)
    (syllables,) = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True) or [[]]
    return tuple(one for one in dict.fromkeys(syllables) if one.isascii())
