"""Something that is due once a day, at an hour of this machine's clock."""

from __future__ import annotations

import datetime as dt


class Daily:
    """When it was due last is remembered by this process alone: one that was not up at that hour waits for the next."""

    def __init__(self, at: dt.time | None) -> None:
        """`at` is the hour; None: never."""
        self._at = at
        self._next: dt.datetime | None = None

    def is_due(self, moment: float) -> bool:
        """Whether it is due now, in seconds since 1970; said once a day."""
        if self._at is None:
            return False
        here = dt.datetime.fromtimestamp(moment, dt.UTC).astimezone()
        due = self._next
        if due is None or here >= due:
            self._next = self._after(here)
        return due is not None and here >= due

    def _after(self, here: dt.datetime) -> dt.datetime:
        assert self._at  # noqa: S101 -- asked by is_due alone
        today = here.replace(hour=self._at.hour, minute=self._at.minute, second=0, microsecond=0)
        return today if today > here else today + dt.timedelta(days=1)
