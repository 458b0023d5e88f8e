"""What two writings of one thing have in common: the key by which they are compared. The text stays as it was written.

A field says of what sort its text is (`same=` in `contracts.forms`); records are found by the key, a number that only
one record may bear is looked for by it, and rules ask whether two texts mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from stdnum.cn import ric

_BETWEEN = re.compile(r"[\s\W_]+")
_BRACKETS = str.maketrans("〔〕【】[]{}", "()()()()")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", "·"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_LIKE_X = str.maketrans(dict.fromkeys("×✕ХхΧχ", "X"))
"""What people write for the X that an identity number may end with: a times sign, a Russian or a Greek letter."""
_NUMBER = re.compile(r"(?<![0-9A-Z])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Z])")
_OLD_IDENTITY = re.compile(r"\d{15}")


def number(text: str) -> str:
    """A code, a serial, a marking, the number of a paper: letters large or small, widths, blanks do not count."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(plain.translate(_BRACKETS).translate(_DOTS).translate(_DASHES).split()))


def name(text: str) -> str:
    """The name of an organisation or a unit: 商贸（无锡） and 商贸(无锡) are one."""
    return number(text)


def community(text: str) -> str:
    """A community's name, with 社区 at its end or without."""
    plain = name(text)
    return plain.removesuffix("社区") or plain


def compact(text: str) -> str:
    """A number whose groups are parted at will: a plate, a credit code."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def identity_number(text: str) -> str:
    """A citizen's identity number: x as X, fifteen digits of before 1999 as the eighteen of today (GB 11643)."""
    whole = compact(text.translate(_LIKE_X))
    # 身份证… before it and （本人） behind it are no part of the number.
    alone = _NUMBER.search(whole)
    plain = alone[0] if alone else whole
    if not _OLD_IDENTITY.fullmatch(plain):
        return plain
    eighteen = f"{plain[:6]}19{plain[6:]}"
    return eighteen + str(ric.calc_check_digit(f"{eighteen}0"))


KEYS: dict[str, Callable[[str], str]] = {
    "number": number,
    "name": name,
    "community": community,
    "plate": compact,
    "credit_code": compact,
    "identity_number": identity_number,
}
"""The key of each sort of text."""
