"""Tells what is to be told outside the house: lays reminders into messages, and has the notifier send these.

A message is noted as tried before it is given to the notifier, and as ended after its answer: whatever dies in between,
it is tried again under its id, by which the notifier knows what it delivered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.notifier.channels import AllowedPlace
from contracts.notifier.rpc import MOST_AT_ONCE, MessageOutcome, Outcome, OutwardMessage, SendRequest
from services.chassis.base import clock, log, metrics
from services.chassis.messaging.rpc_client import RpcClient
from services.gateway.display.formatting import Wording
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reminders import stages, texts
from services.gateway.reminders.desk import show_reminder
from services.gateway.reminders.kept_addresses import DEAD, GOOD, KeptAddresses, OwnAddress
from services.gateway.reminders.kept_messages import (
    CODE,
    DELIVERED,
    FAILED,
    WITHDRAWN,
    KeptMessage,
    KeptMessages,
    Laying,
)
from services.gateway.reminders.kept_reminders import Reminder
from services.gateway.reminders.texts import MessageLine

LAID_AT_ONCE = 200
AGAIN_AFTER = tuple(dt.timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 360))
"""After how long a message is tried again that was not taken; the last time it has failed."""
NOTIFIER_AWAY = dt.timedelta(minutes=1)
DEADLINE = 30.0
"""Seconds: the notifier takes 20 at most."""
URGENT = frozenset({stages.OVERDUE, stages.ESCALATED})
REMINDERS_PAGE = "/reminders"
_log = log.get("reminders")


class MessageSender(Protocol):
    """Who sends messages: the notifier, asked over RPC."""

    def send(self, messages: Sequence[OutwardMessage], places: Sequence[AllowedPlace]) -> Sequence[MessageOutcome]:
        """What came of each. Raises Unavailable."""


@dataclass(frozen=True)
class NotifierClient:
    """Asks the notifier."""

    client: RpcClient

    def send(self, messages: Sequence[OutwardMessage], places: Sequence[AllowedPlace]) -> Sequence[MessageOutcome]:
        """What came of each. Raises Unavailable."""
        return self.client.ask(catalogue.NOTIFIER, SendRequest(tuple(messages), tuple(places)), deadline=DEADLINE)


@dataclass
class Dispatch:
    """Lays reminders into messages, and has them sent.

    is_open  whether somebody's account is open: who was shut out is sent nothing
    """

    read_model: ReadModel
    messages: KeptMessages
    addresses: KeptAddresses
    sender: MessageSender
    public_url: str
    is_open: Callable[[str], bool] = lambda _person: True

    def lay(self) -> bool:
        """Lay some reminders into messages; whether there were any."""
        unlaid = self.messages.unlaid(LAID_AT_ONCE)
        if not unlaid:
            return False
        by_person: dict[str, list[OwnAddress]] = {}
        for one in self.addresses.good_of(sorted({one.person for one in unlaid if self.is_open(one.person)})):
            by_person.setdefault(one.person, []).append(one)
        now, calendar = clock.now(), self.read_model.calendar()
        layings = [
            Laying(one.id, to.id, to.person, to.kind, to.hours.next_open(now, calendar, urgent=one.stage in URGENT))
            for one in unlaid
            for to in by_person.get(one.person, ())
        ]
        self.messages.lay(unlaid, layings)
        return True

    def send(self) -> bool:
        """Have some messages sent whose time has come; whether there were any."""
        due = self.messages.due(MOST_AT_ONCE)
        if not due:
            return False
        ready = [one for message in due if (one := self._prepare(message)) is not None]
        if ready:
            self._send(ready)
        metrics.show_dead_channels(self.addresses.count(DEAD))
        return True

    def _prepare(self, message: KeptMessage) -> tuple[KeptMessage, OutwardMessage] | None:
        """A message with its text, noted as tried; None: there is nothing to say any more, or nowhere."""
        address = self._address(message)
        lines = self.messages.lines_of(message.id) if address else []
        if address is None or not (lines or message.purpose == CODE):
            self.messages.end(message.id, WITHDRAWN)
            return None
        self.messages.begin(message, len(lines), self._again(message, address))
        return message, self._text(message, address, lines)

    def _address(self, message: KeptMessage) -> OwnAddress | None:
        """Where a message may go now: to an address that is good, but a code to any."""
        address = self.addresses.by_id(message.address)
        may_go = address is not None and (message.purpose == CODE or address.state == GOOD)
        return address if may_go and self.is_open(message.person) else None

    def _again(self, message: KeptMessage, address: OwnAddress) -> dt.datetime:
        later = clock.now() + AGAIN_AFTER[min(message.tries, len(AGAIN_AFTER) - 1)]
        if message.purpose == CODE:
            return later
        return address.hours.next_open(later, self.read_model.calendar(), urgent=True)

    def _text(self, message: KeptMessage, address: OwnAddress, lines: Sequence[Reminder]) -> OutwardMessage:
        lang = address.lang
        if message.purpose == CODE:
            text = texts.code_body(lang, address.code)
            return OutwardMessage(message.id, address.kind, address.address, texts.code_title(lang), text)
        overdue = sum(one.stage in URGENT for one in lines)
        title = texts.title(lang, len(lines), overdue)
        body = texts.body(lang, list(self._lines(lang, lines)), f"{self.public_url}{REMINDERS_PAGE}")
        return OutwardMessage(message.id, address.kind, address.address, title, body)

    def _lines(self, lang: str, lines: Sequence[Reminder]) -> Iterator[MessageLine]:
        wording = Wording.with_units(lang, self.read_model.unit_tree())
        for one in map(show_reminder, lines):
            zh, en = one.about
            yield MessageLine(
                one.register.zh if lang == "zh" else one.register.en,
                one.of.label,
                zh if lang == "zh" else en,
                texts.stage(lang, one.of.stage),
                wording.name(one.of.unit),
                one.of.due or "",
            )

    def _send(self, ready: Sequence[tuple[KeptMessage, OutwardMessage]]) -> None:
        try:
            outcomes = self.sender.send([text for _, text in ready], self.addresses.allowed_places())
        except Unavailable:
            _log.warning("notifier.away", messages=len(ready))
            for message, _ in ready:
                self.messages.put_off(message, clock.now() + NOTIFIER_AWAY)
            return
        by_id = {one.id: one.outcome for one in outcomes}
        for message, _ in ready:
            self._note(message, by_id.get(message.id, Outcome.FAILED))

    def _note(self, message: KeptMessage, outcome: str) -> None:
        metrics.count_reminder(message.kind, outcome)
        self.addresses.note(
            message.address, delivered=outcome == Outcome.DELIVERED, forbidden=outcome == Outcome.REFUSED
        )
        if outcome == Outcome.DELIVERED:
            self.messages.end(message.id, DELIVERED)
        elif outcome == Outcome.REFUSED or message.tries + 1 >= len(AGAIN_AFTER):
            self.messages.end(message.id, FAILED)
        if outcome != Outcome.DELIVERED:
            _log.warning("reminder.not_delivered", kind=message.kind, outcome=outcome, tries=message.tries + 1)
