"""After how many days something is told upwards: the bureau's own habit, which its administrator sets.

No law names these days; what a law gives is the clock's own period and its announcements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from contracts.errors import Invalid, fault

MOST_DAYS = 30
"""As long as it is news: see `stages.py`."""
_NUMBER = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True)
class EscalationTerms:
    """Days; 0: never.

    warning                      before its end a clock is told of that announces itself on no day
    clock_captain, clock_leaders  for which a clock is overdue when the captain, the leaders are told
    task_captain, task_leaders    for which something waits when they are
    """

    warning: int = 3
    clock_captain: int = 1
    clock_leaders: int = 7
    task_captain: int = 7
    task_leaders: int = 14

    def to_dict(self) -> dict[str, int]:
        """As it is kept."""
        return asdict(self)


NAMES = tuple(one.name for one in fields(EscalationTerms))
_ORDER = (("clock_captain", "clock_leaders"), ("task_captain", "task_leaders"))


def terms_of(said: Mapping[str, object]) -> EscalationTerms:
    """The terms as a form or a program says them, each of them. Raises Invalid."""
    days = {name: _days(said.get(name)) for name in NAMES}
    wrong = [
        fault(name, f"A number of days, 0 to {MOST_DAYS}", f"应为 0 至 {MOST_DAYS} 的天数")
        for name in NAMES
        if days[name] is None
    ]
    if wrong:
        raise Invalid(str(wrong[0]["field"]), errors=wrong)
    whole = EscalationTerms(**{name: one or 0 for name, one in days.items()})
    early = [above for first, above in _ORDER if 0 < getattr(whole, above) < getattr(whole, first)]
    if early:
        errors = [fault(name, "Not before the captain is told", "不得早于上报中队长") for name in early]
        raise Invalid(early[0], errors=errors)
    return whole


def _days(said: object) -> int | None:
    """A number of days; None: it is none. Of true and false no program means days."""
    text = said.strip() if isinstance(said, str) else "" if isinstance(said, bool) else str(said)
    number = int(text) if _NUMBER.fullmatch(text) else MOST_DAYS + 1
    return number if number <= MOST_DAYS else None
