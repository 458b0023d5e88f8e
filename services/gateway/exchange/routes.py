"""Files for the platform above over the interface: the mappings, and a month's files ordered, followed and fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import CSV, GET, JSON, POST, ZIP
from contracts.exchange.mapping import ExchangeMapping, MappingFault
from contracts.wire import JsonObject
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR, Turns
from services.gateway.display.windows import AskedWindow
from services.gateway.exchange.desk import MAKERS, ExchangeDesk
from services.gateway.exchange.file_orders import ARCHIVE, REPORT, FileOrder
from services.gateway.exchange.kept_mappings import KeptMapping
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.spreadsheets import exporting

PATH, ORDERS, GROUP = "/v1/exchange", "/v1/exchange-orders", "exchange"


@dataclass
class ExchangeRoutes:
    """Makes files for the platform above."""

    desk: ExchangeDesk

    @Route(
        GET,
        PATH,
        "exchange_mappings",
        MAKERS,
        "报送映射 / Mappings for the platform above",
        "ExchangeMappings",
        others=(),
        group=GROUP,
    )
    def mappings(self, request: ApiRequest) -> Response:
        """Every mapping in the home; one that cannot be used says what is wrong with it, and where."""
        items = [mapping_item(one, self.desk.may_make(one, request.bearer)) for one in self.desk.mappings.all()]
        return responses.answer({"items": items})

    @Route(
        POST,
        ORDERS,
        "order_exchange",
        MAKERS,
        "申请生成某月报送文件 / Order the files of a month",
        "ExchangeOrder",
        takes=(JSON,),
        body="ExchangeOrderWish",
        status=202,
        others=(400, 404, 409, 413, 422),
        headers=("Location",),
        group=GROUP,
    )
    def order(self, request: ApiRequest) -> Response:
        """Accept an order: the files are made while nobody waits, and kept.

        Sent again with the same `id` it is the same order. Raises what `ExchangeDesk.accept` raises.
        """
        order = self.desk.accept(request.bearer, request.json())
        return responses.answer(order_item(order), 202, Location=f"{ORDERS}/{order.id}")

    @Route(
        GET,
        ORDERS,
        "exchange_orders",
        MAKERS,
        "报送文件 / Files for the platform above that were ordered",
        "ExchangeOrders",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def orders(self, request: ApiRequest) -> Response:
        """What was ordered, the newest first: by whom, when, how far it is, what came of it. Raises BadCursor."""
        orders, turns = orders_page(self.desk, request, paging.rows_asked(request))
        items = [order_item(one) for one in orders]
        return responses.answer({"items": items, **vars(turns)}, **turns.links(request))

    @Route(
        GET,
        f"{ORDERS}/{{id}}",
        "exchange_order",
        MAKERS,
        "报送文件生成进度 / How far an order of files is",
        "ExchangeOrder",
        others=(404, 410),
        group=GROUP,
    )
    def find(self, request: ApiRequest) -> Response:
        """How far an order is, what was made of it with the first rejected rows, or why nothing was.

        Raises NoSuchFileOrder, FileAltered.
        """
        order = self.desk.orders.get(request.path["id"])
        first = self.desk.orders.first(order) if self.desk.may_fetch(order, request.bearer) else []
        return responses.answer(order_item(order) | {"first_rejected": first})

    @Route(
        GET,
        f"{ORDERS}/{{id}}/files.zip",
        "exchange_archive",
        MAKERS,
        "下载报送压缩包 / The archive of an order",
        ZIP,
        others=(404, 410, 503),
        group=GROUP,
    )
    def archive(self, request: ApiRequest) -> Response:
        """The files, the report of rejected rows and the manifest, byte for byte as they were made; put on record.

        Raises NoSuchFileOrder, FileNotKept, FileAltered, Forbidden, NoRecord.
        """
        return self._give(request, ARCHIVE, ZIP)

    @Route(
        GET,
        f"{ORDERS}/{{id}}/rejected.csv",
        "exchange_rejected",
        MAKERS,
        "下载不合格行报告 / The report of an order's rejected rows",
        CSV,
        others=(404, 410, 503),
        group=GROUP,
    )
    def report(self, request: ApiRequest) -> Response:
        """The report alone, byte for byte as it stands in the archive. Raises what `archive` raises."""
        return self._give(request, REPORT, f"{CSV}; charset=utf-8")

    def _give(self, request: ApiRequest, place: int, media_type: str) -> Response:
        order = self.desk.orders.get(request.path["id"])
        pieces = self.desk.give(request, order, place)
        about = (order.outcome or {})["archive" if place == ARCHIVE else "rejected"]
        name = f"{order.mapping}-{order.month}"
        ending = ".zip" if place == ARCHIVE else "-rejected.csv"
        response = exporting.download(exporting.File(pieces, about["bytes"], media_type), f"{name}{ending}")
        response.headers["ETag"] = f'"{about["sha256"]}"'
        return response


def orders_page(desk: ExchangeDesk, request: ApiRequest, most: int) -> tuple[Sequence[FileOrder], Turns]:
    """The page of orders that is asked for. Raises BadCursor."""
    asked = AskedWindow(request, CURSOR, ("exchange orders",))
    page = desk.orders.page(asked.window(most, 2))
    return page.rows, asked.turns(page.part)


def mapping_item(kept: KeptMapping, usable: bool) -> JsonObject:  # noqa: FBT001 -- as it is answered
    """A mapping in a list."""
    one = kept.mapping
    return {
        "name": kept.name,
        "usable": usable,
        "title": dict(one.title) if one else None,
        "standard": one.standard if one else "",
        "form": one.form if one else None,
        "sha256": one.sha256 if one else None,
        "tables": _tables(one) if one else [],
        "faults": [_fault(wrong) for wrong in kept.faults],
    }


def _tables(mapping: ExchangeMapping) -> list[JsonObject]:
    return [
        {
            "name": one.name,
            "register": one.register.name,
            "period": one.dated.text if one.dated else "opened",
            "columns": [column.heading for column in one.columns],
        }
        for one in mapping.tables
    ]


def _fault(wrong: MappingFault) -> JsonObject:
    return {"place": wrong.place, "en": wrong.en, "zh": wrong.zh}


def order_item(order: FileOrder) -> JsonObject:
    """An order as clients see it."""
    names = ("id", "mapping", "month", "state", "total", "read", "rows", "rejected", "kept", "known_at", "event")
    plain = {name: getattr(order, name) for name in (*names, "bytes", "sha256", "made_at", "changed_at")}
    files = order.outcome["files"] if order.outcome else []
    about = {"files": files, "rejected_sha256": order.outcome["rejected"]["sha256"] if order.outcome else None}
    return {**plain, **about, "problem": order.told_problem, "ordered_by": order.account}
