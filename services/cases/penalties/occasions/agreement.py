"""Whether what a rule requires of a case holds."""

from collections.abc import Callable

from contracts.errors import Refused
from services.chassis.records.record import Record


def agrees(case: Record, *requires: Callable[[Record], object]) -> bool:
    """Whether none of these refuses a case as it stands."""
    try:
        for require in requires:
            require(case)
    except Refused:
        return False
    return True
