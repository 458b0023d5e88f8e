"""What a record is found by while its name is typed: how it begins, in characters, in its code, or in pinyin.

Owners write these keys beside the text in which records are looked for; whoever asks sends the beginning of one.
"""

from __future__ import annotations

START = "\ue463"
"""Stands before each key, so that only its beginning is found; a private character, which no text of ours has."""
LONGEST = 40


def beginning(text: str) -> str:
    """What is looked for, of a text that was typed and folded: every key that begins with it; empty: nothing is."""
    key = compact(text)
    return f"{START}{key}" if key else ""


def compact(text: str) -> str:
    """A folded text as a key: one word, for nobody types blanks as they were written."""
    return "".join(text.replace("'", "").replace(START, "").split())[:LONGEST]
