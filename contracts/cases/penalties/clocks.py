"""The periods of a penalty case, as the law was before and is since 15 July 2021.

The old law (as amended in 2009, since 2018 as amended in 2017) did not say that its days were working days, so they
are days of the calendar; its numbers are known with high confidence, its text was not at hand. It knew no period for
the decision and none for withdrawing what was published. Periods in which the party may act roll over days off (Civil
Code art. 203); the agency's own limits do not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from contracts import forms as ask
from contracts.forms import Form
from contracts.register import Clock

NEW_LAW = dt.date(2021, 7, 15)
"""The Penalty Law as revised on 2021-01-22 came into force (art. 86)."""
OLD_LAW_LAST_DAY = NEW_LAW - dt.timedelta(days=1)
AMENDED_LAW = dt.date(2018, 1, 1)
"""The amendment of 2017-09-01 came into force; the law stood till then as amended on 2009-08-27.

The text of that decision was not at hand: the day is of high confidence.
"""
AMENDED_LAW_EVE = AMENDED_LAW - dt.timedelta(days=1)
PENALTY_LAW = "行政处罚法"
BEFORE_2018, BEFORE_2021 = f"{PENALTY_LAW}（2009年修正）", f"{PENALTY_LAW}（2017年修正）"
CRIME_TRANSFER = "行政执法机关移送涉嫌犯罪案件的规定 第五条"
"""Its text of 2020-08-07; the one of 2001 was not at hand: its days are taken to be the same.

