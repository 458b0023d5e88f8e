"""The page of an ordered report: it tells how far it is while it is being issued, and goes on to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from services.gateway.accounts.jobs.kept_jobs import DONE, RUNNING
from services.gateway.http.request import ApiRequest
from services.gateway.reports.desk import STAGES
from services.gateway.reports.ordering.order_routes import OrderDesk, order_item
from services.gateway.reports.orders import ISSUERS
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.jobs import job_progress
from services.gateway.web.layout import html_response, page_frame, redirect, wording

ORDERS = "/reports/orders"


@dataclass
class ReportOrderPages:
    """Shows what `/v1/report-orders` answers."""

    desk: OrderDesk
    signing: bytes

    @page(
        f"{ORDERS}/{{id}}",
        "page_report_order",
        ISSUERS,
        "月报签发进度网页 / How far an ordered report is, as a page",
        "as_of, unit, lang",
        others=(303, 404),
    )
    def order(self, request: ApiRequest) -> Response:
        """How far it is, piece by piece while it goes on; once issued this leads to the report."""
        order, frame = self.desk.orders.get(request.path["id"]), page_frame(request, self.signing)
        if order.state == DONE:
            return redirect(frame.plain(f"/reports/{order.report}"))
        begin = self._page(request)
        response = html_response(begin)
        if order.active:
            response.response = job_progress.stream(
                lambda: self._progress(order.id),
                begin,
                lambda _one: self._page(request),
                lambda one: frame.say(f"report order {one['said']}"),
            )
            response.headers.remove("Content-Length")
        return response

    def _progress(self, id_: str) -> dict[str, Any]:
        """An order as `job_progress` shows it."""
        order = self.desk.orders.get(id_)
        running = order.state == RUNNING
        said = STAGES[order.stage] if running else order.state
        return {"state": order.state, "rows": len(STAGES), "done": order.stage if running else 0, "said": said}

    def _page(self, request: ApiRequest) -> str:
        order, frame = self.desk.orders.get(request.path["id"]), page_frame(request, self.signing)
        return render.page(
            "leader_report_order",
            frame,
            order=order_item(order),
            active=order.active,
            wording=wording(frame, self.desk.desk.read_model.unit_tree()),
        )
