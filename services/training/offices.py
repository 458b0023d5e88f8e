"""The offices that give accounts, run the machines and look at both: apart, and never without an administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.errors import Refused
from contracts.training.posts import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record

ADMINISTRATOR = "administrator"
DAY = dt.timedelta(days=1)


class LastAdministrator(Refused):
    """Somebody must be left who looks after accounts."""

    slug, zh, field = "last-administrator", "至少保留一名安全管理员", "reason"


@dataclass(frozen=True)
class Administrator:
    """A post of administrator, and who has it."""

    post: Record
    person: Record

    def serves_on(self, day: dt.date) -> bool:
        """Whether the post is held on a day, by somebody who has not left."""
        has_left = any(one.step.name == "leave" and one.on <= day for one in self.person.effective)
        return self.post["from_on"] <= day and lasts_until(self.post, day) and not has_left


def administrators(lookup: Lookup) -> list[Administrator]:
    """The posts of administrator that were given, ended ones too."""
    posts = (one for one in lookup.where(register.name, role=ADMINISTRATOR) if not one.voided)
    return [Administrator(one, lookup.record("training.people", one["person"])) for one in posts]


def check_administrator_left(others: Iterable[Administrator], day: dt.date) -> None:
    """Raises LastAdministrator where nobody of these serves on a day."""
    if not any(one.serves_on(day) for one in others):
        raise LastAdministrator(day)


def lasts_until(post: Record, day: dt.date) -> bool:
    """Whether a post has not come to its end before a day."""
    last = last_day(post.get("until"), post.get("ended_on"))
    return last is None or last >= day


def last_day(until: dt.date | None, ended_on: dt.date | None) -> dt.date | None:
    """The last day of a post that is held until a day, or was ended before; None: no end is known."""
    return min(filter(None, (until, ended_on - DAY if ended_on else None)), default=None)
