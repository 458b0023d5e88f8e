"""Reports ordered over the interface: the order is accepted at once, and asked how far it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Invalid, fault
from services.chassis.base import ids
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.reports.desk import STAGES, ReasonMissing, ReportDesk
from services.gateway.reports.ordering.kept_orders import REASON, KeptOrder, KeptOrders
from services.gateway.reports.orders import ISSUERS, ReportOrder, read_order
from services.gateway.reports.routes import GROUP

PATH, ID = "/v1/report-orders", "id"
SHAPE = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class OrderDesk:
    """Takes orders of reports in."""

    desk: ReportDesk
    orders: KeptOrders

    def accept(self, request: ApiRequest, said: Any) -> KeptOrder:
        """An order of somebody's, kept. Raises Invalid, Forbidden, Unknown, ReasonMissing, MonthAhead, NoSuchOrder."""
        rest = dict(said) if isinstance(said, dict) else {}
        id_ = rest.pop(ID, None) or ids.new_id()
        if not isinstance(id_, str) or not SHAPE.fullmatch(id_):
            raise Invalid(ID, errors=[fault(ID, "A UUID in small letters", "须为小写 UUID")])
        bearer = request.bearer
        owner = JobOwner(bearer.id, bearer.role, bearer.unit, bearer.on_behalf_of)
        order = read_order(rest, bearer, self.desk.read_model)
        if not self.orders.has(id_):  # or it was accepted before
            self._admit(order)
        return self.orders.keep(id_, owner, order.wish.to_dict() | ({REASON: order.reason} if order.reason else {}))

    def _admit(self, order: ReportOrder) -> None:
        """Tell at once what would keep an order from being issued. Raises ReasonMissing, and what `admit` raises."""
        self.desk.admit(order.wish, order.reason)
        mine = order.wish.month, order.wish.unit
        others = [one.terms[0] for one in self.orders.outstanding()]
        if not order.reason and mine in [(one.month, one.unit) for one in others]:
            raise ReasonMissing(order.wish.month.name)


@dataclass
class ReportOrderRoutes:
    """Takes orders of reports, and tells how far they are."""

    desk: OrderDesk

    @Route(
        POST,
        PATH,
        "order_report",
        ISSUERS,
        "申请签发月报 / Order a monthly report",
        "ReportWait",
        takes=(JSON,),
        body="ReportWaitOrder",
        status=202,
        others=(400, 404, 413, 422),
        headers=("Location",),
        group=GROUP,
    )
    def order(self, request: ApiRequest) -> Response:
        """Accept an order: the report is issued as soon as it can be, as known then or at the moment that is said.

        Sent again with the same `id` it is the same order. Raises Invalid, Forbidden, Unknown.
        """
        order = self.desk.accept(request, request.json())
        return responses.answer(order_item(order), 202, Location=f"{PATH}/{order.id}")

    @Route(
        GET,
        f"{PATH}/{{id}}",
        "report_order",
        ISSUERS,
        "月报签发进度 / How far an ordered report is",
        "ReportWait",
        others=(404,),
        group=GROUP,
    )
    def find(self, request: ApiRequest) -> Response:
        """How far an order is, which report came of it, or why none did. Raises NoSuchOrder."""
        return responses.answer(order_item(self.desk.orders.get(request.path["id"])))


def order_item(order: KeptOrder) -> dict[str, Any]:
    """An order as clients see it."""
    said = dict.fromkeys(("month", "unit", "lang", "as_of", "known_at", REASON)) | order.words
    plain = {name: getattr(order, name) for name in ("id", "state", "report", "made_at", "changed_at")}
    about = {"stage": order.stage, "stages": len(STAGES), "problem": order.told_problem, "ordered_by": order.account}
    return {**plain, **said, **about}
