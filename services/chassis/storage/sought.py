"""The text in which a record is looked for: what its fields say, as anybody may write it who looks for it.

What says who somebody is stands there as little as its token: nobody finds by a token, or by some letters of one, which
records are about one person. Nor do the names of fields stand there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.records import pseudonyms

EDITION = 1
"""Counts how this text is made: what an earlier one made is written anew."""


def fold(text: str) -> str:
    """A text as it is looked for: in one width, in small letters, each run of blanks one space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def text_of(register: str, id_: str, fields: Mapping[str, Any]) -> str:
    """What a record is found by: its id, and every value of its fields, a line each."""
    shown = pseudonyms.map_texts(pseudonyms.shape_of(register), fields, lambda _token: "")
    return "\n".join(filter(None, map(fold, (id_, *_values(shown)))))


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for one in data:
            yield from _values(one)
    elif data is not None and not isinstance(data, bool):
        yield str(data)
