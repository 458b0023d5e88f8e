"""The bureau's channels of reminders: where messages may go, when, and after how many days something goes up.

What the administrator's page does is done here, on record; a program does the same by JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from services.gateway.api.accounts import ADMINISTRATOR
from services.gateway.api.reminders.reminders import GROUP, PATH
from services.gateway.api.reminders.saying import said_by
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.reminders.channel_desk import ChannelDesk, hours_of
from services.gateway.reminders.desk import as_id
from services.gateway.reminders.kept_addresses import KeptPlace
from services.gateway.reminders.terms import NAMES, terms_of

PLACES = f"{PATH}/channels"
PLACE_FIELDS = ("kind", "prefix", "host", "port", "security", "sender", "user", "password")
HOUR_FIELDS = ("quiet_from", "quiet_to", "days_off", "urgent", "mode", "digest_at")
ADDRESS = "address"


@dataclass
class Channels:
    """Tells of the bureau's channels, and changes them."""

    desk: ChannelDesk

    @Route(
        GET,
        PLACES,
        "reminder_channels",
        ADMINISTRATOR,
        "提醒渠道 / Channels of reminders",
        "ReminderChannels",
        others=(),
        group=GROUP,
    )
    def channels(self, _request: ApiRequest) -> Response:
        """Where messages may go, without any password; the bureau's hours, and its terms."""
        return self._answer()

    @Route(
        POST,
        PLACES,
        "allow_channel",
        ADMINISTRATOR,
        "允许提醒渠道 / Allow a place",
        "ReminderChannels",
        takes=(JSON,),
        body="ReminderPlace",
        others=(400, 409, 413, 422),
        group=GROUP,
    )
    def allow(self, request: ApiRequest) -> Response:
        """Let messages go to a place: `@bureau.example` with its mail server, the beginning of a web hook's address."""
        self.allow_place(request, said_by(request, PLACE_FIELDS))
        return self._answer()

    @Route(
        POST,
        f"{PLACES}/{{id}}/remove",
        "disallow_channel",
        ADMINISTRATOR,
        "取消提醒渠道 / Allow a place no longer",
        "ReminderChannels",
        others=(),
        group=GROUP,
    )
    def disallow(self, request: ApiRequest) -> Response:
        """Let messages go there no longer; where it was not allowed nothing happens."""
        self.disallow_place(request, request.path["id"])
        return self._answer()

    @Route(
        POST,
        f"{PLACES}/{{id}}/test",
        "try_channel",
        ADMINISTRATOR,
        "测试提醒渠道 / Try a place",
        "ReminderTrial",
        takes=(JSON,),
        body="ReminderTrialOf",
        others=(400, 413, 422, 503),
        group=GROUP,
    )
    def try_out(self, request: ApiRequest) -> Response:
        """Send a few words to an address at a place now, and say what came of it."""
        said = said_by(request, (ADDRESS,))
        return responses.answer({"outcome": self.desk.try_out(request.path["id"], said.get(ADDRESS, "").strip())})

    @Route(
        POST,
        f"{PATH}/hours",
        "set_reminder_hours",
        ADMINISTRATOR,
        "全局发送时间 / The bureau's hours",
        "ReminderChannels",
        takes=(JSON,),
        body="ReminderHours",
        others=(400, 413, 422),
        group=GROUP,
    )
    def set_hours(self, request: ApiRequest) -> Response:
        """When people are told outside the house who say nothing of it; a flag that is left out is false."""
        self.change_hours(request, said_by(request, HOUR_FIELDS))
        return self._answer()

    @Route(
        POST,
        f"{PATH}/terms",
        "set_reminder_terms",
        ADMINISTRATOR,
        "上报天数 / The bureau's terms",
        "ReminderChannels",
        takes=(JSON,),
        body="ReminderTerms",
        others=(400, 413, 422),
        group=GROUP,
    )
    def set_terms(self, request: ApiRequest) -> Response:
        """After how many days the bureau tells upwards, each of them; nobody is told twice where they change."""
        self.change_terms(request, said_by(request, NAMES))
        return self._answer()

    # --- what is done, by whichever way it was asked -----------------------------------------------------------------

    def allow_place(self, request: ApiRequest, said: Mapping[str, str]) -> None:
        """Allow another place. Raises Invalid, TooManyAddresses."""
        place = self.desk.allow(said, request.bearer.id)
        _record(request, f"reminder place allowed: {place.kind}")

    def disallow_place(self, request: ApiRequest, id_: str) -> None:
        """Allow a place no longer."""
        self.desk.addresses.disallow(as_id(id_))
        _record(request, "reminder place allowed no longer")

    def change_hours(self, request: ApiRequest, said: Mapping[str, str]) -> None:
        """Say when people are told who say nothing of it. Raises Invalid."""
        self.desk.addresses.set_bureau_hours(hours_of(said))
        _record(request, "hours of reminders")

    def change_terms(self, request: ApiRequest, said: Mapping[str, str]) -> None:
        """Say after how many days the bureau tells upwards. Raises Invalid."""
        terms = terms_of(said)
        self.desk.set_terms(terms)
        _record(request, f"terms of reminders: {' '.join(map(str, terms.to_dict().values()))}")

    def _answer(self) -> Response:
        return responses.answer(
            {
                "items": [_place_item(one) for one in self.desk.places()],
                "hours": self.desk.addresses.bureau_hours().to_dict(),
                "terms": self.desk.terms().to_dict(),
            }
        )


def _place_item(one: KeptPlace) -> dict[str, Any]:
    server = one.of.server
    shown = {name: getattr(server, name) for name in ("host", "port", "security", "sender")} if server else None
    return {
        "id": one.id,
        "kind": one.of.kind,
        "prefix": one.of.prefix,
        "server": shown,
        "made_at": one.made_at,
        "made_by": one.made_by,
    }


def _record(request: ApiRequest, about: str) -> None:
    request.acts.record_done("configuration_changed", about=about)
