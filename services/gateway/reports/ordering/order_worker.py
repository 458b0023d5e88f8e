"""Issues what was ordered, the first first: whoever is killed when, an order has one report.

Of several gateways one is at work, by a lease; and a report bears the order as its occasion, of which the database
keeps one. What was begun and not finished is looked up first, and begun again where there is no report of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from contracts.errors import Problem
from services.chassis.base import clock, ids, log
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.storage.lease import Lease
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.errors import InternalError
from services.gateway.http.request import bearer_known
from services.gateway.reports.desk import Issue, ReportDesk
from services.gateway.reports.ordering.kept_orders import KeptOrder, KeptOrders
from services.gateway.reports.report_store import IssuedReport

IDLE, AWAY = 1.0, 2.0
"""Seconds between two looks for an order, and after one that could not be issued now."""
MOST_TRIES = 3
ROUTE = "ORDER report"
"""What nobody asks at the moment, but was ordered."""
_log = log.get("reports")


@dataclass
class OrderWorker:
    """Carries out orders; `rights` says as whom an order's owner acts now."""

    desk: ReportDesk
    orders: KeptOrders
    rights: Callable[[JobOwner], Bearer]
    trail: ActRecorder = field(default_factory=NoRecorder)

    def run(self) -> None:
        """Carry out what is ordered, for ever."""
        lease = Lease(self.desk.read_model.store, "report_orders", ids.new_id())
        lease.take_turns(lambda: 0 if self.step() else IDLE, IDLE, AWAY)

    def step(self) -> bool:
        """Carry out the order whose turn it is; whether there was one."""
        order = next(iter(self.orders.outstanding(1)), None)
        if order is None:
            return False
        try:
            report = self.desk.reports.of_occasion(order.occasion) or self._issue(order)
        except Problem as problem:
            self._wait_or_fail(order, problem)
        else:
            self.orders.finish(order, report.id)
            _log.info("report.issued", month=report.month, number=report.number, report=report.id, order=order.id)
        return True

    def _issue(self, order: KeptOrder) -> IssuedReport:
        """Issue what was ordered. Raises InternalError for what was begun often enough, and what `issue` raises."""
        if order.tries >= MOST_TRIES:  # it may be what ends the gateway
            raise InternalError
        order = self.orders.begin(order)
        known, (wish, reason) = bearer_known(self.rights(order.owner)), order.terms
        note = partial(self.trail.record, doer=Doer(**known, route=ROUTE, request=order.id))
        by = Issue.of(known, reason, order.occasion)
        report = self.desk.issue(wish, by, note, partial(self.orders.advance, order))
        report = report or self.desk.reports.of_occasion(order.occasion)  # another gateway was quicker
        if report is None:
            raise InternalError
        return report

    def _wait_or_fail(self, order: KeptOrder, problem: Problem) -> None:
        """What is away now is tried again; whatever else is wrong is told."""
        tries = self.orders.get(order.id).tries
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR and tries < MOST_TRIES:
            _log.warning("report.order_waits", order=order.id, problem=problem.slug)
            clock.pause(AWAY)
            return
        self.orders.fail(order, problem.to_dict())
        _log.warning("report.order_failed", order=order.id, problem=problem.slug)
