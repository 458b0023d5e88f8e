"""One spelling of a text, for whoever looks for numbers: widths, invisible characters, dashes and dots, digits."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20dd-\u20e3"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)
"""What is not seen (Unicode's default ignorables), marks above, below and around a character, and the empty braille."""
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_LETTER_O = re.compile("(?<=[0-9])[Oo]+(?=[0-9])")
_COMPATIBLE = re.compile(
    "[\u00b2\u00b3\u00b9\u2070-\u209f\u2100-\u218f\u2460-\u24ff\u2776-\u2793\u2f00-\u2fdf\u3200-\u33ff"
    "\uf900-\ufaff\ufb00-\ufe6f\uff5f-\uffff\U0001d400-\U0001d7ff\U0001f100-\U0001f2ff]"
)
"""What may be another character in another form; what is only wide is mapped at once: all texts have it."""
_SIGNS = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("‐‑‒–—―−－﹘─ー~～…", "-")
    | dict.fromkeys("·•・‧∙⋅。｡", ".")
    | dict.fromkeys("【[［{〔「", "(")
    | dict.fromkeys("】]］}〕」", ")")
    | {chr(blank): " " for blank in (*range(0x2000, 0x200B), 0xA0, 0x202F, 0x205F, 0x3000, 0x2028, 0x2029, 0x85)}
    | dict.fromkeys("\t\r\v\f", " ")
    | dict.fromkeys("×ХхΧχ", "X")
    | {"、": ",", "|": "/", "\\": "/"}
)
_CHINESE = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_CHINESE_DIGITS = str.maketrans(_CHINESE, "0001234567891234567891")
_RUN_OF_CHINESE = re.compile(rf"[{_CHINESE}](?:[ \-.,/()0-9]{{0,9}}[{_CHINESE}]){{2,}}|[0-9][{_CHINESE}]+(?=[0-9])")
_NAMES = re.compile("(张三|李四|王五|赵六|钱七|孙八|周九|吴十|(?:周|星期|礼拜)[一二三四五六])")


def plain(text: str) -> str:
    """The text with ASCII digits, hyphens, dots and brackets for all that look so, and nothing that is not seen."""
    if text.isascii():
        return _LETTER_O.sub(_zeros, text.translate(_SIGNS))
    folded = _UNSEEN.sub("", text).translate(_SIGNS)
    if _COMPATIBLE.search(folded):
        folded = unicodedata.normalize("NFKC", folded).translate(_SIGNS)
    ascii_digits = _OTHER_DIGIT.sub(lambda one: str(unicodedata.digit(one[0])), folded)
    return _LETTER_O.sub(_zeros, ascii_digits)


def with_chinese_digits(plain_text: str) -> str | None:
    """The same text with 一三八 as 138 wherever several stand together; None where nothing would change.

    People who are called 张三 and days such as 周一 end no number.
    """
    pieces = _NAMES.split(plain_text)
    read = "".join(
        piece if number % 2 else _RUN_OF_CHINESE.sub(lambda run: run[0].translate(_CHINESE_DIGITS), piece)
        for number, piece in enumerate(pieces)
    )
    return None if read == plain_text else read


def _zeros(letters: re.Match[str]) -> str:
    return "0" * len(letters[0])
