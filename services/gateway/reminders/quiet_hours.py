"""When a message may be sent: not in quiet hours, not on days off, or once a day at a time of one's own.

Hours are those of the bureau's clock; days off follow its calendar, holidays and make-up days as they were announced.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from services.chassis.base import clock
from services.chassis.records.calendar import Calendar

AT_ONCE, DIGEST = "at-once", "digest"
DAY = dt.timedelta(days=1)
FARTHEST = 30
"""Days within which there is a day that is worked, whatever the calendar."""


@dataclass(frozen=True)
class Hours:
    """When somebody wants to be told, or, where they say nothing, when the bureau has it so.

    quiet_from, quiet_to  "20:00", "08:00": between these nothing is sent; both the same: there are none
    days_off  on days that are not worked nothing is sent
    urgent    what is overdue may be sent at any hour
    mode      at once, or a digest a day
    digest_at  when that is
    """

    quiet_from: str = "20:00"
    quiet_to: str = "08:00"
    days_off: bool = True
    urgent: bool = False
    mode: str = AT_ONCE
    digest_at: str = "08:30"

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    def next_open(self, moment: dt.datetime, calendar: Calendar, *, urgent: bool = False) -> dt.datetime:
        """The first moment from one on at which a message may be sent; what is urgent may pass, if that is wanted."""
        if urgent and self.urgent:
            return moment
        local = moment.astimezone(clock.SHANGHAI)
        if self.mode == DIGEST:
            at = _at(local.date(), self.digest_at)
            local = at if local <= at else _at(local.date() + DAY, self.digest_at)
        for _ in range(FARTHEST):
            if self.days_off and not calendar.works(local.date()):
                local = self._begin(local.date() + DAY)
            elif (end := self._quiet_until(local)) is not None:
                local = end
            else:
                break
        return local.astimezone(dt.UTC)

    def _begin(self, day: dt.date) -> dt.datetime:
        """When a day is looked at first: at its digest's time, else from midnight on."""
        return _at(day, self.digest_at if self.mode == DIGEST else "00:00")

    def _quiet_until(self, local: dt.datetime) -> dt.datetime | None:
        """When the quiet hours end in which a moment lies; None: it lies in none."""
        if self.quiet_from == self.quiet_to:
            return None
        for day in (local.date() - DAY, local.date()):
            begin, end = _at(day, self.quiet_from), _at(day, self.quiet_to)
            end += DAY if end <= begin else dt.timedelta()
            if begin <= local < end:
                return end
        return None


def _at(day: dt.date, text: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(text), clock.SHANGHAI)
