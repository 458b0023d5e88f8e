"""A list of entries in one cell: "DT-01；DT-02/迟到/60", the values of an entry in the order of its form.

An entry each line, or, on one line, with ； between them. A slash parts the values; those at the end may be left out,
and the last one may hold slashes. A backslash takes its meaning from the character that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

BETWEEN, PART, LINE = "；", "/", "\n"
_MARKS = {";": BETWEEN, BETWEEN: BETWEEN, LINE: LINE, PART: PART, "／": PART}
_TOKENS = re.compile(r"\\(.)|([;；\n/／])|([^\\;；\n/／]+|\\)", re.DOTALL)
_STRAY = re.compile(r"(?<!\\)[;；]\s*(?=\n|$)")
"""A separator at the end of a line."""
_MEANT = re.compile(r"[\\;；\n/／]")


def split(text: str, values: int) -> list[list[str]]:
    """The entries of a cell that are not empty, each as its texts, `values` at most."""
    tokens = [(token[2] or "", token[1] or token[2] or token[3]) for token in _TOKENS.finditer(_STRAY.sub("", text))]
    ends = LINE if any(mark == LINE for mark, _ in tokens) else BETWEEN
    texts = [[""]]
    for mark, piece in tokens:
        if _MARKS.get(mark) == ends:
            texts.append([""])
        elif _MARKS.get(mark) == PART and len(texts[-1]) < values:
            texts[-1].append("")
        else:
            texts[-1][-1] += piece
    stripped = ([one.strip() for one in entry] for entry in texts)
    return [entry for entry in stripped if any(entry)]


def join(entries: Sequence[Sequence[str]]) -> str:
    """Entries as one cell; `split` gives them back."""
    return BETWEEN.join(_entry(list(one)) for one in entries)


def _entry(values: list[str]) -> str:
    while values and not values[-1]:
        values.pop()
    return PART.join(_MEANT.sub(r"\\\g<0>", one) for one in values)
