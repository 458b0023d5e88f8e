"""Reports as they were issued: numbered without a gap, never changed, given out only as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Conflict, Unknown
from services.chassis.storage import lease, store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts.tables import report_files, reports

DOCX, PDF, SAID = "docx", "pdf", "said"
FORMS = (DOCX, PDF, SAID)
"""What is kept of a report: two files, and what they say as numbers."""
SYSTEM = "system"
"""Who issued what nobody asked for at the moment."""


class NoSuchReport(Unknown):
    """There is no such report."""

    slug, zh = "no-such-report", "没有此月报"


class ReportAltered(Unknown):
    """The bytes kept of this report are no longer those that were issued: they are not given out. Tell the auditor."""

    slug, zh, status = "report-altered", "所存月报与签发时的哈希不符，未予提供；请告知审计人员", 410


class NumberGone(Conflict):
    """Somebody else issued a report of this month just now."""

    slug, zh = "report-number-gone", "刚刚有人签发了同月月报"


@dataclass(frozen=True)
class IssuedReport:
    """A report that was issued; `unit` is empty for the whole bureau, `occasion` None where a person issued it."""

    id: str
    month: str
    unit: str
    lang: str
    reason: str
    as_of: str
    known_at: str
    issued_at: str
    issued_by: str
    issued_as: str
    number: int
    occasion: str | None
    docx_sha256: str
    pdf_sha256: str
    said_sha256: str

    @property
    def digest(self) -> str:
        """What the audit log holds of it: whoever changes a row or a file has to change the log as well."""
        return hash_of(canonical(asdict(self)))

    def sha256(self, form: str) -> str:
        """The hash of one of its files."""
        return str(getattr(self, f"{form}_sha256"))


_NEWEST = KeyOrder(("issued_at", "id"), newest=True)
_COLUMNS = [reports.c[one.name] for one in fields(IssuedReport)]


@dataclass(frozen=True)
class IssuedReports:
    """Keeps them."""

    store: Store

    def next_number(self, month: str, unit: str) -> int:
        """Which issue of a month the next one would be."""
        with self.store.begin_read() as tx:
            return self._next(tx, month, unit)

    def _next(self, tx: sa.Connection, month: str, unit: str) -> int:
        last = sa.select(sa.func.max(reports.c.number)).where(reports.c.month == month, reports.c.unit == unit)
        return int(tx.scalar(last) or 0) + 1

    def keep(self, report: IssuedReport, files: Mapping[str, bytes], note: Callable[[], None]) -> bool:
        """Keep a report under its number, once `note` has put it on record; False: that occasion had its own already.

        Raises NumberGone where another took the number: then nothing is kept and nothing is put on record.
        """
        with self.store.begin() as tx:
            lease.advisory_lock(tx, "reports")
            if report.occasion is not None and self._has(tx, report.occasion):
                return False
            if self._next(tx, report.month, report.unit) != report.number:
                raise NumberGone(report.month)
            store.insert_many(tx, reports, [asdict(report)])
            rows = [{"report": report.id, "form": form, "body": files[form]} for form in FORMS]
            store.insert_many(tx, report_files, rows)
            note()
        return True

    def occasions(self) -> frozenset[str]:
        """The occasions for which the system issued reports."""
        with self.store.begin_read() as tx:
            return frozenset(tx.scalars(sa.select(reports.c.occasion).where(reports.c.occasion.is_not(None))))

    def of_occasion(self, occasion: str) -> IssuedReport | None:
        """The report of an occasion, if it has one."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(reports.c.occasion == occasion)).one_or_none()
        return None if row is None else IssuedReport(*row)

    def _has(self, tx: sa.Connection, occasion: str) -> bool:
        return tx.scalar(sa.select(reports.c.id).where(reports.c.occasion == occasion)) is not None

    def page(self, window: ListWindow) -> RowPage[IssuedReport]:
        """Those in a window of their list, the newest first."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _NEWEST, window)
        return RowPage([IssuedReport(*row) for row in page.rows], page.part)

    def get(self, id_: str) -> IssuedReport:
        """A report. Raises NoSuchReport."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(reports.c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchReport(id_)
        return IssuedReport(*row)

    def file(self, report: IssuedReport, form: str) -> bytes:
        """One of its files, byte for byte as it was issued. Raises ReportAltered."""
        c = report_files.c
        with self.store.begin_read() as tx:
            body = tx.scalar(sa.select(c.body).where(c.report == report.id, c.form == form))
        if body is None or hash_of(bytes(body)) != report.sha256(form):
            raise ReportAltered(report.id)
        return bytes(body)

    def contents(self, report: IssuedReport) -> dict[str, Any]:
        """What it said, as numbers. Raises ReportAltered."""
        said: dict[str, Any] = orjson.loads(self.file(report, SAID))
        return said


def canonical(value: Any) -> bytes:
    """A value as JSON, always in the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def hash_of(body: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
