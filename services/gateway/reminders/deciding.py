"""Decides who is told of what: of each record that has news at once, and of all that is near its day once a day.

Bounded portions, each whole: after a kill the portion under way is looked at again, and what is told already is known
by its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts import catalogue
from services.chassis.base import clock
from services.gateway.accounts import moments
from services.gateway.read_model import due_dates
from services.gateway.read_model.due_dates import Deadline
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.records import record_news
from services.gateway.read_model.records.touched_records import TouchedRecords
from services.gateway.reminders import stages
from services.gateway.reminders.kept_messages import KeptMessages
from services.gateway.reminders.kept_reminders import KeptReminders
from services.gateway.reminders.notices import notices_of
from services.gateway.reminders.staff import Staff
from services.gateway.reminders.stages import DAY
from services.gateway.reminders.terms import MOST_DAYS, EscalationTerms

AT_ONCE = 50
"""Records that are looked at in one portion."""
CLOCKS_AT_ONCE = 500
"""Clocks of which it is looked whether their day has come, in one portion."""
_WARNINGS = (days for one in catalogue.REGISTERS.values() for clock in one.clocks for days in clock.warning_days)
FARTHEST = max(MOST_DAYS, *_WARNINGS)
"""The earliest of all warnings, in days before the end."""
LONGEST_AGO = stages.NEWS + MOST_DAYS
SWEEP, TERMS_OF_SWEEP = "sweep", "terms of sweep"
CLOCKS, OPEN, DONE = "clocks", "open", ""


@dataclass(frozen=True)
class Sweep:
    """How far the look of a day has come: first at clocks whose day has come, then at all that is told of still.

    since  the day of the last look that was whole; empty: there was none
    """

    day: str
    since: str
    part: str = CLOCKS
    place: str = ""


@dataclass
class Deciding:
    """Looks at records, and keeps what is to be told of them; `messages` are those by which that was told."""

    read_model: ReadModel
    kept: KeptReminders
    messages: KeptMessages
    staff: Staff

    def step(self) -> bool:
        """Go on by one portion; whether there was anything to look at."""
        today = self.read_model.today()
        self.staff.refresh(today)
        return self._look_at_news(today) or self._go_on(today)

    def _look_at_news(self, today: dt.date) -> bool:
        district = self.read_model.district
        with self.read_model.store.begin_read() as tx:
            news = record_news.some(tx, district, AT_ONCE)
        if not news:
            return False
        self.look_at(news, today)
        # Only now: whoever is killed in between looks again.
        with self.read_model.store.begin(durable=False) as tx:
            record_news.settle(tx, district, news)
        return True

    def look_at(self, records: Iterable[str], today: dt.date) -> None:
        """Keep what is to be told of some records as they stand.

        Of a record that the view does not know now, since it is being made anew, nothing is ended.
        """
        with self.read_model.store.begin_read() as tx:
            read = list(TouchedRecords(tx, self.read_model.district).records(records))
        now, terms = moments.precise(), self.kept.terms()
        self.kept.settle(
            {
                f"{one.register.name}/{one.id}": [
                    each.row(one, now) for each in notices_of(one, today, self.staff, terms)
                ]
                for one in read
                if one.effective or one.voided
            }
        )

    def _go_on(self, today: dt.date) -> bool:
        """Go on with the look of the day, if it is not whole yet."""
        known = self.kept.state(SWEEP)
        sweep = Sweep(**known) if known else Sweep("", "", DONE)
        if (terms := self.kept.terms()) != EscalationTerms(**self.kept.state(TERMS_OF_SWEEP)):
            sweep = Sweep("", "", DONE)  # by other days other stages have come, and long ago
            self.kept.note_state(SWEEP, vars(sweep))
            self.kept.note_state(TERMS_OF_SWEEP, terms.to_dict())
        if sweep.day != today.isoformat():
            whole = sweep.day if sweep.part == DONE else sweep.since
            sweep = Sweep(today.isoformat(), whole)
        if sweep.part == DONE:
            return False
        part = self._look_at_clocks(sweep, today) if sweep.part == CLOCKS else self._look_again(sweep, today)
        self.kept.note_state(SWEEP, vars(part))
        if part.part == DONE:
            self.kept.forget_old()
            self.messages.forget_old()
        return True

    def _look_at_clocks(self, sweep: Sweep, today: dt.date) -> Sweep:
        since = dt.date.fromisoformat(sweep.since) if sweep.since else dt.date.min
        place = sweep.place or (today - LONGEST_AGO * DAY).isoformat()
        with self.read_model.store.begin_read() as tx:
            page = due_dates.running_until(tx, self.read_model.district, place, today + FARTHEST * DAY, CLOCKS_AT_ONCE)
        terms = self.kept.terms()
        come = [one for one in page.deadlines if _has_come(one, since, today, terms)]
        records = list(dict.fromkeys(f"{one.register.name}/{one.record}" for one in come))
        for start in range(0, len(records), AT_ONCE):
            self.look_at(records[start : start + AT_ONCE], today)
            clock.pause(0)  # whoever asks the gateway has a turn
        return replace(sweep, place=page.places[-1]) if page.more else replace(sweep, part=OPEN, place="")

    def _look_again(self, sweep: Sweep, today: dt.date) -> Sweep:
        """At records of which somebody is told still: people come and go, and a view may have been made anew."""
        records = self.kept.open_records(sweep.place, AT_ONCE)
        self.look_at(records, today)
        return replace(sweep, place=records[-1]) if len(records) == AT_ONCE else replace(sweep, part=DONE, place="")


def _has_come(one: Deadline, since: dt.date, today: dt.date, terms: EscalationTerms) -> bool:
    """Whether a stage of a clock has come after a day, until today."""
    return any(since < stage.day <= today for stage in stages.stages(one.clock, one.start, one.due, terms))
