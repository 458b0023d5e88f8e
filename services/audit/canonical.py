"""The canonical bytes of a JSON value (RFC 8785): the same value has the same bytes, whoever writes it."""

from __future__ import annotations

from typing import Any

import orjson
import rfc8785

from contracts.errors import Unreadable

GREATEST = 2**53 - 1
"""The greatest whole number that RFC 8785 writes: what a double holds exactly."""


def canonical(value: Any) -> bytes:
    """The canonical bytes. Raises Unreadable for a number that has none."""
    if is_plain(value):
        # The same bytes in a hundredth of the time: the two differ in floats, and in the order of keys beyond ASCII.
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise Unreadable("no canonical form:", str(error)[:100]) from None


def is_plain(value: Any) -> bool:
    """Whether a value holds neither floats nor huge numbers, and no keys beyond ASCII."""
    kind = type(value)
    if kind is dict:
        return all(map(str.isascii, value)) and all(map(is_plain, value.values()))
    if kind is list:
        return all(map(is_plain, value))
    return kind is str or kind is bool or value is None or (kind is int and -GREATEST <= value <= GREATEST)
