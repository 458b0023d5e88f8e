"""Numbers of the papers by which people are identified.

Shape and check digit decide, never a table of areas: areas are abolished, those who were born in them are not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum.cn import ric

from services.chassis.records.personal_numbers.context import BETWEEN, Surroundings
from services.chassis.records.personal_numbers.finding import (
    FOREIGNER,
    HOME_RETURN,
    IDENTITY,
    PASSPORT,
    RESIDENCE,
    TAIWAN,
    Finding,
    Kind,
)

_IDENTITY = re.compile(rf"(?<!\d)(?=([1-9](?:{BETWEEN}\d){{16}}{BETWEEN}[\dXx])(?!\d))")
_OLD_IDENTITY = re.compile(rf"(?<!\d)(?=([1-6]{BETWEEN}[0-7](?:{BETWEEN}\d){{13}})(?!\d))")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]")
_GAPS = re.compile(r"[^0-9A-Za-z]+")
_MOST_GAPS = 5
"""Points and commas between more pieces than that are those of an enumeration."""
_SURE_SINCE = 30
"""Fifteen digits were given out until 1999: who was born before 1930 is seldom meant, a day after 2000 often is."""
_THINGS = re.compile(
    r"IMEI|MEID|注册号|登记号|执照|单号|流水|编号|编码|案号|文号|票据|发票|收据|税号|设备|序列|串号|账号|帐号|合同|订单|卡号|批次|条码|户号|SN",
    re.IGNORECASE,
)
_IDENTITY_WORDS = re.compile(r"身份证|身份号|证件|公民|户籍|户口|identity|\bID\b", re.IGNORECASE)
_PASSPORT_WORDS = re.compile(r"护照|passport|旅行证|出入境|出境|入境|签证|外籍|证件", re.IGNORECASE)
_TAIWAN_WORDS = re.compile(r"台胞|臺胞|台湾居民|台湾来|来往大陆|台湾同胞|大陆通行证|MTP", re.IGNORECASE)
_HOME_RETURN_WORDS = re.compile(r"回乡证|港澳|香港|澳门|来往内地|内地通行证|往来|大陆居民|通行证号|通行证件|证件")
_FOREIGNER_WORDS = re.compile(r"永久居留|永居|外国人|外籍|绿卡|permanent resid", re.IGNORECASE)
_ANY_WORD = re.compile(
    "|".join(one.pattern for one in (_PASSPORT_WORDS, _TAIWAN_WORDS, _HOME_RETURN_WORDS, _FOREIGNER_WORDS)),
    re.IGNORECASE,
)
_SIX_DIGITS = re.compile("[0-9](?:[ -]?[0-9]){5}")
_VALID = re.compile(r"有效|期限|到期|日期|签发|截止|至\Z|于\Z|自\Z")
_BY_WORD = (
    (
        PASSPORT,
        _PASSPORT_WORDS,
        re.compile(r"(?<![A-Za-z0-9])((?:[DEGPS]|[DEPS][A-Z]|KJ?|MA)[ \-]?(?:\d[ \-]?){6,8}\d)(?![A-Za-z0-9])"),
    ),
    (
        PASSPORT,
        re.compile(r"护照|passport", re.IGNORECASE),
        re.compile(r"(?<![A-Za-z0-9])([A-Z]{0,3}\d{6,9})(?![A-Za-z0-9年月日])"),
    ),
    (
        HOME_RETURN,
        _HOME_RETURN_WORDS,
        re.compile(r"(?<![A-Za-z0-9])([HMCWLT][A-Z]?[ \-]?(?:\d[ \-]?){6,9}\d)(?![A-Za-z0-9])"),
    ),
    (
        TAIWAN,
        _TAIWAN_WORDS,
        re.compile(r"(?<![A-Za-z0-9.])([TL]?(?:\d[ \-]?){7}\d(?:\d\d)?(?:\([A-Z]\))?)(?![A-Za-z0-9年月日])"),
    ),
    (FOREIGNER, _FOREIGNER_WORDS, re.compile(r"(?<![A-Za-z0-9])([A-Z]{3}[ \-]?(?:\d[ \-]?){11}\d)(?![A-Za-z0-9])")),
)
"""Short numbers that are also those of things: each counts with a word of its own beside it."""


def find_identity_numbers(text: str, start: int, end: int) -> Iterator[Finding]:
    """The identity numbers in a part of a text in its plain spelling: one run of digits and what parts them."""
    for match in _IDENTITY.finditer(text, start, end):
        if _is_identity(number := _bare(match[1])) and _is_one_number(match[1]):
            yield Finding(_kind_of_identity(number), match[1])
    for match in _OLD_IDENTITY.finditer(text, start, end):
        place = Surroundings(text, match.start(), match.end(1))
        if _is_one_number(match[1]) and _is_old_identity(_bare(match[1]), place):
            yield Finding(IDENTITY, match[1])


def _is_one_number(number: str) -> bool:
    """Whether what stands between its pieces makes no two numbers of it, as in `113.2649,50.817416`."""
    gaps = _GAPS.findall(number)
    between = {gap.strip(" ()") or " " for gap in gaps} - {"\n"}
    return not between & {".", ","} or (len(between) == 1 and len(gaps) <= _MOST_GAPS)


def _bare(number: str) -> str:
    return _SEPARATORS.sub("", number).upper()


def _is_identity(number: str) -> bool:
    """GB 11643-1999: a date of birth at its seventh digit, and the check digit of ISO 7064 MOD 11-2."""
    born = number[6:8] in ("19", "20") and _is_day(number[6:14])
    return born and ric.calc_check_digit(number) == number[-1]


def _kind_of_identity(number: str) -> Kind:
    return FOREIGNER if number.startswith("9") else RESIDENCE if number.startswith("8") else IDENTITY


def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _is_old_identity(number: str, place: Surroundings) -> bool:
    """Fifteen digits have no check digit: the date of birth, and what stands around them, decide."""
    if place.is_part_of_a_word or not _is_day(f"19{number[6:12]}"):
        return False
    if place.nearest((_IDENTITY_WORDS, _THINGS)) is _IDENTITY_WORDS:
        return True
    return int(number[6:8]) >= _SURE_SINCE and not _THINGS.search(place.before)


def find_permits(text: str) -> Iterator[Finding]:
    """The numbers of passports and permits in a text in its plain spelling, where a word says that they are some."""
    if not (_SIX_DIGITS.search(text) and _ANY_WORD.search(text)):
        return
    upper = text.upper()
    for kind, words, shape in _BY_WORD:
        for match in shape.finditer(upper):
            place = Surroundings(text, match.start(1), match.end(1))
            if (words.search(place.ahead) or words.search(place.after)) and not _is_a_day(match[1], place):
                yield Finding(kind, match[1])


def _is_a_day(number: str, place: Surroundings) -> bool:
    """Whether digits beside such a word say until or since when: 2026-04-06, or 20260406 after 有效期至."""
    digits = _bare(number)
    day = len(digits) == 8 and digits.startswith(("19", "20")) and digits.isdigit() and _is_day(digits)  # noqa: PLR2004
    return day and (digits != number or bool(_VALID.search(place.before)))
