"""Made lines of text for the recogniser of personal numbers: half with one, half with what only looks like one.

All synthetic: numbers are drawn, names and sentences are nobody's. Who wrote these lines knew the recogniser; the other
half of the corpus (`by_other_hands`) was written without sight of it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from stdnum.cn import ric

Line = tuple[str, bool, str]
"""A text, whether it holds a number of a person, and what kind of line it is."""
Make = Callable[[random.Random], str]
COUNT = 1250
"""Lines of each half."""
AREAS = ("320211", "320205", "320222", "110105", "513021", "341226", "650103", "460100", "120225", "522401")
"""Six digits as identity numbers begin; areas that there are, that there are no more, and that there never were."""
BEFORE = (
    "联系人电话",
    "请回电",
    "来电人手机",
    "当事人联系方式：",
    "已告知",
    "拨打",
    "微信同号",
    "电联",
    "手机：",
    "电话 ",
    "",
)
AFTER = ("", "，请尽快处理", "。路灯不亮", "（夜间勿扰）", " 王女士", "反映占道经营")
CHINESE, UPPER_CHINESE = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
UNSEEN = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e")


def lines(seed: int) -> list[Line]:
    """2,500 lines, the same for a seed."""
    rng = random.Random(seed)
    texts: list[Line] = []
    for private, kinds in ((True, PRIVATE), (False, LOOK_ALIKES)):
        names = list(kinds)
        texts += [(kinds[name](rng), private, name) for name in (names[number % len(names)] for number in range(COUNT))]
    return texts


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def mobile_number(rng: random.Random) -> str:
    return "1" + rng.choice("3456789") + _digits(rng, 9)


def _said(rng: random.Random, number: str) -> str:
    return rng.choice(BEFORE) + number + rng.choice(AFTER)


def _grouped(rng: random.Random, number: str) -> str:
    sizes = rng.choice([(3, 4, 4), (3, 4, 4), (3, 8), (4, 3, 4), (3, 3, 5), (7, 4)])
    separator = rng.choice([" ", "-", " - ", "\u00a0", "\u2009", "—", "－"])
    if len(sizes) > 2:
        separator = rng.choice([separator, ".", "·", "/"])
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return separator.join(pieces)


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def _with_unseen(rng: random.Random, number: str) -> str:
    return "".join(one + (rng.choice(UNSEEN) if rng.random() < 0.4 else "") for one in number)


def identity_number(rng: random.Random, area: str | None = None) -> str:
    """Eighteen digits with a date of birth and the check digit of GB 11643."""
    day = dt.date(1940, 1, 1) + dt.timedelta(rng.randrange(26000))
    body = f"{area or rng.choice(AREAS)}{day:%Y%m%d}{rng.randrange(1, 1000):03}"
    return body + ric.calc_check_digit(body + "0")


def _wrong_identity(rng: random.Random) -> str:
    number = identity_number(rng)
    return number[:17] + rng.choice([one for one in "0123456789" if one != number[17]])


def _identity_in_groups(rng: random.Random) -> str:
    number, separator = identity_number(rng), rng.choice([" ", "-", " ", "."])
    sizes = rng.choice([(6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2), (3, 3, 4, 4, 4)])
    return separator.join(number[sum(sizes[:n]) : sum(sizes[: n + 1])] for n in range(len(sizes)))


def _old_identity(rng: random.Random) -> str:
    day = dt.date(1935, 1, 1) + dt.timedelta(rng.randrange(18000))
    return f"{rng.choice(AREAS)}{day:%y%m%d}{_digits(rng, 3)}"


def _foreigner(rng: random.Random) -> str:
    return identity_number(rng, "9" + rng.choice(["32", "11", "31"]) + _digits(rng, 3))


def _landline(rng: random.Random) -> str:
    local = rng.choice("58") + _digits(rng, 7)
    number = rng.choice([f"0510-{local}", f"(0510){local}", f"（0510）{local}", f"021-{local}", f"+86-510-{local}"])
    extension = rng.choice(["", "", f"转{_digits(rng, 3)}", f"-{_digits(rng, 3)}"])
    return rng.choice(["家里电话", "居民家中座机", "宅电：", "来电人电话", "其电话"]) + number + extension


PRIVATE: dict[str, Make] = {
    "mobile": lambda rng: _said(rng, mobile_number(rng)),
    "mobile-prefix": lambda rng: _said(
        rng,
        rng.choice(["+86", "0086", "86-", "+86 ", "17951", "17951 ", "+86-", "(+86)", "86 ", "0", "12593"])
        + mobile_number(rng),
    ),
    "mobile-groups": lambda rng: _said(rng, _grouped(rng, mobile_number(rng))),
    "mobile-prefix-groups": lambda rng: _said(
        rng, rng.choice(["+86 ", "0086-", "86 "]) + _grouped(rng, mobile_number(rng))
    ),
    "mobile-wide": lambda rng: _said(rng, _wide(mobile_number(rng))),
    "mobile-unseen": lambda rng: _said(rng, _with_unseen(rng, mobile_number(rng))),
    "mobile-chinese": lambda rng: (
        rng.choice(["电话", "手机号是", "请联系"])
        + mobile_number(rng).translate(str.maketrans("0123456789", rng.choice([CHINESE, UPPER_CHINESE])))
    ),
    "mobile-zeros": lambda rng: _said(
        rng, "13" + rng.choice("456") + rng.choice(["〇〇", "零零", "OO"]) + "1" + _digits(rng, 5)
    ),
    "mobile-after-a-name": lambda rng: rng.choice(["张三", "李四", "周一", "王某"]) + mobile_number(rng) + "来电",
    "mobile-latin": lambda rng: rng.choice(["Tel:", "tel", "Phone ", "微信vx", "V", "wechat:"]) + mobile_number(rng),
    "two-mobiles": lambda rng: f"{mobile_number(rng)}/{mobile_number(rng)}",
    "landline": _landline,
    "identity": lambda rng: rng.choice(["身份证", "身份证号：", "证件号码 ", "", "公民"]) + identity_number(rng),
    "identity-small": lambda rng: "身份证" + identity_number(rng).lower() + "已核对",
    "identity-wide": lambda rng: "身份证" + _wide(identity_number(rng)),
    "identity-unseen": lambda rng: "证件" + _with_unseen(rng, identity_number(rng)),
    "identity-groups": lambda rng: "身份证 " + _identity_in_groups(rng),
    "identity-in-words": lambda rng: f"当事人（{identity_number(rng)}）到场",
    "identity-old": lambda rng: rng.choice(["身份证", "旧身份证号", "证件："]) + _old_identity(rng),
    "residence": lambda rng: "居住证" + identity_number(rng, rng.choice(["810000", "820000", "830000"])),
    "foreigner": lambda rng: "永久居留身份证" + _foreigner(rng),
    "passport": lambda rng: (
        rng.choice(["护照", "护照号 ", "passport no. ", "持护照"])
        + rng.choice(["E", "G", "EA"[:1] + rng.choice("ABCDEFGHJK"), "D"])
        + _digits(rng, 8)[: rng.choice([8, 8, 7])]
    ),
    "taiwan": lambda rng: rng.choice(["台胞证", "台胞证号码：", "台湾居民来往大陆通行证 "]) + "0" + _digits(rng, 7),
    "home-return": lambda rng: (
        rng.choice(["回乡证", "港澳居民来往内地通行证", "通行证号码 "])
        + rng.choice("HM")
        + _digits(rng, rng.choice([8, 10]))
    ),
}


def _credit_code(rng: random.Random) -> str:
    return (
        "9132021" + rng.choice("134") + rng.choice(["MA", "07", "55", "13"]) + _digits(rng, 7) + rng.choice("0123XKP")
    )


def _day(rng: random.Random) -> dt.date:
    return dt.date(2016, 1, 1) + dt.timedelta(rng.randrange(4000))


LOOK_ALIKES: dict[str, Make] = {
    "case-number": lambda rng: f"锡梁城管罚决字〔{rng.randrange(2015, 2027)}〕第{_digits(rng, 6)}号",
    "case-code": lambda rng: f"案卷编号{_day(rng):%Y%m%d}{_digits(rng, rng.choice([3, 4, 6, 8]))}已立案",
    "order": lambda rng: (
        rng.choice(["订单号", "单号", "流水号", "票据号"]) + _digits(rng, rng.choice([10, 12, 14, 16, 20]))
    ),
    "plate": lambda rng: f"车牌苏B{rng.choice(['D', 'F', ''])}{_digits(rng, 5)}停在人行道",
    "money": lambda rng: (
        rng.choice(["罚款", "¥", "合计", "￥"])
        + rng.choice(
            [
                f"{rng.randrange(10**7):,}.00元",
                f"{rng.randrange(10**6)}.{_digits(rng, 2)}元",
                "13800000000元",
                f"{rng.randrange(10**9, 10**11):,}元",
            ]
        )
    ),
    "credit-code": lambda rng: "统一社会信用代码" + _credit_code(rng),
    "date": lambda rng: rng.choice(
        [f"{_day(rng):%Y-%m-%d} 08:30 至 {_day(rng):%Y-%m-%d}", f"{_day(rng):%Y%m%d}巡查", f"自{_day(rng):%Y.%m.%d}起"]
    ),
    "coordinates": lambda rng: (
        f"坐标{rng.randrange(73, 135)}.{_digits(rng, rng.choice([4, 6, 8]))}，{rng.randrange(18, 53)}.{_digits(rng, 6)}"
    ),
    "hotline": lambda rng: (
        "请拨打"
        + rng.choice(["12345", "12319", "110", "12315", "96777", "400-820-8820", "95598", "4008208820"])
        + "热线"
    ),
    "office": lambda rng: (
        rng.choice(["大队值班电话", "办公室电话", "社区居委会电话", "投诉热线", "监督电话", "服务中心咨询"])
        + f"0510-8{_digits(rng, 7)}"
    ),
    "asset": lambda rng: rng.choice(["ZC", "JLY-", "DJJ-2021-", "SB"]) + _digits(rng, rng.choice([4, 6, 8, 11])),
    "statute": lambda rng: (
        f"依据第{rng.randrange(1, 90)}条第{rng.randrange(1, 5)}款，"
        f"处{rng.randrange(1, 9)}00元以上{rng.randrange(1, 9)}000元以下罚款"
    ),
    "wrong-check-digit": lambda rng: rng.choice(["单号", "编号", "材料"]) + _wrong_identity(rng),
    "hash": lambda rng: f"文件{rng.randbytes(32).hex()}",
    "uuid": lambda rng: (
        f"记录{rng.randbytes(4).hex()}-{rng.randbytes(2).hex()}-{rng.randbytes(2).hex()}-{rng.randbytes(6).hex()}"
    ),
    "bank-or-barcode": lambda rng: rng.choice(["条码69", "IMEI86", "卡号6222"]) + _digits(rng, rng.choice([11, 13])),
    "picture": lambda rng: rng.choice(
        [
            f"IMG_{_day(rng):%Y%m%d}_{_digits(rng, 6)}.jpg",
            f"微信图片_{_day(rng):%Y%m%d}{_digits(rng, 6)}.jpg",
            f"mmexport16{_digits(rng, 11)}.jpg",
        ]
    ),
    "mask": lambda rng: f"当事人1{rng.choice('35789')}{_digits(rng, 1)}****{_digits(rng, 4)}",
    "sizes": lambda rng: f"长{_digits(rng, 4)}mm×宽{_digits(rng, 4)}mm，共{_digits(rng, 3)}块",
    "chinese-date": lambda rng: (
        f"二〇二{rng.choice('一二三四五六')}年十{rng.choice('一二')}月二十{rng.choice('一二三')}日，第一、二、三项"
    ),
    "licence": lambda rng: f"营业执照注册号3202{_digits(rng, 11)}",
    "address": lambda rng: (
        f"人民路{rng.randrange(1, 999)}号{rng.randrange(1, 30)}栋{rng.randrange(1, 33)}0{rng.randrange(1, 6)}室"
    ),
    "article-address": lambda rng: (
        f"https://example.org/art/{_day(rng):%Y/%m/%d}/art_{_digits(rng, 5)}_{_digits(rng, 7)}.html"
    ),
    "validity": lambda rng: f"台胞证有效期至{_day(rng):%Y%m%d}",
}
