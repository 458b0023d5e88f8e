"""Money as papers write it: in figures, and in capital figures 大写, which nobody can alter."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def yuan(amount: str) -> str:
    """An amount in both ways: 300.00元（大写：叁佰元整）."""
    return f"{Decimal(amount):.2f}元（大写：{capitals(amount)}）"


def capitals(amount: str) -> str:
    """An amount of less than a thousand billion yuan in capital figures: 1004.05 is 壹仟零肆元零伍分."""
    cents = int(Decimal(amount).quantize(Decimal("0.01")) * 100)
    whole, (jiao, fen) = cents // 100, divmod(cents % 100, 10)
    said = f"{_whole(whole)}元" if whole else ""
    if not cents % 100:
        return f"{said or '零元'}整"
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif whole:
        said += DIGITS[0]
    return f"{said}{DIGITS[fen]}分" if fen else f"{said}整"


def _whole(number: int) -> str:
    """A whole number, group of four by group of four; between places that are not neighbours stands one 零."""
    groups = [number // 10_000**power % 10_000 for power in range(len(GROUPS))]
    said, skipped = "", False
    for power, group in reversed(list(enumerate(groups))):
        if not group:
            skipped = True
            continue
        said += DIGITS[0] if said and (skipped or group < len(DIGITS) ** 3) else ""
        said, skipped = f"{said}{_thousands(group)}{GROUPS[power]}", False
    return said


def _thousands(group: int) -> str:
    """A number below ten thousand, its leading zeros left out."""
    digits = [(group // 10**place % 10, place) for place in (3, 2, 1, 0)]
    said, skipped = "", False
    for digit, place in digits:
        if not digit:
            skipped = True
            continue
        said += (DIGITS[0] if said and skipped else "") + DIGITS[digit] + PLACES[place]
        skipped = False
    return said
