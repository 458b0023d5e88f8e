"""What was recognised in a text: of which kind, and so much of it as may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NO_DIGIT = re.compile(r"[^0-9A-Za-z]")
_LONG = 11


@dataclass(frozen=True)
class Kind:
    """A kind of number, in both languages; `fields` are words in the titles of the private fields that are for it."""

    zh: str
    en: str
    fields: tuple[str, ...]


_TO_REACH, _TO_IDENTIFY = ("电话", "联系方式", "号码"), ("证件",)
MOBILE = Kind("手机号", "a mobile number", _TO_REACH)
LANDLINE = Kind("固定电话号码", "a landline number", _TO_REACH)
FOREIGN_TELEPHONE = Kind("境外电话号码", "a telephone number abroad", _TO_REACH)
IDENTITY = Kind("身份证号", "an identity number", _TO_IDENTIFY)
RESIDENCE = Kind("港澳台居民居住证号", "the number of a residence permit (Hong Kong, Macau, Taiwan)", _TO_IDENTIFY)
FOREIGNER = Kind("外国人永久居留身份证号", "the number of a foreigner's permanent residence card", _TO_IDENTIFY)
PASSPORT = Kind("护照号", "a passport number", _TO_IDENTIFY)
TAIWAN = Kind("台胞证号", "the number of a travel permit for Taiwan residents", _TO_IDENTIFY)
HOME_RETURN = Kind("通行证号", "the number of a travel permit (Hong Kong, Macau)", _TO_IDENTIFY)
BY_CHECK_DIGIT = frozenset({IDENTITY, RESIDENCE, FOREIGNER})
"""What a number of no person has by one chance in thousands: a date of birth and a check digit that is right."""


@dataclass(frozen=True)
class Finding:
    """One number: its kind, and the number as it was written but for invisible characters and widths."""

    kind: Kind
    number: str

    @property
    def mask(self) -> str:
        """So much that who wrote it knows which is meant, and nobody learns it: 138****01."""
        bare = _NO_DIGIT.sub("", self.number)
        shown = 3 if len(bare) >= _LONG else 1
        return f"{bare[:shown]}****{bare[-2:]}"
