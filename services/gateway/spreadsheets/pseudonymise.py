"""Private texts in a sheet are known again by their tokens, which the owner draws.

What rows are compared by, and what names their commands, never holds the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from services.chassis.records import pseudonyms
from services.gateway.spreadsheets.lines import Part, SheetLine


class Mask(str):
    """What somebody was shown in place of a text, in a sheet that comes back: it says nothing of the text."""

    __slots__ = ()


Tokens = Callable[[list[str]], Sequence[str]]
"""Asks the owner what stands for some texts."""


def pseudonymise_lines(lines: Iterable[SheetLine], tokens: Tokens) -> list[SheetLine]:
    """The lines, each part with its form as events bear it."""
    read = list(lines)
    every = dict.fromkeys(text for line in read for part in line.parts for text in _texts(part))
    texts = [text for text in every if pseudonyms.MASK not in text]
    tokens_by_text = dict(zip(texts, tokens(texts), strict=True)) if texts else {}
    tokens_by_text |= {text: Mask(text) for text in every if pseudonyms.MASK in text}
    return [
        replace(line, parts=tuple(_pseudonymise_part(part, tokens_by_text) for part in line.parts)) for line in read
    ]


def _texts(part: Part) -> Iterator[str]:
    return pseudonyms.find_texts(pseudonyms.shape(part.step.form), part.form)


def _pseudonymise_part(part: Part, tokens_by_text: dict[str, str]) -> Part:
    where = pseudonyms.shape(part.step.form)
    return (
        replace(part, token_form=pseudonyms.map_texts(where, part.form, tokens_by_text.__getitem__)) if where else part
    )
