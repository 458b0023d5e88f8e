"""The moment that somebody wants to have back."""

from __future__ import annotations

import datetime as dt

from operations.base.errors import OperatorError


class NoSuchMoment(OperatorError):
    """{0} is no moment with its zone, such as 2026-12-01T10:15:30Z. 时刻格式不正确，须带时区。"""

    code = 2


def read_moment(text: str) -> dt.datetime | None:
    """A moment as it was given; None where none was, which means the newest. Raises NoSuchMoment."""
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise NoSuchMoment(text) from None
    if moment.tzinfo is None:
        raise NoSuchMoment(text)
    return moment.astimezone(dt.UTC)
