"""The service receipt 送达回证 (Penalty Law art. 61)."""

from __future__ import annotations

from services.gateway.casefile.case import CaseFile, date_or_gap
from services.gateway.casefile.paper import Blank, Paper, Table, TextLine, line, need

BY_HAND = "　　　　　　　　"
"""Room for what is signed by hand."""


def receipt(case: CaseFile) -> Paper:
    """That the decision reached the party: what, how, when, by whom."""
    form, decided = case.last("serve"), case.decision
    served_on = form.get("served_on")
    rows: tuple[tuple[str, TextLine], ...] = (
        ("案由", line(case.violation)),
        ("送达文书", line("行政处罚决定书 ", need(decided.get("number"), "决定书文号"))),
        ("受送达人", line(case.party)),
        ("送达地点", (Blank("送达地点"),)),
        ("送达方式", line(need(case.word("serve", "method", form), "送达方式"))),
        ("电子送达确认书", line("已签订")) if form.get("confirmed") else ("代收人及代收理由", line(BY_HAND)),
        ("送达日期", line(date_or_gap(served_on, "送达日期"))),
        ("逾期说明", line(form.get("late_reason") or "—")),
        ("送达人", case.officers(case.charge, served_on)),
        ("受送达人签名（盖章）", line(BY_HAND)),
    )
    return Paper("receipt", "送达回证", case.organ, (Table(rows),), draft=not form)
