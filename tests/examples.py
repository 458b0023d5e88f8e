"""Examples that CI has no time for: they are tried by `./campaign check --at-length`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def at_length(values: Iterable[Any]) -> list[Any]:
    """Further values of a parameter, tried at length alone."""
    return [pytest.param(value, marks=pytest.mark.at_length) for value in values]
