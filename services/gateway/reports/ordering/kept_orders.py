"""Orders of reports as they are kept, until each is issued or could not be; each under the id that its form bears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Unknown
from services.chassis.storage import lease, store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.jobs.kept_jobs import (
    ACTIVE,
    DONE,
    FAILED,
    RUNNING,
    WAITING,
    JobOwner,
    OrderedOtherwise,
    OwnedWork,
)
from services.gateway.accounts.tables import report_orders
from services.gateway.reports.contents.contents import ReportWish

DAYS = 30
"""For how many days it is known what became of an order."""
REASON = "reason"
Wish = Mapping[str, str]
"""What was ordered, as `ReportWish.to_dict` says it, and the reason."""


class NoSuchOrder(Unknown):
    """There is no such order of a report, or it is kept no longer."""

    slug, zh = "no-such-report-order", "没有此月报的签发申请，或已不再保留"


@dataclass(frozen=True)
class KeptOrder(OwnedWork):
    """An order, and how far it is: `stage` of `desk.STAGES` where it runs, `tries` how often it was begun."""

    wish: str
    stage: int
    tries: int
    report: str | None
    problem: str | None
    made_at: str
    changed_at: str

    @property
    def words(self) -> dict[str, str]:
        """What was ordered, as it was said."""
        said: dict[str, str] = orjson.loads(self.wish)
        return said

    @property
    def terms(self) -> tuple[ReportWish, str]:
        """What was ordered, and the reason."""
        return ReportWish.from_dict(self.words), self.words.get(REASON, "")

    @property
    def told_problem(self) -> dict[str, Any] | None:
        """Why it could not be issued."""
        return orjson.loads(self.problem) if self.problem else None

    @property
    def occasion(self) -> str:
        """Under what its report is kept: the database keeps one of it."""
        return f"order:{self.id}"


_c = report_orders.c
_COLUMNS = [_c[one.name] for one in fields(KeptOrder)]
_OUTSTANDING = sa.select(*_COLUMNS).where(_c.state.in_(ACTIVE)).order_by(_c.made_at, _c.id)
MOST_SHOWN = 20


@dataclass(frozen=True)
class KeptOrders:
    """Keeps them."""

    store: Store

    def keep(self, id_: str, owner: JobOwner, wish: Wish) -> KeptOrder:
        """An order under an id; sent again under the same it is the same.

        Raises NoSuchOrder where it is another's, OrderedOtherwise where it is of another report.
        """
        now = moments.precise()
        plain = {"id": id_, **vars(owner), "wish": orjson.dumps(dict(wish)).decode(), "made_at": now, "changed_at": now}
        nothing = {"state": WAITING, "stage": 0, "tries": 0, "report": None, "problem": None}
        with self.store.begin() as tx:
            lease.advisory_lock(tx, "report_orders")
            if tx.scalar(sa.select(_c.id).where(_c.id == id_)) is None:
                store.insert_many(tx, report_orders, [plain | nothing])
                old = sa.and_(_c.state.not_in(ACTIVE), _c.changed_at < moments.later(days=-DAYS))
                tx.execute(report_orders.delete().where(old))
        if (order := self.get(id_)).account != owner.account:
            raise NoSuchOrder(id_)
        if order.words != dict(wish):
            raise OrderedOtherwise(order.words["month"])
        return order

    def get(self, id_: str) -> KeptOrder:
        """An order. Raises NoSuchOrder."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(_c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchOrder(id_)
        return KeptOrder(*row)

    def has(self, id_: str) -> bool:
        """Whether there is an order of this id."""
        with self.store.begin_read() as tx:
            return tx.scalar(sa.select(_c.id).where(_c.id == id_)) is not None

    def outstanding(self, most: int = MOST_SHOWN) -> list[KeptOrder]:
        """Those that are neither issued nor given up, the first first."""
        with self.store.begin_read() as tx:
            return [KeptOrder(*row) for row in tx.execute(_OUTSTANDING.limit(most))]

    def begin(self, order: KeptOrder) -> KeptOrder:
        """Note that one is begun, once more."""
        return self._note(order, state=RUNNING, stage=0, tries=order.tries + 1)

    def advance(self, order: KeptOrder, stage: int) -> None:
        """Note how far one is."""
        self._note(order, stage=stage)

    def finish(self, order: KeptOrder, report: str) -> KeptOrder:
        """Note which report was issued for one."""
        return self._note(order, state=DONE, report=report)

    def fail(self, order: KeptOrder, problem: Mapping[str, Any]) -> KeptOrder:
        """Note why one could not be issued."""
        return self._note(order, state=FAILED, problem=orjson.dumps(problem).decode())

    def _note(self, order: KeptOrder, **values: Any) -> KeptOrder:
        with self.store.begin() as tx:
            tx.execute(report_orders.update().where(_c.id == order.id).values(changed_at=moments.precise(), **values))
        return self.get(order.id)
