"""Amounts in capital figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.casefile.fields.amounts import DIGITS, capitals, yuan

UNITS = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("100", "壹佰元整"),
        ("300.00", "叁佰元整"),
        ("1004.05", "壹仟零肆元零伍分"),
        ("1010.50", "壹仟零壹拾元伍角整"),
        ("10001", "壹万零壹元整"),
        ("50000", "伍万元整"),
        ("1050000.3", "壹佰零伍万元叁角整"),
        ("100010000", "壹亿零壹万元整"),
        ("123456789.12", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    ],
)
def test_amounts_are_said_as_cheques_say_them(amount: str, said: str) -> None:
    assert capitals(amount) == said


def test_a_paper_gives_both() -> None:
    assert yuan("300") == "300.00元（大写：叁佰元整）"


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_capital_figures_mean_the_amount_and_stand_in_no_other_way(cents: int) -> None:
    said = capitals(str(Decimal(cents) / 100))
    assert _cents(said) == cents
    assert "零零" not in said
    assert said.endswith(("整", "分"))


def _cents(said: str) -> int:
    whole, _, rest = said.removesuffix("整").rpartition("元")
    jiao, _, fen = rest.rpartition("角")
    return 100 * _number(whole) + 10 * _number(jiao) + _number(fen.removesuffix("分"))


def _number(said: str) -> int:
    for name, worth in GROUPS.items():
        if name in said:
            above, _, below = said.partition(name)
            return _number(above) * worth + _number(below)
    total = digit = 0
    for letter in said:
        if letter in UNITS:
            total, digit = total + digit * UNITS[letter], 0
        else:
            digit = DIGITS.index(letter)
    return total + digit