It does not say which days are meant: days of the calendar are taken.
"""
PUBLICITY = dt.date(2018, 12, 5)
"""国办发〔2018〕118号, whose text was not at hand."""
BREACH = "程序违法，决定可能被确认违法或者撤销 / A breach of procedure: the decision may be found unlawful or revoked"


class Late(Form):
    """A step that comes after its limit says why; the breach stays visible."""

    late_reason = ask.text("逾期说明", "Why it is late", required=False)


def penalty_law_on(day: dt.date) -> str:
    """The Penalty Law as it is cited, by its text in force on a day: an earlier one with the year of its amendment."""
    if day >= NEW_LAW:
        return PENALTY_LAW
    return BEFORE_2021 if day >= AMENDED_LAW else BEFORE_2018


def under_both_laws(
    name: str, runs: str, title: str, periods: tuple[str, str], articles: tuple[str, str], **more: Any
) -> Any:
    """One clock under both laws: the new one first, then the old one in each of its two texts."""
    new = Clock(name, runs, periods[1], f"{PENALTY_LAW} {articles[1]}", title=title, since=NEW_LAW, **more)
    old = Clock(name, runs, periods[0], f"{BEFORE_2018}{articles[0]}", title=title, upto=AMENDED_LAW_EVE, **more)
    amended = replace(old, article=f"{BEFORE_2021}{articles[0]}", since=AMENDED_LAW, upto=OLD_LAW_LAST_DAY)
    return new, amended, old


PUBLISHED = Clock(
    "publicity",
    "decided, decided_on_spot -> published",
    "7 workdays",
    "国办发〔2018〕118号；行政处罚法 第四十八条",
    title="决定公开 / Publication of the decision",
    lapses="not_public",
    since=NEW_LAW,
    warns="3, 1",
    consequence="逾期公开计入公示不按时 / Counts as published late",
)
"""The law before said nothing of it: its art. 48 was on fines that are collected on the spot."""

DECISION = Clock(
    "decision",
    "filed -> decided",
    "90 days",
    "行政处罚法 第六十条",
    title="作出决定 / Decision",
    lapses="cleared, exempted, handed_over, withdrawn",
    extends="extended",
    pauses="suspended -> resumed",
    since=NEW_LAW,
    warns="30, 10, 3",
    consequence=BREACH,
)

CLOCKS: tuple[Clock, ...] = (
    Clock(
        "verification",
        "clue_found -> verified, filed, not_filed, decided_on_spot",
        "",
        "办案规定（线索核查期限）",
        title="线索核查 / Verification of the clue",
        until="verify_by",
        extends="verification_extended",
        warns="3",
        consequence="不及时立案应当改正、处分 / Not filing in time is a fault",
    ),
    Clock(
        "filing",
        "clue_found -> filed, not_filed, decided_on_spot",
        "",
        "办案规定（立案期限）",
        title="立案 / Filing",
        until="file_by",
        lapses="withdrawn",
        warns="3",
        consequence="不及时立案应当改正、处分 / Not filing in time is a fault",
    ),
    DECISION,
    # The law does not say whether the time counts in which a case is with the police; then it is not the agency's to
    # decide (transfer rules art. 11), so that what was left goes on when it comes back.
    replace(
        DECISION,
        name="decision_after_return",
        runs="case_returned, case_returned_noticed -> decided",
        period="",
        title="退回后作出决定 / Decision after a return",
        until="decide_by",
    ),
    *under_both_laws(
        "defence",
        "notice_served -> defence_waived",
        "陈述申辩 / Defence",
        ("", ""),
        ("第三十一条、第三十二条", "第四十四条、第四十五条"),
        until="defence_until",
        party=True,
        lapses="decided, exempted, withdrawn, handed_over, proposal_made",
        consequence="期满后可以作出决定 / The decision may be made",
    ),
    *under_both_laws(
        "hearing_request",
        "notice_served -> hearing_requested, hearing_waived",
        "要求听证 / Asking for a hearing",
        ("3 days", "5 workdays"),
        ("第四十二条", "第六十四条第一项"),
        when="hearing_told",
        party=True,
        rolls=True,
        lapses="decided, exempted, withdrawn, handed_over, proposal_made",
        consequence="期满未要求听证的，可以作出决定 / The decision may be made without a hearing",
    ),
    *under_both_laws(
        "evidence",
        "evidence_registered -> evidence_disposed",
        "先行登记保存处理 / Disposal of registered evidence",
        ("7 days", "7 workdays"),
        ("第三十七条", "第五十六条"),
        warns="3, 1",
        consequence=BREACH,
    ),
    Clock(
        "seizure",
        "seized -> released, confiscated",
        "30 days",
        "行政强制法 第二十五条",
        title="查封扣押 / Seizure",
        extends="seizure_extended",
        pauses="testing_begun -> testing_ended",
        warns="10, 3",
        consequence="应当立即解除并退还（行政强制法 第二十八条） / To be lifted, the things given back (art. 28)",
    ),
    Clock(
        "seizure_report",
        "seized -> seizure_reported",
        "",
        "行政强制法 第十九条",
        title="紧急查封扣押报告 / Report of an urgent seizure",
        until="report_by",
        warns="1",
        consequence="应当补办批准手续，不批准的立即解除 / To be approved afterwards, or lifted at once",
    ),
    Clock(
        "crime_transfer",
        "crime_suspected -> transfer_approved, transfer_rejected, handed_over",
        "3 days",
        CRIME_TRANSFER,
        title="涉嫌犯罪移送决定 / Deciding whether a suspected crime is handed over",
        lapses="withdrawn, cleared",
        warns="1",
        consequence="不移送应当改正、处分 / Not handing it over is a fault",
    ),
    Clock(
        "crime_hand_over",
        "transfer_approved -> handed_over",
        "",
        CRIME_TRANSFER,
        title="涉嫌犯罪案件移送 / Handing a suspected crime over",
        until="hand_over_by",
        lapses="withdrawn, cleared",
        warns="1",
        consequence="批准移送的，应当在二十四小时内移送公安机关 / What was approved goes to the police in 24 hours",
    ),
    *under_both_laws(
        "correction",
        "correction_ordered -> correction_checked",
        "责令改正 / Order to correct",
        ("", ""),
        ("第二十三条", "第二十八条"),
        until="correct_by",
        lapses="withdrawn, handed_over, cleared",
        warns="3, 1",
        consequence="期满应当复查改正情况 / Then it is looked at whether it was put right",
    ),
    *under_both_laws(
        "service",
        "decided -> served",
        "送达 / Service",
        ("7 days", "7 workdays"),
        ("第四十条", "第六十一条"),
        warns="3, 1",
        consequence=BREACH,
    ),
    PUBLISHED,
    replace(PUBLISHED, article="国办发〔2018〕118号", since=PUBLICITY, upto=OLD_LAW_LAST_DAY),
)
