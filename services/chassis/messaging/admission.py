"""Whether an event is what its owner has published: who only has the broker's credentials speaks for nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.envelope import Event
from contracts.errors import Unreadable
from contracts.seal import Seal
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging import owner_events
from services.chassis.messaging.owner_events import Ask

ID = re.compile(r"[!-~]{1,250}")
MOST_REMEMBERED = 1000
"""Signatures that were checked and are not checked again: the events of a batch come one after the other."""


class ForgedEvent(Unreadable):
    """The event is not what the service published that it names."""

    slug, zh = "forged-event", "事件并非其所称服务所发布"


class Admission:
    """Checks the events of one district."""

    def __init__(self, district: str, keys: VerifyingKeys, ask: Ask) -> None:
        """`keys` are the owners' public ones; `ask` puts a question to an owner."""
        self._district, self._keys, self._ask = district, keys, ask
        self._good: set[tuple[str, bytes, bytes]] = set()

    def inspect(self, event: Event, message_id: str | None, headers: Mapping[str, Any]) -> Seal | None:
        """The seal that its owner gave it; None where it bears none. Raises ForgedEvent."""
        owner = owner_of(event)
        if event.source != f"/{self._district}/{owner}":
            raise ForgedEvent("source", event.source, event.type)
        if not ID.fullmatch(event.id) or message_id not in (None, event.id):
            raise ForgedEvent("id", event.id[:50])
        try:
            seal = Seal.from_headers(headers)
            return None if seal is None else self._check(event, owner, seal)
        except Unreadable as error:
            raise ForgedEvent(*error.about) from None

    def _check(self, event: Event, owner: str, seal: Seal) -> Seal:
        signed = (seal.key, seal.signature, seal.batch(event.source, event.body).statement())
        if signed not in self._good:
            if not self._keys.verify(owner, *signed):
                raise ForgedEvent("signature", event.id)
            self._remember(signed)
        return seal

    def _remember(self, signed: tuple[str, bytes, bytes]) -> None:
        if len(self._good) >= MOST_REMEMBERED:
            self._good.clear()
        self._good.add(signed)

    def vouch(self, events: Sequence[Event]) -> dict[str, Seal]:
        """The seals of those events, by id, that stand in their owner's journal byte for byte. Raises Unavailable.

        What an older version published, and what lay in the broker when it was replaced, bears none.
        """
        of_owner: dict[str, dict[str, Event]] = {}
        for event in events:
            of_owner.setdefault(owner_of(event), {})[event.id] = event
        return {id_: seal for owner, asked in of_owner.items() for id_, seal in self._vouched(owner, asked).items()}

    def _vouched(self, owner: str, asked: Mapping[str, Event]) -> dict[str, Seal]:
        vouched: dict[str, Seal] = {}
        bodies = {one.body.encode(): one.seal for _, one in owner_events.by_id(self._ask, owner, asked)}
        for id_, event in asked.items():
            if seal := Seal.from_headers(bodies.get(event.body, {})):
                vouched[id_] = self._check(event, owner, seal)
        return vouched


def owner_of(event: Event) -> str:
    """The service whose register an event is of, by its type."""
    return event.type.partition(".")[0]
