"""What came of messages with reminders, for operators: by channel, and one by one; no address, no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.notifier import channels
from services.gateway.accounts import moments
from services.gateway.api.reminders.reminders import GROUP, PATH
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.reminders.channel_desk import ChannelDesk
from services.gateway.reminders.kept_addresses import DEAD
from services.gateway.reminders.kept_messages import KeptMessage

OVERSEERS = frozenset({"operator", "administrator"})
DAYS = 30


@dataclass(frozen=True)
class DeliveryList:
    """Tallies of a month by kind of channel, how many addresses are dead, and some messages."""

    tallies: Mapping[str, Mapping[str, Any]]
    dead: int
    messages: Sequence[KeptMessage]
    turns: Turns


@dataclass
class Deliveries:
    """Tells of deliveries."""

    desk: ChannelDesk

    @Route(
        GET,
        f"{PATH}/deliveries",
        "reminder_deliveries",
        OVERSEERS,
        "提醒送达记录 / Deliveries of reminders",
        "ReminderDeliveries",
        "cursor, limit",
        others=(422,),
        group=GROUP,
    )
    def list(self, request: ApiRequest) -> Response:
        """By channel what came of a month's messages; then the messages, the newest first."""
        page = self.read(request, paging.rows_asked(request))
        kinds = [{"kind": kind, **page.tallies[kind]} for kind in channels.KINDS if kind in page.tallies]
        items = [_message_item(one) for one in page.messages]
        body = {"days": DAYS, "channels": kinds, "dead_addresses": page.dead, "items": items}
        return responses.answer(body | {"previous": page.turns.previous, "next": page.turns.next})

    def read(self, request: ApiRequest, most: int) -> DeliveryList:
        """What a page of it has. Raises BadCursor."""
        asked = AskedWindow(request, CURSOR, ("deliveries",))
        page = self.desk.messages.of_all(asked.window(most, 2))
        tallies = self.desk.messages.tally(moments.later(days=-DAYS))
        return DeliveryList(tallies, self.desk.addresses.count(DEAD), page.rows, asked.turns(page.part))


def _message_item(one: KeptMessage) -> dict[str, Any]:
    names = ("id", "person", "kind", "purpose", "state", "made_at", "ended_at", "tries", "lines")
    return {name: getattr(one, name) for name in names}
