"""Whether the year of the programme was over on the day that a page is asked for."""

from __future__ import annotations

import datetime as dt

from services.gateway.read_model.programme import Programme


def ended_on(programme: Programme, day: dt.date) -> str | None:
    """The last day of the year in force on a day, where the day lies behind it: targets and months end there."""
    end = programme.on(day).end
    return end.isoformat() if day > end else None
