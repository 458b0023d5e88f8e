"""Two writings of one thing have one key; two things have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from contracts import catalogue, comparison


@pytest.mark.parametrize(
    ("sort", "writings"),
    [
        ("number", ["BCERT-1", "bcert-1", "ＢＣＥＲＴ－１", "BCERT\u20131", " BCERT- 1"]),
        (
            "number",
            ["锡城管罚字〔2026〕第3号", "锡城管罚字[2026]第3号", "锡城管罚字（2026）第３号", "锡城管罚字【2026】第3号"],
        ),
        ("name", ["商贸（无锡）有限公司", "商贸(无锡)有限公司", "商贸 (无锡) 有限公司"]),
        ("name", ["ＡＢＣ商店", "abc商店"]),
        ("name", ["阿布都·热合曼", "阿布都•热合曼", "阿布都・热合曼".replace("・", "‧")]),
        ("community", ["友谊社区", "友谊", " 友谊 社区"]),
        ("plate", ["苏B·12345", "苏b12345", "苏Ｂ 12345", "苏B-12345", "苏B.12345"]),
        (
            "credit_code",
            ["91320205MA1ABCDE46", "91320205ma1abcde46", "91320205 MA1ABCDE 46", "９１３２０２０５MA1ABCDE46"],
        ),
        (
            "identity_number",
            [
                "32020519850101004X",
                "32020519850101004x",
                "320205 19850101 004Ｘ",
                "320205-19850101-004x",
                "32020519850101004×",
                "身份证32020519850101004X（本人）",
                "32020519850101004Х",
            ],
        ),
        ("identity_number", ["320222750101004", "320222197501010043"]),
    ],
)
def test_writings_of_one_thing_have_one_key(sort: str, writings: list[str]) -> None:
    assert len({comparison.KEYS[sort](one) for one in writings}) == 1


@pytest.mark.parametrize(
    ("sort", "one", "other"),
    [
        ("number", "1-11", "11-1"),
        ("number", "A-1", "A-2"),
        ("name", "商贸（无锡）", "商贸（苏州）"),
        ("community", "社区", "友谊社区"),
        ("plate", "苏B12345", "苏B12346"),
        ("identity_number", "320222197501010043", "320222198501010044"),
    ],
)
def test_two_things_have_two_keys(sort: str, one: str, other: str) -> None:
    assert comparison.KEYS[sort](one) != comparison.KEYS[sort](other)


@given(st.text(), st.sampled_from(sorted(comparison.KEYS)))
def test_a_key_is_its_own_key(text: str, sort: str) -> None:
    key = comparison.KEYS[sort](text)
    assert comparison.KEYS[sort](key) == key


@given(st.integers(0, 10**6 - 1), st.dates(), st.integers(0, 999))
def test_an_old_identity_number_becomes_the_valid_new_one(area: int, born: object, order: int) -> None:
    old = f"{area:06}{str(born)[2:].replace('-', '')}{order:03}"
    new = comparison.identity_number(old)
    assert (new[:6], new[6:8], new[8:17]) == (old[:6], "19", old[6:])
    assert ric.calc_check_digit(new) == new[-1]


def test_every_sort_that_a_field_names_is_known_and_every_identity_is_compared() -> None:
    sorts = {sort for register in catalogue.REGISTERS.values() for sort in register.sorts.values()}
    assert sorts <= comparison.KEYS.keys()
    assert all(register.identity in register.sorts for register in catalogue.REGISTERS.values() if register.identity)
