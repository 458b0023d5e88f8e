"""The quick writer and the careful one write the same bytes, or the careful one is asked."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import Unreadable
from services.audit.canonical import canonical

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(['"', '\\":', ",1.5", "办\\"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_has_the_bytes_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}, None),
        ([1.0, 1e21, 333333333.33333329], b"[1,1e+21,333333333.3333333]"),
        (-1.5, b"-1.5"),
        ([[-1e-7, "办"], {"n": -0.5}], '[[-1e-7,"办"],{"n":-0.5}]'.encode()),
        ({"n": [1, 10.0], "m": {"办": "理", "a": "事"}}, '{"m":{"a":"事","办":"理"},"n":[1,10]}'.encode()),
        ({"b": {"😀": 1, "\ufb33": 2}, "a": 1}, '{"a":1,"b":{"😀":1,"\ufb33":2}}'.encode()),
    ],
)
def test_the_examples_of_the_rfc_come_out_as_it_writes_them(value: Any, text: bytes | None) -> None:
    assert canonical(value) == (text or rfc8785.dumps(value))


def test_a_number_that_no_double_holds_has_no_form() -> None:
    with pytest.raises(Unreadable):
        canonical({"n": 2**53})


@pytest.mark.parametrize("value", [{"n": 2**53}, [-(2**53)], [0, 2**60], {"a": {"b": [[2**62]]}}])
def test_a_huge_number_is_refused_wherever_it_stands(value: Any) -> None:
    with pytest.raises(Unreadable):
        canonical(value)


def test_a_long_text_is_looked_through_once() -> None:
    assert len(canonical({"remark": "办" * 200_000, "n": ["事" * 1000] * 500})) > 600_000
