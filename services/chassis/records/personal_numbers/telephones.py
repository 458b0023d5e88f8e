"""Numbers at which somebody is reached: mobiles, lines with an area code, lines abroad.

A line of an office is no secret: where the words before it name an office and no person, it may stand in any text.
Short numbers (12345, 12319, 110), 400 numbers and numbers without an area code are nobody's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from services.chassis.records.personal_numbers.context import BETWEEN, Surroundings
from services.chassis.records.personal_numbers.finding import FOREIGN_TELEPHONE, LANDLINE, MOBILE, Finding

_CARRIERS = "17951|12593|17911|17901|17909|17931|10193|11808|12583[1-3]"
"""What people dial before a number to have the call cheaper, or from a second number."""
_MOBILE = re.compile(
    rf"(?<!\d)(?=((?:(?:\+|00)?86{BETWEEN})?(?:(?:{_CARRIERS}){BETWEEN})?0?)(1{BETWEEN}[3-9](?:{BETWEEN}\d){{9}})(?!\d))"
)
_PIECES = re.compile(r"\d+")
_USUAL = {(11,), (3, 4, 4), (4, 3, 4), (3, 3, 5), (3, 8), (7, 4), (4, 4, 3), (5, 6), (3, 4, 2, 2), (3, 5, 3)}
_ALONE = _USUAL | {
    (1,) * 11,
    (2, 2, 2, 2, 2, 1),
    (1, 2, 2, 2, 2, 2),
    (3, 2, 2, 2, 2),
    (3, 2, 3, 3),
    (3, 3, 3, 2),
    (2, 3, 3, 3),
    (5, 3, 3),
    (6, 5),
    (8, 3),
    (4, 7),
}
"""How people group a mobile number; those that are not usual count where no other digits stand beside them."""
_IN_NAMES = {(3, 4, 4), (3, 8)}
"""Those that count in names of files and addresses, where an underscore parts all kinds of numbers."""
_LANDLINE = re.compile(
    r"(?<![\d.])(?=(\(?(?:\+|00)?86\)?[ \-]{0,2}\(?0?|\(?0)(10|2\d|[3-9]\d{2})([ \-.)]{0,3})"
    r"([2-8](?:[ \-]?\d){6,7})(?!\d))"
)
_FOREIGN = re.compile(
    r"(?<![\d+])(?=((?:\+|\b00)(?:85[23]|886|1|7|33|44|49|6[0-6]|8[12]|84))"
    r"([ \-()]{0,2}(?:\d[ \-()]{0,2}){7,10}\d?)(?!\d))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY_BEFORE, _MONEY_AFTER = (
    re.compile(r"[¥￥$€]\s*\Z"),
    re.compile(r"\s*(?:\.\d{1,2}(?!\d)|[万亿]?元|[万亿]|圆|yuan|RMB)"),
)
_DECIMAL = re.compile(r"(?<!\d)(\d{1,3})\.\Z")
_ITEMS_END = 18
"""Numbers of items in a list go so far; a longitude or latitude in China does not begin before."""
_PERSON = re.compile(
    r"家里|家中|家庭|家电|宅电|住宅|本人|个人|住户|居民|业主|房东|租户|租客|户主|当事人|反映人|投诉人|来电人|诉求人|举报人|求助人|报料人|经营者|"
    r"店主|老板|摊主|车主|其电话|其家|先生|女士|大爷|大妈|老人|同志|某|母亲|父亲|妻|丈夫|儿子|女儿|家长|监护人|家属|亲属|邻居|他|她|我"
)
_OFFICE = re.compile(
    r"热线|值班|办公|[局所处科站部院校办委厅署]|大队|中队|支队|中心|窗口|服务台|公司|单位|社区|居委|村委|街道|政府|物业|酒店|监督电话|投诉电话|"
    r"举报电话|咨询|客服|传真|总机|前台|服务电话|受理电话|报修|抢修|指挥|供水|供电|燃气|hotline|office|fax",
    re.IGNORECASE,
)


def find_telephones(text: str, start: int, end: int) -> Iterator[Finding]:
    """The numbers of telephones in a part of a text in its plain spelling: one run of digits and what parts them."""
    for match in _MOBILE.finditer(text, start, end):
        place = Surroundings(text, match.start(), match.end(2))
        if _is_mobile(match[1], match[2], place):
            yield Finding(MOBILE, match[2])
    for match in _LANDLINE.finditer(text, start, end):
        if _is_landline(match, Surroundings(text, match.start(), match.end(4))):
            yield Finding(LANDLINE, match[0] or "".join(match.groups()))
    for match in _FOREIGN.finditer(text, start, end):
        if len("".join(_PIECES.findall(match[2]))) in range(8, 12):
            yield Finding(FOREIGN_TELEPHONE, match[1] + match[2])


def _is_mobile(prefix: str, number: str, place: Surroundings) -> bool:
    pieces = tuple(_PIECES.findall(number))
    if tuple(map(len, pieces)) not in _ALONE:
        return False
    if place.is_part_of_a_word or _is_amount(place) or (prefix == "0" and place.is_code):
        return False
    return (bool(prefix) and not prefix.startswith("0")) or _is_grouped_as_a_mobile(pieces, number, place)


def _is_amount(place: Surroundings) -> bool:
    """Money, a decimal number, or a coordinate; `1.138...` may be the first of a list."""
    before = place.text[max(0, place.start - 4) : place.start]
    whole = _DECIMAL.search(before)
    decimal = whole is not None and (int(whole[1]) >= _ITEMS_END or whole[1] == "0")
    money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(place.text, place.end)
    return decimal or bool(money)


def _is_grouped_as_a_mobile(pieces: tuple[str, ...], number: str, place: Surroundings) -> bool:
    lengths = tuple(map(len, pieces))
    if lengths not in (_ALONE if _stands_alone(place) else _USUAL):
        return False
    return not _is_other_number(number, lengths) and (
        len(pieces) == 1 or place.is_named or not (place.is_code or _holds_a_date(pieces))
    )


def _is_other_number(number: str, lengths: tuple[int, ...]) -> bool:
    """A number with a point in it, an amount by thousands, an address of a machine (172.16.229.161), of a page."""
    decimal, machine = len(lengths) == 2, max(lengths) <= 3  # noqa: PLR2004 -- two pieces; three digits
    thousands = "," in number and lengths in {(2, 3, 3, 3), (3, 3, 3, 2)}
    return ("." in number and (decimal or machine)) or thousands or ("_" in number and lengths not in _IN_NAMES)


def _stands_alone(place: Surroundings) -> bool:
    """Whether no other digits stand beside a number, as in a table or in a list of marks."""
    before, after = place.text[max(0, place.start - 3) : place.start], place.text[place.end : place.end + 3]
    return not (_PIECES.search(before) or _PIECES.search(after))


def _holds_a_date(pieces: tuple[str, ...]) -> bool:
    """Whether pieces are a day (133,2026-05-21), or years beside other numbers (1998-2017-001, 1380000-2026)."""
    years = [bool(_YEAR.fullmatch(one)) for one in pieces]
    beside = years[0] or len(pieces) == 2  # noqa: PLR2004 -- a number and its year
    # 138 2015 0610 is a number; nobody writes a day so.
    day = len(pieces) in (2, 4) and _is_date("".join(pieces[1:]))
    return day or (beside and any(years[1:]))


def _is_date(digits: str) -> bool:
    """Whether digits are a day as 20170301."""
    if len(digits) != 8 or not _YEAR.match(digits):  # noqa: PLR2004 -- year, month and day
        return False
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _is_landline(match: re.Match[str], place: Surroundings) -> bool:
    """A line with its area code, unless it is an office's."""
    prefix, _, between, local = match.groups()
    if place.is_part_of_a_word or _is_amount(place):
        return False
    bare = not between and not prefix.startswith(("+", "(", "0086")) and len(_PIECES.findall(local)) == 1
    whose = place.nearest((_PERSON, _OFFICE))
    if (bare or _is_date(local) or place.is_code) and not place.is_named and whose is not _PERSON:
        return False
    return whose is not _OFFICE
