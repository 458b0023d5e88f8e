"""A bureau that issues reports: an office, what is known of it, a log, and the addresses; nothing is set by typst."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from services.chassis.base import clock
from services.chassis.handling.audit.doer import Doer
from services.gateway.api.comparison.month_comparison import MonthComparisons
from services.gateway.api.progress import Progress
from services.gateway.audit_client import AuditClient
from services.gateway.evidence import Evidence
from services.gateway.http import cookies, csrf, routing
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.calendars.month import read_month
from services.gateway.read_model.programme import campaign
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.desk import Issue, ReportDesk
from services.gateway.reports.ordering.kept_orders import KeptOrders
from services.gateway.reports.ordering.order_routes import OrderDesk, ReportOrderRoutes
from services.gateway.reports.ordering.order_worker import OrderWorker
from services.gateway.reports.report_store import IssuedReport, IssuedReports, canonical
from services.gateway.reports.routes import ReportRoutes
from services.gateway.reports.schedule import ReportScheduler, Schedules
from services.gateway.web.leader.report_order_pages import ReportOrderPages
from services.gateway.web.leader.report_pages import ReportPages
from services.gateway.web.problem import ProblemPages
from tests.acts import JournalledActs
from tests.office import Office, build_view, migrated_store
from tests.people import account_store
from tests.services.gateway.local_log import LocalLog
from tests.services.gateway.local_rpc import LocalRpcClient
from tests.tokens import bearer_of, token_of

KEY = b"k" * 64
JUNE = ReportWish(read_month("2017-06"))
AGO = dt.timedelta(minutes=30)
"""Reports are issued twice so long ago, and the office goes on once so long ago."""
LEADER = Bearer("SYN-JLD", "leader", None)
LEADER_DOER = Doer("SYN-JLD", "leader@bureau")


def plain_files(said: Any, stamp: Any) -> dict[str, bytes]:
    """Files that say the same in fewer milliseconds."""
    return {form: form.encode() + canonical([said, stamp]) for form in ("docx", "pdf")}


class ReportBureau:
    """Issues reports, and lets its office go on."""

    def __init__(self, office: Office, home: Path) -> None:
        self.office, self.store = office, migrated_store(f"sqlite:///{home}/view.db")
        self.read_model = build_view(office.events, campaign(), self.store)
        self.kept = account_store(self.store)
        self.rpc = LocalRpcClient(office)
        self.rpc.log = self.log = LocalLog(home)
        self.acts = JournalledActs("gateway", home)
        kept, log = IssuedReports(self.kept), AuditClient(self.rpc)
        self.desk = ReportDesk(self.read_model, kept, log, lambda: clock.now() - 2 * AGO, plain_files)
        self.scheduler = ReportScheduler(self.desk, Schedules(self.kept), self.acts)
        self.ordered = ordered = OrderDesk(self.desk, KeptOrders(self.kept))
        self.worker = OrderWorker(
            self.desk, ordered.orders, lambda one: Bearer(one.account, one.role, one.unit), self.acts
        )
        compared = MonthComparisons(Progress(self.read_model, Evidence(self.store, "memory://reports")))
        resources = (
            ReportRoutes(self.desk, self.scheduler),
            ReportPages(self.desk, self.scheduler, ordered, KEY),
            compared,
            ReportOrderRoutes(ordered),
            ReportOrderPages(ordered, KEY),
        )
        app = App(routing.bind(resources), KEY, bearer_of, page=ProblemPages(KEY).show, trail=self.acts)
        self.client = Client(app, use_cookies=False)

    def hear(self) -> None:
        """Let the view hear what the office did since; it was recorded after all that was issued before."""
        with self.store.begin() as tx:
            self.read_model.handle(tx, self.office.events)
        self.read_model.after_commit(self.office.events)

    def go_on(self) -> None:
        """From here on the office records after what was issued so far."""
        self.office.now = clock.now() - AGO

    def issue(self, reason: str = "", wish: ReportWish = JUNE, **more: Any) -> IssuedReport | None:
        """Issue a report as the leader."""
        return self.desk.issue(wish, Issue("SYN-JLD", "leader@bureau", reason, **more), self.note)

    def note(self, act: str, **about: Any) -> None:
        """Put an act on record as the leader's."""
        self.acts.record(act, LEADER_DOER, **about)

    def enter_log(self) -> None:
        """Let the acts come into the log."""
        self.log.sample.append(*self.acts.events("report_issued"))
        self.log.sample.checkpoints.sign()

    def ask(self, path: str, body: Any = None, bearer: Bearer = LEADER) -> Any:
        """An answer to a program."""
        headers = {"Authorization": f"Bearer {token_of(bearer)}"}
        return (
            self.client.get(path, headers=headers)
            if body is None
            else self.client.post(path, json=body, headers=headers)
        )

    def page(self, path: str, body: Any = None, bearer: Bearer = LEADER, lang: str = "zh-CN") -> Any:
        """A page, or what comes of its form."""
        headers = {"Accept": "text/html", "Accept-Language": lang, "Cookie": f"{cookies.PLAIN}={token_of(bearer)}"}
        if body is None:
            return self.client.get(path, headers=headers)
        sealed = {"_seal": csrf.page_token(KEY, bearer), **body}
        return self.client.post(path, data=sealed, headers=headers, content_type="multipart/form-data")

    def close(self) -> None:
        """Give back what is open."""
        for store in (self.kept, self.store, self.log.sample.store, self.acts.store):
            store.close()
