"""Where files for the platform above are ordered, told of and given out: for those who may read what goes into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from contracts.errors import Forbidden, Invalid, fault
from contracts.exchange.mapping import ExchangeMapping, MappedTable
from contracts.register import OPENED, Register
from contracts.rpc import ListFilter, PageFilter
from contracts.wire import JsonObject
from services.chassis.base import clock, ids
from services.gateway import callers
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.exchange.file_orders import ARCHIVE, FileNotKept, FileOrder, FileOrders
from services.gateway.exchange.kept_mappings import KeptMapping, KeptMappings
from services.gateway.exchange.making import MOST_READ, ArchivePieces, MonthArchive, MonthRows, too_much_read
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model import ledger
from services.gateway.read_model.calendars.month import Month, month_of, read_month
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights
from services.gateway.reports.ordering.order_routes import SHAPE
from services.gateway.reports.orders import read_texts
from services.gateway.spreadsheets.exporting import RecordSource

MAKERS = frozenset({"leader", "operator"})
"""Who answers for what goes up, and who sends it."""
ID, MAPPING, MONTH = "id", "mapping", "month"
ACT = "exported"


class MonthToCome(Invalid):
    """Files are made of a month that has begun."""

    slug, zh, field = "month-to-come", "只能报送已经开始的月份", "month"


@dataclass(frozen=True)
class ExchangeDesk:
    """Takes orders of a month's files from who may read what goes into them, and gives out what was made."""

    owners: OwnerClient
    read_model: ReadModel
    mappings: KeptMappings
    orders: FileOrders
    public_url: str

    def month_before(self) -> Month:
        """The last month that is over."""
        return month_of(self.read_model.today()).before

    def month(self, text: str | None) -> Month:
        """The month that is asked for; else the last that is over. Raises Invalid, MonthToCome."""
        if not text:
            return self.month_before()
        month = read_month(text)
        if month.first > self.read_model.today():
            raise MonthToCome(month.name)
        return month

    def may_make(self, kept: KeptMapping, bearer: Bearer) -> bool:
        """Whether somebody may read all that a mapping gives; of a broken one nothing is given."""
        return kept.mapping is not None and not _closed(kept.mapping.registers, bearer)

    def accept(self, bearer: Bearer, said: Any) -> FileOrder:
        """An order of somebody's, kept; what keeps it from being made is told at once.

        Raises Invalid, Unknown, BrokenMapping, Forbidden, NoSuchFileOrder, OrderedOtherwise, TooManyWaiting.
        """
        values = read_texts(said, (ID, MAPPING, MONTH))
        id_ = values.get(ID) or ids.new_id()
        if not SHAPE.fullmatch(id_):
            raise Invalid(ID, errors=[fault(ID, "A UUID in small letters", "须为小写 UUID")])
        if MAPPING not in values:
            raise Invalid(MAPPING, errors=[fault(MAPPING, "Which mapping", "须指明映射")])
        month, kept = self.month(values.get(MONTH)), self.mappings.get(values[MAPPING])
        self._admit(kept, bearer)
        owner = JobOwner(bearer.id, bearer.role, bearer.unit, bearer.on_behalf_of)
        return self.orders.keep(id_, owner, kept.name, month.name)

    def _admit(self, kept: KeptMapping, bearer: Bearer) -> ExchangeMapping:
        mapping = kept.require()
        for register in _closed(mapping.registers, bearer):
            raise Forbidden(register.name, f"for {', '.join(sorted(register.reader_roles))}")
        return mapping

    def point(self) -> tuple[str, str] | None:
        """Up to where the ledger reaches: when its last event was recorded, and its id."""
        with self.read_model.store.begin_read() as tx:
            return ledger.last_known(tx, self.read_model.district)

    def order_rows(self, request: ApiRequest, order: FileOrder) -> MonthRows:
        """The rows of an order, for who asks. Raises Unknown, BrokenMapping, Forbidden."""
        mapping, month = self._admit(self.mappings.get(order.mapping), request.bearer), read_month(order.month)
        units = {code: str(unit["name"]) for code, unit in self.read_model.unit_tree().items()}
        return MonthRows(mapping, month, units, lambda table: self._source(request, table, month).records())

    def counts(self, request: ApiRequest, rows: MonthRows) -> Iterator[int]:
        """How many records are read for them, as far as they were counted. Raises TooManyRows, Unavailable."""
        total = 0
        for table in rows.mapping.tables:
            for some in self._source(request, table, rows.month).count():
                total += some
                if total > MOST_READ:
                    raise too_much_read()
                yield total

    def write(self, request: ApiRequest, order: FileOrder, rows: MonthRows, into: ArchivePieces) -> MonthOutcome:
        """Make an order's files. Raises TooManyRows, Unavailable, NotWritten, InsufficientStorage."""
        archive = MonthArchive(rows, self._link, self._about(request.bearer, order, rows))
        return MonthOutcome(archive.write(into), archive.first)

    def _source(self, request: ApiRequest, table: MappedTable, month: Month) -> RecordSource:
        """A table's records, by pages from their owner: those opened in the month, where that is meant; else all."""
        opened = ListFilter(OPENED, since=month.first.isoformat(), until=month.last.isoformat())
        within = opened if table.dated is None else PageFilter()
        caller, rights = callers.caller_of(request, self.read_model), ReadingRights(request.bearer, self.read_model)
        return RecordSource(self.owners, self.read_model, table.register, within, caller, rights, outward=True)

    def _link(self, table: MappedTable, record: str) -> str:
        return f"{self.public_url}/registers/{table.register.service}/{table.register.slug}/{record}"

    def _about(self, bearer: Bearer, order: FileOrder, rows: MonthRows) -> JsonObject:
        mapping, month = rows.mapping, rows.month
        return {
            "mapping": {"name": order.mapping, "title": dict(mapping.title), "standard": mapping.standard}
            | {"sha256": mapping.sha256},
            "district": self.read_model.district,
            "month": month.name,
            "first": month.first.isoformat(),
            "last": month.last.isoformat(),
            "as_of": self.read_model.today().isoformat(),
            "order": order.id,
            "ledger": {"recorded_at": order.known_at, "event": order.event},
            "made_at": clock.now().isoformat(),
            "made_by": bearer.id,
            "made_as": bearer.role,
        }

    def may_fetch(self, order: FileOrder, bearer: Bearer) -> bool:
        """Whether somebody may have an order's files: all of its registers are theirs to read, and its units."""
        return not self._barred(order, bearer) and bearer.unit in (None, order.unit)

    def _barred(self, order: FileOrder, bearer: Bearer) -> list[Register]:
        names = {one["register"] for one in order.outcome["files"]} if order.outcome else set()
        return _closed((catalogue.REGISTERS[one] for one in sorted(names)), bearer)

    def give(self, request: ApiRequest, order: FileOrder, place: int) -> Iterator[bytes]:
        """The archive or the report of an order as it was made, put on record before its first piece.

        Raises FileNotKept, FileAltered, Forbidden, NoRecord.
        """
        if order.outcome is None:
            raise FileNotKept(order.id)
        if not self.may_fetch(order, request.bearer):
            raise Forbidden(order.id, "for who may read its registers")
        pieces = self.orders.file(order, place)
        which = "zip" if place == ARCHIVE else "rejected"
        for name in sorted({one["register"] for one in order.outcome["files"]}):
            request.acts.record(ACT, register=name, about=f"exchange {order.mapping} {order.month} {which}")
        return pieces


@dataclass(frozen=True)
class MonthOutcome:
    """What was made of an order: what its manifest says, with the archive's hash; the first rejected rows."""

    manifest: JsonObject
    first: list[JsonObject]


def _closed(registers: Iterable[Register], bearer: Bearer) -> list[Register]:
    return [one for one in registers if not permissions.may_read(one, bearer)]
