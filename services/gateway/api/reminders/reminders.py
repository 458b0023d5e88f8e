"""One's own reminders: what is due and what waits, each told once, until it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, POST
from contracts.roles import EVERYONE
from services.gateway.display import paging
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.reminders.desk import ReminderDesk, ShownReminder, as_id

GROUP = "reminders"
PATH = "/v1/reminders"


@dataclass
class Reminders:
    """Tells somebody of their reminders."""

    desk: ReminderDesk

    @Route(
        GET,
        PATH,
        "reminders",
        EVERYONE,
        "我的提醒 / My reminders",
        "Reminders",
        "cursor, limit",
        others=(422,),
        group=GROUP,
    )
    def list(self, request: ApiRequest) -> Response:
        """What the bearer is told of that goes on, the newest first: by register, number and day, without names.

        A reminder ends by itself when its clock was stopped or its step taken, and another comes when it is overdue.
        """
        page = self.desk.page(request, paging.rows_asked(request))
        items = [reminder_item(one) for one in page.rows]
        body = {"total": page.total, "unseen": page.unseen, "items": items}
        return responses.answer(body | {"previous": page.turns.previous, "next": page.turns.next})

    @Route(
        POST,
        f"{PATH}/{{id}}/seen",
        "reminder_seen",
        EVERYONE,
        "知道了 / A reminder was seen",
        "SeenReminders",
        others=(),
        group=GROUP,
    )
    def see(self, request: ApiRequest) -> Response:
        """Say that one knows of it; of another's, or one that is over, nothing happens."""
        return responses.answer({"seen": self.desk.note_seen(request, [as_id(request.path["id"])])})

    @Route(
        POST,
        f"{PATH}/seen",
        "reminders_seen",
        EVERYONE,
        "全部知道了 / All reminders were seen",
        "SeenReminders",
        others=(),
        group=GROUP,
    )
    def see_all(self, request: ApiRequest) -> Response:
        """Say that one knows of all that one is told of now."""
        return responses.answer({"seen": self.desk.note_seen(request, [])})


def reminder_item(one: ShownReminder) -> dict[str, Any]:
    """A reminder as clients see it."""
    register, (zh, en) = one.register, one.about
    return {
        "id": one.of.id,
        "register": register.name,
        "title": {"zh": register.zh, "en": register.en},
        "record": one.id,
        "number": one.of.label,
        "unit": one.of.unit,
        "kind": one.of.kind,
        "about": {"zh": zh, "en": en},
        "stage": one.of.stage,
        "since": one.of.day,
        "due": one.of.due,
        "told_at": one.of.made_at,
        "seen_at": one.of.seen_at,
    }
