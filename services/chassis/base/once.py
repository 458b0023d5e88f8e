"""What an object that does not change computes once: as `functools.cached_property`, without its lock.

Every command asks some of its record, and the lock costs more than what is computed; two threads compute it twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 -- it is used as a decorator
    """A property whose value is kept in the object's own dictionary, where it is found first from then on."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        """`compute` has the name under which it is asked."""
        self._compute, self._name, self.__doc__ = compute, compute.__name__, compute.__doc__

    def __get__(self, owner: Any, _kind: type[Any] | None = None) -> T:
        """The value, computed now."""
        value = owner.__dict__[self._name] = self._compute(owner)
        return value
