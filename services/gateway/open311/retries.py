"""A report that comes again because its answer was lost is one report.

The same content of the same application within ten minutes is the same report; whatever differs in anything is another.
An `Idempotency-Key` says so itself, and for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from contracts.envelope import Event
from services.chassis.base import ids

WINDOW = dt.timedelta(minutes=10)
MOMENTS = ("reported_at", "received_on")
"""What we write into a report ourselves: a repetition says what was said at first."""


@dataclass(frozen=True)
class Attempts:
    """Under which ids a report may have been handed in before, the one first under which it is handed in now.

    since  how old it may be; None: of any age
    """

    ids: tuple[str, ...]
    since: dt.datetime | None

    def events(self) -> list[str]:
        """The events that there would be of it."""
        return [ids.event_id(one, 0) for one in self.ids]

    def is_same(self, event: Event | None) -> bool:
        """Whether an event is of this report."""
        return event is not None and (self.since is None or event.time >= self.since)


def by_content(account: str, content: str, now: dt.datetime) -> Attempts:
    """A report without a key: in this span of ten minutes, or in the one before, if that was less than ten ago."""
    span = int(now.timestamp() // WINDOW.total_seconds())
    names = tuple(ids.derive_id(f"{account}\nopen311 {one}\n{content}") for one in (span, span - 1))
    return Attempts(names, now - WINDOW)


def by_key(command: str) -> Attempts:
    """A report whose application gave it a key."""
    return Attempts((command,), None)


def as_at_first(form: dict[str, Any], first: Event) -> dict[str, Any]:
    """A form as it was handed in at first, as far as we wrote it."""
    return form | {name: _as_said(first.data[name]) for name in MOMENTS if name in form}


def moment_text(at: dt.datetime) -> str:
    """A moment as we say it in a form, each time in the same way."""
    return at.astimezone(dt.UTC).isoformat()


def _as_said(text: str) -> str:
    """A moment or a day as it was said, which an event may write in another way."""
    is_day = len(text) == len("2026-11-01")
    return text if is_day else moment_text(dt.datetime.fromisoformat(text))
