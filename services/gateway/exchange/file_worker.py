"""Makes the files that were ordered, the one that waited longest first: whoever is killed when, an order has them once.

Of several gateways one is at work, by a lease. What was begun and not finished is begun anew; only the newest attempt
may finish (see `file_orders`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import orjson
from werkzeug.wrappers import Request

from contracts.errors import Problem, Unavailable
from services.chassis.base import clock, ids, log
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.storage.lease import Lease
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.acts.request_acts import RequestActs
from services.gateway.exchange.desk import ACT, ExchangeDesk
from services.gateway.exchange.file_orders import ARCHIVE, FIRST, REPORT, AttemptOvertaken, FileOrder, FileOrders
from services.gateway.exchange.making import MonthRows
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.errors import InternalError
from services.gateway.http.request import ACTS, ApiRequest, bearer_known

IDLE, AWAY, LOOK = 1.0, 10.0, 1.0
"""Seconds between two looks for an order, after one that could not be made now, and between two words of how far."""
MOST_TRIES = 3
PATIENCE = dt.timedelta(days=1)
"""For how long an order waits for a service that is away."""
ROUTE = "ORDER exchange"
"""What nobody asks at the moment, but was ordered."""
_log = log.get("exchange")


@dataclass
class OrderPieces:
    """Keeps what an attempt makes, piece by piece."""

    orders: FileOrders
    order: FileOrder
    _archive: int = 0
    _report: int = 0

    def add_archive(self, piece: bytes) -> None:
        """Keep the archive's next piece."""
        self.orders.write(self.order, ARCHIVE, self._archive, piece)
        self._archive += 1

    def add_report(self, piece: bytes) -> None:
        """Keep the report's next piece."""
        self.orders.write(self.order, REPORT, self._report, piece)
        self._report += 1

    def report_pieces(self) -> Iterator[bytes]:
        """The report once more."""
        return self.orders.pieces(self.order, REPORT)


@dataclass
class FileWorker:
    """Makes what is ordered; `rights` says as whom an order's owner acts now."""

    desk: ExchangeDesk
    rights: Callable[[JobOwner], Bearer]
    trail: ActRecorder = field(default_factory=NoRecorder)

    @property
    def orders(self) -> FileOrders:
        """Where they are kept."""
        return self.desk.orders

    def run(self) -> None:
        """Make what is ordered, for ever."""
        lease = Lease(self.desk.read_model.store, "exchange_orders", ids.new_id())
        lease.take_turns(lambda: 0 if self.step(lease.hold) else IDLE, IDLE, AWAY)

    def step(self, hold: Callable[[], bool] = lambda: True) -> bool:
        """Make the files whose turn it is; whether there were any. `hold` keeps the lease meanwhile."""
        if (waiting := self.orders.next()) is None:
            return False
        order = waiting
        try:
            if order.tries >= MOST_TRIES:  # it may be what ends the gateway
                raise InternalError
            order = self.orders.begin(order, self.desk.point())
            self._make(order, hold)
        except AttemptOvertaken:
            self.orders.drop(order)
        except Problem as problem:
            with suppress(AttemptOvertaken):
                self._wait_or_fail(order, problem)
        return True

    def _make(self, order: FileOrder, hold: Callable[[], bool]) -> None:
        bearer = self.rights(order.owner)
        acts = RequestActs(self.trail, Doer(**bearer_known(bearer), route=ROUTE, request=order.id), "POST")
        request = ApiRequest(Request({ACTS: acts}), bearer, {}, {})
        rows, teller = self.desk.order_rows(request, order), _Teller(self.orders, order, hold)
        for total in self.desk.counts(request, rows):
            teller.tell({"total": total})
        teller.tell(teller.last, now=True)
        rows.look = lambda: teller.tell(_counts(rows))
        pieces = OrderPieces(self.orders, order)
        made = self.desk.write(request, order, rows, pieces)
        self.orders.write(order, FIRST, 0, orjson.dumps(made.first))
        hashes = f"zip:{made.manifest['archive']['sha256']} rejected:{made.manifest['rejected']['sha256']}"
        about = f"exchange {order.mapping} {order.month} made {hashes}"
        self.orders.finish(order, _counts(rows), made.manifest, lambda: acts.record(ACT, about=about))
        _log.info("exchange.made", order=order.id, rows=rows.good, rejected=rows.rejected)

    def _wait_or_fail(self, order: FileOrder, problem: Problem) -> None:
        """What is away now is tried again; whatever else is wrong is told."""
        patient = clock.now() < dt.datetime.fromisoformat(order.made_at) + PATIENCE
        if isinstance(problem, Unavailable) and patient:
            self.orders.pause(order)
        elif problem.status < HTTPStatus.INTERNAL_SERVER_ERROR or order.tries >= MOST_TRIES or not patient:
            self.orders.fail(order, problem.to_dict())
            _log.warning("exchange.failed", order=order.id, problem=problem.slug)
            return
        _log.warning("exchange.waits", order=order.id, problem=problem.slug)
        clock.pause(AWAY)


@dataclass
class _Teller:
    """Says how far an attempt is, once in a while, and keeps the lease."""

    orders: FileOrders
    order: FileOrder
    hold: Callable[[], bool]
    last: dict[str, int] = field(default_factory=dict)
    _at: float = 0.0

    def tell(self, counts: dict[str, int], *, now: bool = False) -> None:
        self.last = counts
        if now or clock.ticks() - self._at >= LOOK:
            self._at = clock.ticks()
            if not self.hold():
                raise AttemptOvertaken(self.order.id)
            self.orders.advance(self.order, **counts)


def _counts(rows: MonthRows) -> dict[str, int]:
    return {"read": rows.read, "rows": rows.good, "rejected": rows.rejected}
