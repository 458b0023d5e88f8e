"""One's own addresses of reminders: added, confirmed by their code, heard at hours of one's own, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.roles import EVERYONE
from services.gateway.api.reminders.channels import ADDRESS, HOUR_FIELDS
from services.gateway.api.reminders.reminders import GROUP, PATH
from services.gateway.api.reminders.saying import said_by
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.reminders.channel_desk import ChannelDesk, hours_of
from services.gateway.reminders.desk import as_id
from services.gateway.reminders.kept_addresses import OwnAddress

OWN = f"{PATH}/addresses"
KIND, CODE, USUAL = "kind", "code", "usual"


@dataclass
class OwnAddresses:
    """Tells somebody of their own addresses, and changes these."""

    desk: ChannelDesk

    @Route(
        GET,
        OWN,
        "reminder_addresses",
        EVERYONE,
        "我的提醒渠道 / Where I am told",
        "ReminderAddresses",
        others=(),
        group=GROUP,
    )
    def addresses(self, request: ApiRequest) -> Response:
        """One's own addresses beside one's home, each with a hint of itself, how it is, and when one is told there."""
        return self._answer(request)

    @Route(
        POST,
        OWN,
        "add_reminder_address",
        EVERYONE,
        "添加提醒地址 / Add an address",
        "ReminderAddresses",
        takes=(JSON,),
        body="ReminderAddress",
        others=(400, 409, 413, 422),
        group=GROUP,
    )
    def add(self, request: ApiRequest) -> Response:
        """Be told at an address too, once its code was read there; it lies where an administrator allows it."""
        self.add_address(request, said_by(request, (KIND, ADDRESS)), "zh")
        return self._answer(request)

    @Route(
        POST,
        f"{OWN}/{{id}}/confirm",
        "confirm_reminder_address",
        EVERYONE,
        "确认提醒地址 / Confirm an address",
        "ReminderAddresses",
        takes=(JSON,),
        body="ReminderCode",
        others=(400, 404, 409, 413, 422),
        group=GROUP,
    )
    def confirm(self, request: ApiRequest) -> Response:
        """Use an address from here on: by the code that was read there."""
        code = said_by(request, (CODE,)).get(CODE, "")
        self.desk.addresses.confirm(request.bearer.id, _id(request), code)
        return self._answer(request)

    @Route(
        POST,
        f"{OWN}/{{id}}/renew",
        "renew_reminder_address",
        EVERYONE,
        "重发确认码 / Another code",
        "ReminderAddresses",
        others=(404, 409),
        group=GROUP,
    )
    def renew(self, request: ApiRequest) -> Response:
        """Another code, also for an address that is dead; until it is confirmed nothing else is sent there."""
        self.desk.renew(request.bearer.id, _id(request))
        return self._answer(request)

    @Route(
        POST,
        f"{OWN}/{{id}}/remove",
        "remove_reminder_address",
        EVERYONE,
        "移除提醒地址 / Remove an address",
        "ReminderAddresses",
        others=(),
        group=GROUP,
    )
    def remove(self, request: ApiRequest) -> Response:
        """Be told there no longer; of another's, or none, nothing happens."""
        self.remove_address(request, _id(request))
        return self._answer(request)

    @Route(
        POST,
        f"{OWN}/{{id}}/hours",
        "set_address_hours",
        EVERYONE,
        "提醒发送时间 / Hours of an address",
        "ReminderAddresses",
        takes=(JSON,),
        body="AddressHours",
        others=(400, 404, 413, 422),
        group=GROUP,
    )
    def set_hours(self, request: ApiRequest) -> Response:
        """When one is told at an address; `usual`: as the bureau has it."""
        self.change_hours(request, _id(request), said_by(request, (*HOUR_FIELDS, USUAL)))
        return self._answer(request)

    # --- what is done, by whichever way it was asked -----------------------------------------------------------------

    def add_address(self, request: ApiRequest, said: Mapping[str, str], lang: str) -> None:
        """An address of one's own; a code is sent there. Raises NotAllowedAddress, TooManyAddresses, TooManyCodes."""
        self.desk.add(request.bearer.id, said.get(KIND, ""), said.get(ADDRESS, ""), lang)
        _record(request, "reminder address added")

    def remove_address(self, request: ApiRequest, id_: str) -> None:
        """Be told at an address no longer."""
        self.desk.addresses.remove(request.bearer.id, id_)
        _record(request, "reminder address removed")

    def change_hours(self, request: ApiRequest, id_: str, said: Mapping[str, str]) -> None:
        """When one wants to be told at an address. Raises Invalid, NoSuchAddress."""
        self.desk.addresses.set_hours(request.bearer.id, id_, None if USUAL in said else hours_of(said))

    def _answer(self, request: ApiRequest) -> Response:
        own = self.desk.addresses.of(request.bearer.id)
        return responses.answer({"items": [_address_item(one) for one in own]})


def _id(request: ApiRequest) -> str:
    return as_id(request.path["id"])


def _record(request: ApiRequest, about: str) -> None:
    request.acts.record_done("account_changed", account=request.bearer.id, about=about)


def _address_item(one: OwnAddress) -> dict[str, Any]:
    names = ("id", "kind", "hint", "state", "made_at", "delivered_at", "failed_at", "failures")
    return {**{name: getattr(one, name) for name in names}, "hours": one.hours.to_dict()}
