"""Reminders as the person knows them for whom they are: what of, when, by which rule; seen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts import catalogue
from contracts.errors import Undefined
from contracts.register import Register
from contracts.tasks import KINDS
from services.gateway.display import record_names
from services.gateway.display.formatting import Wording
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reminders.kept_addresses import DEAD, KeptAddresses
from services.gateway.reminders.kept_reminders import KeptReminders, Reminder
from services.gateway.reminders.notices import CLOCK

SHOWN_AT_HOME = 5
_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True)
class ShownReminder:
    """A reminder with the register of its record, and what it is about in both languages."""

    of: Reminder
    register: Register
    about: tuple[str, str]

    @property
    def id(self) -> str:
        """The record's id."""
        return self.of.record.partition("/")[2]

    @property
    def name(self) -> str:
        """What the record is called inside the house: an id that people gave, or its number."""
        return self.id if self.register.identity else self.of.label

    @property
    def is_seen(self) -> bool:
        """Whether its person has said that they know."""
        return self.of.seen_at is not None

    def days_left(self, today: dt.date) -> int | None:
        """The calendar days until it is due; None: it waits, and is due on no day."""
        return (dt.date.fromisoformat(self.of.due) - today).days if self.of.due else None


@dataclass(frozen=True)
class ReminderPage:
    """Some reminders, how many there are and are not seen, and the pages on both sides."""

    rows: Sequence[ShownReminder]
    total: int
    unseen: int
    turns: Turns


@dataclass(frozen=True)
class UnseenReminders:
    """The newest reminders that somebody has not seen, how many there are, and how many addresses are dead."""

    rows: Sequence[ShownReminder]
    total: int
    dead: int


@dataclass(frozen=True)
class ReminderDesk:
    """Tells somebody of their own reminders."""

    kept: KeptReminders
    read_model: ReadModel
    addresses: KeptAddresses

    def page(self, request: ApiRequest, most: int) -> ReminderPage:
        """The page of somebody's reminders that they ask for, the newest first. Raises BadCursor."""
        person = request.bearer.id
        asked = AskedWindow(request, CURSOR, ("reminders", person))
        page = self.kept.of(person, asked.window(most, 2))
        total, unseen = self.kept.count(person), self.kept.count(person, unseen=True)
        return ReminderPage([show_reminder(one) for one in page.rows], total, unseen, asked.turns(page.part))

    def unseen(self, person: str, most: int) -> UnseenReminders:
        """The newest that somebody has not seen, and how many these are in all."""
        rows = self.kept.unseen(person, most)
        total = len(rows) if len(rows) < most else self.kept.count(person, unseen=True)
        dead = self.addresses.count(DEAD, person)
        return UnseenReminders([show_reminder(one) for one in rows], total, dead)

    def names(self, rows: Sequence[ShownReminder], bearer: Bearer, wording: Wording) -> dict[str, str]:
        """What the records of some reminders are called inside the house, of those registers that one may read."""
        records = {one.of.record for one in rows if permissions.may_read(one.register, bearer)}
        with self.read_model.store.begin_read() as tx:
            return record_names.names_of(tx, self.read_model.district, records, wording)

    def note_seen(self, request: ApiRequest, ids: Sequence[str]) -> int:
        """Note that somebody knows of some of their reminders, or of all; how many they had not."""
        return self.kept.note_seen(request.bearer.id, ids)


def as_id(text: str) -> str:
    """An id as one of ours looks; of anything else nothing, which is nobody's."""
    return text if _ID.fullmatch(text) else ""


def show_reminder(one: Reminder) -> ShownReminder:
    """A reminder as it is shown."""
    register = catalogue.REGISTERS[one.record.partition("/")[0]]
    return ShownReminder(one, register, _about(one, register))


def _about(one: Reminder, register: Register) -> tuple[str, str]:
    """The clock, or the step with what is to be done with it."""
    try:
        if one.kind == CLOCK:
            clock = register.clock(one.name, dt.date.fromisoformat(one.start))
            return clock.zh, clock.en
        step, _, kind = one.name.partition(":")
        zh, en = KINDS[kind]
        named = register.step(step)
    except (Undefined, KeyError):  # another version of the suite wrote it
        return one.name, one.name
    return f"{zh}：{named.zh}", f"{en}: {named.en}"
