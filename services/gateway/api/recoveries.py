"""Recoveries of lost second factors: two others bring a person back."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, POST
from contracts.roles import EVERYONE
from contracts.wire import JsonObject
from services.gateway.accounts.acts.account_acts import CALLED_OFF, CONFIRMED, STARTED
from services.gateway.accounts.recoveries import Recovery
from services.gateway.accounts.recovery_desk import RecoveryDesk
from services.gateway.api.accounts import ADMINISTRATOR, ALL, GROUP, PRIVATE
from services.gateway.http import responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route

RECOVERIES = "/v1/recoveries"


@dataclass
class RecoveryRoutes:
    """What two others do for who lost a factor."""

    desk: RecoveryDesk

    @Route(GET, RECOVERIES, "recoveries", EVERYONE, "第二因素恢复 / Recoveries", "Recoveries", others=(), group=GROUP)
    def list(self, request: ApiRequest) -> Response:
        """A month's recoveries: all for the administrator, else one's own and those that one may confirm."""
        return responses.answer({"items": recoveries_shown(self.desk, request.bearer)}, **PRIVATE)

    @Route(
        POST,
        f"{ALL}/{{account}}/recovery",
        "start_recovery",
        ADMINISTRATOR,
        "发起恢复 / Start a recovery",
        "StartedRecovery",
        status=201,
        others=(404, 409),
        group=GROUP,
    )
    def start(self, request: ApiRequest) -> Response:
        """Start it for another who lost a factor; the machine's tool ends it too where nobody could confirm."""
        recovery, link = self.desk.start(request.path["account"], request.bearer)
        request.acts.record_done("account_changed", account=recovery.account, about=CONFIRMED if link else STARTED)
        return responses.answer(
            recovery_shown(self.desk, recovery, request.bearer) | {"link": link or None}, 201, **PRIVATE
        )

    @Route(
        POST,
        f"{RECOVERIES}/{{recovery}}/confirm",
        "confirm_recovery",
        EVERYONE,
        "确认恢复 / Confirm a recovery",
        "NewLink",
        status=201,
        others=(404, 409),
        group=GROUP,
    )
    def confirm(self, request: ApiRequest) -> Response:
        """Take the lost factors away and sign the account out; the link is for its person, handed over by hand."""
        link = self.desk.confirm(request.path["recovery"], request.bearer)
        account = self.desk.recoveries.get(request.path["recovery"]).account
        request.acts.record_done("account_changed", account=account, about=CONFIRMED)
        return responses.answer({"account": account, "link": link}, 201, **PRIVATE)

    @Route(
        POST,
        f"{RECOVERIES}/{{recovery}}/cancel",
        "cancel_recovery",
        EVERYONE,
        "撤销恢复 / Call a recovery off",
        "Nothing",
        others=(404, 409),
        group=GROUP,
    )
    def cancel(self, request: ApiRequest) -> Response:
        """Call a recovery off: its person, who lost nothing, or an administrator."""
        self.desk.cancel(request.path["recovery"], request.bearer)
        account = self.desk.recoveries.get(request.path["recovery"]).account
        request.acts.record_done("account_changed", account=account, about=CALLED_OFF)
        return responses.answer({})


def recoveries_shown(desk: RecoveryDesk, bearer: Bearer) -> list[JsonObject]:
    """The recoveries that somebody may see."""
    return [recovery_shown(desk, one, bearer) for one in desk.seen_by(bearer)]


def recovery_shown(desk: RecoveryDesk, recovery: Recovery, bearer: Bearer) -> JsonObject:
    """A recovery, and whether who asks may confirm it."""
    confirmable = recovery.state == "open" and desk.may_confirm(recovery, bearer)
    return vars(recovery) | {"state": recovery.state, "confirmable": confirmable}
