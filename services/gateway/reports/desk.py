"""Where reports are asked for: previewed, issued, opened again and held against the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from contracts.audit.rpc import EntryFilter
from contracts.entry import NotText, enter
from contracts.errors import Invalid, Unavailable, Unknown, fault
from services.chassis.base import clock, ids
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.personal_numbers.recogniser import find
from services.gateway.accounts import moments
from services.gateway.audit_client import AuditClient, Turn
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents.contents import ReportWish, gather
from services.gateway.reports.rendering import apart
from services.gateway.reports.report_store import (
    FORMS,
    SAID,
    IssuedReport,
    IssuedReports,
    NumberGone,
    ReportAltered,
    canonical,
    hash_of,
)

ACT, KIND = "report_issued", "gateway.reports"
LONGEST_REASON, TRIES = 100, 5
MOST_ENTRIES = 20
STAGES = GATHERING, WRITING, KEEPING = ("gathering", "writing", "keeping")
"""What is done one after the other where a report is issued; writing takes longest."""
SAME, DIFFERS, ABSENT, UNKNOWN = "same", "differs", "absent", "unknown"
"""What the audit log says of a report: the same, something else, nothing, or it does not answer."""
Json = dict[str, Any]
Note = Callable[..., None]


class ReasonMissing(Invalid):
    """This month was issued before: say why it is issued again."""

    slug, zh, field = "report-reason", "该月已签发过月报，再次签发须说明原因", "reason"


@dataclass(frozen=True)
class Issue:
    """Who issues a report: person and post, why again, and for which occasion the system does it by itself."""

    by: str
    post: str
    reason: str = ""
    occasion: str | None = None

    @staticmethod
    def of(known: Mapping[str, str], reason: str, occasion: str | None = None) -> Issue:
        """Of somebody, by their names of what is put on record."""
        lent = f" ({known['on_behalf_of']})" if known["on_behalf_of"] else ""
        return Issue(known["actor"], f"{known['post']}{lent}", reason, occasion)


@dataclass(frozen=True)
class ReportDesk:
    """Issues reports and opens them."""

    read_model: ReadModel
    reports: IssuedReports
    log: AuditClient
    now: Callable[[], dt.datetime] = clock.now
    write: Callable[[Json, Json | None], dict[str, bytes]] = apart.write

    def preview(self, wish: ReportWish) -> tuple[Json, dict[str, bytes]]:
        """What a report would say now, and its files; nothing is kept. Raises what `issue` raises."""
        said = self.gather(wish)
        return said, self.write(said, None)

    def gather(self, wish: ReportWish) -> Json:
        """What a report would say now. Raises Unknown, MonthAhead."""
        return gather(self.read_model, wish, self.now)

    def admit(self, wish: ReportWish, reason: str) -> None:
        """Tell what would keep a report from being issued now. Raises Unknown, MonthAhead, ReasonMissing, Invalid."""
        wish.day(self.read_model.today())
        if wish.unit is not None and wish.unit not in self.read_model.unit_tree():
            raise Unknown(wish.unit)
        if not _checked_reason(reason) and self.reports.next_number(wish.month.name, wish.unit or "") > 1:
            raise ReasonMissing(wish.month.name)

    def issue(
        self, wish: ReportWish, issue: Issue, note: Note, tell: Callable[[int], None] = lambda _stage: None
    ) -> IssuedReport | None:
        """Issue a report; None: its occasion had one already. `note` puts the act on record, `tell` hears of `STAGES`.

        Raises Unknown, MonthAhead, ReasonMissing, NoPdf, UnwritableReport, NoRecord, NumberGone.
        """
        issue = replace(issue, reason=_checked_reason(issue.reason))
        tell(STAGES.index(GATHERING))
        said = self.gather(wish)
        for _ in range(TRIES):
            tell(STAGES.index(WRITING))
            number = self.reports.next_number(wish.month.name, wish.unit or "")
            if number > 1 and not issue.reason:
                raise ReasonMissing(wish.month.name)
            report, files = self._written(said, issue, number)
            tell(STAGES.index(KEEPING))
            try:
                kept = self.reports.keep(report, files, lambda one=report: note(ACT, **_about(one)))  # type: ignore[misc]
            except NumberGone:  # another was issued meanwhile: this one is the next
                continue
            return report if kept else None
        raise NumberGone(wish.month.name)

    def _written(self, said: Json, issue: Issue, number: int) -> tuple[IssuedReport, dict[str, bytes]]:
        id_, issued_at = ids.new_id(), moments.stamp(self.now())
        stamp: Json = {
            "id": id_,
            "number": number,
            "reason": issue.reason,
            "issued_by": issue.by,
            "issued_as": issue.post,
            "issued_at": issued_at,
        }
        files = self.write(said, stamp) | {SAID: canonical(said)}
        hashes = {f"{form}_sha256": hash_of(files[form]) for form in FORMS}
        plain: Json = {name: said[name] for name in ("month", "lang", "as_of", "known_at")}
        row = plain | stamp | hashes | {"unit": said["unit"] or "", "occasion": issue.occasion}
        return IssuedReport(**row), files

    def open_file(self, id_: str, form: str) -> tuple[IssuedReport, bytes]:
        """One file of a report, byte for byte. Raises NoSuchReport, and ReportAltered also where the log says so."""
        report = self.reports.get(id_)
        body = self.reports.file(report, form)
        if self.judge(report) == DIFFERS:
            raise ReportAltered(report.id)
        return report, body

    def judge(self, report: IssuedReport) -> str:
        """Whether the audit log has a report as it stands here."""
        within = EntryFilter(record=f"{KIND}/{report.id}", kind=ACT)
        try:
            rows = self.log.search(within, MOST_ENTRIES, Turn()).rows
            whole = self.log.entries(sorted(one.index for one in rows))
        except Unavailable:
            return UNKNOWN
        digests = {_digest(orjson.loads(one.body)) for one in whole if one.body}
        if not digests:
            return UNKNOWN if rows else ABSENT  # what the log was told of may be past its time
        return SAME if digests == {report.digest} else DIFFERS


def _about(report: IssuedReport) -> Mapping[str, str]:
    """What is put on record of a report: which, its files' hashes, and a digest of all that is kept of it."""
    which = f"{report.month} {report.unit or 'bureau'} #{report.number}"
    about = f"{which} docx:{report.docx_sha256} pdf:{report.pdf_sha256}"
    return {"record": f"{KIND}/{report.id}", "about": about, "digest": report.digest}


def _digest(event: Mapping[str, Any]) -> str:
    return str(event["data"].get("digest", ""))


def _checked_reason(text: str) -> str:
    try:
        reason = enter(text)
    except NotText as wrong:
        raise Invalid("reason", errors=[fault("reason", f"Not a text: {wrong}", f"不是文字：{wrong}")]) from None
    if len(reason) > LONGEST_REASON:
        told = fault("reason", f"At most {LONGEST_REASON} characters", f"最多 {LONGEST_REASON} 个字")
        raise Invalid("reason", errors=[told])
    for finding in find(reason):
        zh, en = "原因中有{}（{}）：月报多人可见，请删去", "The reason holds {} ({}); many read it: take it out"
        shown = fault("reason", en.format(finding.kind.en, finding.mask), zh.format(finding.kind.zh, finding.mask))
        raise NamesSomebody(errors=[shown])
    return reason
