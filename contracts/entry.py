"""The rule of entry: what a text is once it has come in, the same by every door.

A page, a program, a sheet and an Open311 client write one text in several ways: a browser ends lines with CR LF, an
input method writes ＬＥＤ, a PDF gives ⼟ for 土, a messenger puts an invisible mark between two digits. What nobody
can see, or means as another character, is settled here, before any form looks at it; what a reader sees stays.

    line ends       CR LF, CR, vertical tab, form feed, U+0085, U+2028 and U+2029 become LF
    blanks          every blank of Unicode becomes a space, a tab stays; none stand at the end of a line or of the text
    widths          full-width digits and letters become ASCII; full-width punctuation is Chinese writing and stays
    compatibility   Kangxi and CJK radicals become the characters they look like; ①, ㎡, Ⅱ and superscripts are other
                    characters than 1, m2, II and digits, and stay
    composition     NFC: an accent and its letter are one character
    invisibles      marks without width (zero-width, soft hyphen, direction, byte order) are dropped, but for the joiner
                    within an emoji
    no text         control characters, halves of surrogate pairs and noncharacters are refused: no program that reads
                    our spreadsheets or events could give them back
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""What is no text: control characters, halves of surrogate pairs, noncharacters (Unicode 23.7)."""
_PLAIN = re.compile("[ -~\u4e00-\u9fff\u3001-\u3011\uff0c\uff1a\uff1b\uff08\uff09]*")
"""Most texts: one line in which there is nothing to settle."""
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_END_OF_LINE = re.compile("[ \t]+(?=\n)")
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_OTHER_INVISIBLES = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5"
"""Fillers and joiners that are no format characters by their category, and show nothing either."""
_BLANK = {"Zs", "Cf"}
_UNSEEN = re.compile(
    "["
    + "".join(
        one
        for one in map(chr, (*range(0x81, 0x20000), *range(0xE0000, 0xE1000)))
        if unicodedata.category(one) in _BLANK
    )
    + _OTHER_INVISIBLES
    + "]"
)
"""Blanks other than the space, and marks without width."""
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-")
WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII, and what they are forms of."""
_RADICALS = {
    ord(one): unicodedata.normalize("NFKC", one)
    for one in map(chr, range(0x2E80, 0x2FD6))
    if unicodedata.normalize("NFKC", one) != one
}
_FOLDS = _RADICALS | {wide: half for wide, half in WIDE.items() if chr(half).isalnum()}


class NotText(ValueError):
    """A text holds what is no character; `code` says which ("U+FFFF"), `place` the how manieth character it is."""

    def __init__(self, character: str, place: int) -> None:
        """`place` counts from 1."""
        super().__init__(f"U+{ord(character):04X} at {place}")
        self.code, self.place = f"U+{ord(character):04X}", place


def enter(text: str) -> str:
    """A text as it is kept; entered again it stays as it is. Raises NotText."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    if wrong := NO_TEXT.search(text):
        raise NotText(wrong[0], wrong.start() + 1)
    lines = _LINE_ENDS.sub("\n", text).translate(_FOLDS)
    return _END_OF_LINE.sub("", unicodedata.normalize("NFC", _UNSEEN.sub(_sign_for, lines))).strip()


def enter_code(text: str) -> str:
    """A word, a code, a number or a day as it is kept: in ASCII width, with plain hyphens and no blanks at all.

    Superscripts and numerals in circles stay what they are: 28¹ is not 281. Raises NotText.
    """
    plain = enter(text).translate(WIDE).translate(_DASHES)
    return unicodedata.normalize("NFC", "".join(plain.split()))


def enter_all(data: Any) -> Any:
    """Data as JSON have them, every text in them as it is kept, and members that say nothing left out.

    What is no text stays, for the form to refuse.
    """
    if isinstance(data, str):
        try:
            return enter(data)
        except NotText:
            return data
    if isinstance(data, Mapping):
        return {name: enter_all(value) for name, value in data.items() if value is not None}
    return [enter_all(value) for value in data] if isinstance(data, list) else data


def cleanse(text: str) -> str:
    """A text of another program's making, such as a file's name: what is no text is dropped, the rest entered."""
    return enter(NO_TEXT.sub("", text))


def _sign_for(mark: re.Match[str]) -> str:
    """What stands for a mark that shows nothing: a space for a blank, the joiner within an emoji, else nothing."""
    if mark[0] == _JOINER:
        around = (
            mark.string[mark.start() - 1 : mark.start()] if mark.start() else "",
            mark.string[mark.end() : mark.end() + 1],
        )
        return mark[0] if all(one and _is_picture(one) for one in around) else ""
    return " " if unicodedata.category(mark[0]) == "Zs" else ""


def _is_picture(one: str) -> bool:
    return one == _EMOJI_STYLE or unicodedata.category(one) in {"So", "Sk"}
