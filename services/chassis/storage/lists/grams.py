"""What a text is found by: its characters, and every two that follow one another. No line runs into the next."""

from __future__ import annotations

MOST_ASKED = 8


def grams_of(text: str) -> set[str]:
    """Every gram of a folded text of several lines."""
    lines = text.split("\n")
    return {*text} - {"\n"} | {line[at : at + 2] for line in lines for at in range(len(line) - 1)}


def grams_in(looked_for: str) -> list[str]:
    """The grams that every text has which holds a folded one: of a long one some from all over it."""
    if len(looked_for) < 2:  # noqa: PLR2004 -- one character
        return [looked_for]
    pairs = list(dict.fromkeys(looked_for[at : at + 2] for at in range(len(looked_for) - 1)))
    return pairs[:: -(-len(pairs) // MOST_ASKED)]


def is_whole(looked_for: str) -> bool:
    """Whether whatever has the grams holds the text: one or two characters are one gram."""
    return len(looked_for) <= 2  # noqa: PLR2004 -- two characters
