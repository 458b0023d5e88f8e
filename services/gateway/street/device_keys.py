"""What opens that which a telephone keeps for somebody, and what of it is to be deleted there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.errors import Invalid, fault
from contracts.roles import ANONYMOUS, WRITERS
from services.gateway.accounts.accounts import Accounts
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.street.page_token import GROUP

MOST_ASKED = 20
"""How many devices one question names: as many people have used one telephone."""
_DEVICE = re.compile(r"[A-Za-z0-9_-]{20,60}")


@dataclass
class DeviceKeys:
    """Answers the vault of the street's pages."""

    accounts: Accounts

    @Route(
        GET,
        "/v1/street/key",
        "street_key",
        WRITERS,
        "本机密钥 / The key of a device",
        "StreetKey",
        "devices",
        others=(422,),
        group=GROUP,
    )
    def key(self, request: ApiRequest) -> Response:
        """What opens that which this device keeps for who asks, while their session lasts.

        Of the devices named the one that is theirs answers; of none a new one begins.
        """
        key, until = self.accounts.device_key(request.bearer, _devices(request))
        body = {"device": key.device, "secret": key.secret, "until": until}
        return responses.private(responses.answer(body))

    @Route(
        GET,
        "/v1/street/revocations",
        "street_revocations",
        ANONYMOUS,
        "已撤销的本机保存 / Revoked devices",
        "StreetRevocations",
        "devices",
        others=(422,),
        group=GROUP,
    )
    def revocations(self, request: ApiRequest) -> Response:
        """Which of the devices named must delete what they keep; nobody but a device knows its name."""
        return responses.private(responses.answer({"revoked": self.accounts.devices.find_revoked(_devices(request))}))


def _devices(request: ApiRequest) -> list[str]:
    devices = [one for one in request.query.get("devices", "").split(",") if one]
    if len(devices) > MOST_ASKED or not all(map(_DEVICE.fullmatch, devices)):
        en, zh = (
            f"At most {MOST_ASKED} names of devices, with commas between",
            f"最多 {MOST_ASKED} 个本机名，以逗号分隔",
        )
        raise Invalid("devices", errors=[fault("devices", en, zh)])
    return devices
