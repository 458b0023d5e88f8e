"""The pages of files for the platform above: which were ordered, the form for another, and one as it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.errors import Problem
from services.chassis.base import ids
from services.gateway.accounts.jobs.kept_jobs import RUNNING
from services.gateway.exchange.desk import ID, MAKERS, MAPPING, MONTH, ExchangeDesk
from services.gateway.exchange.file_orders import FileOrder
from services.gateway.exchange.kept_mappings import KeptMapping
from services.gateway.exchange.routes import order_item, orders_page
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.calendars.month import month_of
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.jobs import job_progress
from services.gateway.web.layout import (
    LANGUAGE_ONLY,
    html_response,
    page_frame,
    problem_words,
    redirect,
    without_empty,
)
from services.gateway.web.registers import record_path

PATH = "/exchange"
ORDERS = f"{PATH}/orders"
ON_PAGE = 20


@dataclass
class ExchangePages:
    """Shows what `/v1/exchange` and `/v1/exchange-orders` answer."""

    desk: ExchangeDesk
    signing: bytes

    @page(
        PATH,
        "page_exchange",
        MAKERS,
        "数据报送网页 / Files for the platform above, as a page",
        "mapping, month, cursor, lang",
        others=(422,),
    )
    def show(self, request: ApiRequest) -> Response:
        """What was ordered, the newest first; the form for another; which mappings cannot be used. Raises BadCursor."""
        request = without_empty(request)
        return self._show(request, {name: request.query.get(name) for name in (MAPPING, MONTH)})

    @form(PATH, "page_exchange_ordered", MAKERS, "申请生成报送文件（表单） / Order a month's files from a form")
    def order(self, request: ApiRequest) -> Response:
        """Accept the order, and go on to where it is told how far it is; what is wrong stands above the form.

        The form bears the order's id: sent twice it is one order.
        """
        said = {name: request.http.form.get(f"_{name}") or None for name in (ID, MAPPING, MONTH)}
        try:
            order = self.desk.accept(request.bearer, said)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._show(replace(request, query={}), said, problem)
        return redirect(page_frame(request, self.signing).plain(f"{ORDERS}/{order.id}"))

    def _show(self, request: ApiRequest, said: dict[str, str | None], problem: Problem | None = None) -> Response:
        frame, kept = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.mappings.all()
        orders, turns = orders_page(self.desk, request, ON_PAGE)
        titles = {one.name: _title(one, frame.lang) for one in kept}
        about: dict[str, Any] = {
            "usable": [
                (one.name, titles[one.name], self.desk.may_make(one, request.bearer)) for one in kept if one.mapping
            ],
            "broken": [one for one in kept if one.mapping is None],
            "said": said,
            "month": said.get(MONTH) or self.desk.month_before().name,
            "latest": month_of(self.desk.read_model.today()).name,
            "order": ids.new_id(),
            "orders": [(order_item(one), self.desk.may_fetch(one, request.bearer)) for one in orders],
            "titles": titles,
            "turns": turns,
            "reason": problem_words(problem, frame.lang) if problem else "",
            "path": ORDERS,
        }
        return html_response(render.page("leader_exchange", frame, **about), problem.status if problem else 200)

    @page(
        f"{ORDERS}/{{id}}",
        "page_exchange_order",
        MAKERS,
        "报送文件生成进度网页 / How far an order of files is, as a page",
        others=(404, 410),
    )
    def follow(self, request: ApiRequest) -> Response:
        """How far it is, while it goes on; what was made of it, the rejected rows first; or why nothing was."""
        order, frame = self.desk.orders.get(request.path["id"]), page_frame(request, self.signing, LANGUAGE_ONLY)
        begin = self._page(request, order)
        response = html_response(begin)
        if order.active:
            response.response = job_progress.stream(
                lambda: self._progress(order.id),
                begin,
                lambda _one: self._page(request, self.desk.orders.get(order.id)),
                lambda one: frame.say(f"exchange {one['said']}", **one["numbers"]),
            )
            response.headers.remove("Content-Length")
        return response

    def _progress(self, id_: str) -> dict[str, Any]:
        """An order as `job_progress` shows it."""
        order = self.desk.orders.get(id_)
        making = order.state == RUNNING and order.read > 0
        told = "making" if making else "counting" if order.state == RUNNING else order.state
        counts = {"read": order.read, "total": order.total, "good": order.rows, "bad": order.rejected}
        numbers = {name: f"{one:,}" for name, one in counts.items()}
        done = {"rows": order.total if making else 0, "done": min(order.read, order.total)}
        return {"state": order.state, "said": told, "numbers": numbers, **done}

    def _page(self, request: ApiRequest, order: FileOrder) -> str:
        frame, may = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.may_fetch(order, request.bearer)
        first = self.desk.orders.first(order) if may else []
        outcome = order.outcome
        title = outcome["mapping"]["title"][frame.lang] if outcome else self._title_now(order, frame.lang)
        about: dict[str, Any] = {
            "order": order_item(order),
            "active": order.active,
            "title": title,
            "may": may,
            "rejected": first,
            "registers": catalogue.REGISTERS,
            "record_path": record_path,
        }
        return render.page("leader_exchange_order", frame, **about)

    def _title_now(self, order: FileOrder, lang: str) -> str:
        return next((_title(one, lang) for one in self.desk.mappings.all() if one.name == order.mapping), order.mapping)


def _title(kept: KeptMapping, lang: str) -> str:
    return kept.mapping.title[lang] if kept.mapping else kept.name
