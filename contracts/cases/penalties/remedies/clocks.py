"""The agency's own periods while a decision is contested, and the reviewing body's.

Days of the Reconsideration Law up to ten are working days since 2024 (art. 88); the law before said so of five and
seven days alone (2017, art. 40), so that ten were days of the calendar. Its simple procedure is new.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts.cases.penalties.clocks import AMENDED_LAW, AMENDED_LAW_EVE
from contracts.register import Clock

RECONSIDERATION_LAW = dt.date(2024, 1, 1)
"""The Reconsideration Law as revised on 2023-09-01 came into force (art. 90)."""
LAST_DAY_BEFORE = RECONSIDERATION_LAW - dt.timedelta(days=1)
LAW = "行政复议法"
BEFORE_2018, BEFORE_2024 = f"{LAW}（2009年修正）", f"{LAW}（2017年修正）"
"""The decision of 2017-09-01 amended it together with the Penalty Law; the text of 2009 was not at hand."""
REPLY: dict[str, Any] = {
    "name": "reply",
    "runs": "reconsideration_received -> reconsideration_answered",
    "period": "",
    "title": "行政复议答复 / Reply in the reconsideration",
    "until": "reply_by",
    "lapses": "reconsideration_decided",
    "warns": "5, 2",
    "consequence": "视为没有证据、依据，决定将被撤销 / The decision counts as without evidence, and falls",
}
REVIEW: dict[str, Any] = {
    "name": "reconsideration",
    "runs": "reconsideration_received -> reconsideration_decided",
    "period": "",
    "title": "复议决定 / Decision of the reviewing body",
    "until": "reviewed_by",
    "extends": "reconsideration_extended",
    "consequence": "逾期不作决定的，当事人可以在十五日内起诉 / The party may sue within fifteen days from then",
}


def under_both_laws(new: str, old: str, clock: dict[str, Any]) -> Any:
    """One clock under the law of 2023 and under the one before, in each of its two texts."""
    return (
        Clock(article=f"{LAW} {new}", since=RECONSIDERATION_LAW, **clock),
        Clock(article=f"{BEFORE_2024}{old}", since=AMENDED_LAW, upto=LAST_DAY_BEFORE, **clock),
        Clock(article=f"{BEFORE_2018}{old}", upto=AMENDED_LAW_EVE, **clock),
    )


def reconsideration_law_on(day: dt.date) -> str:
    """The Reconsideration Law as it is cited, by its text in force on a day."""
    if day >= RECONSIDERATION_LAW:
        return LAW
    return BEFORE_2024 if day >= AMENDED_LAW else BEFORE_2018


CLOCKS: tuple[Clock, ...] = (
    *under_both_laws("第四十八条、第五十四条、第七十条", "第二十三条、第二十八条", REPLY),
    *under_both_laws("第六十二条、第三十四条", "第三十一条、第十九条", REVIEW),
    Clock(
        "answer",
        "suit_received -> suit_answered",
        "",
        "行政诉讼法 第六十七条",
        title="行政诉讼答辩和举证 / Answer and evidence in the suit",
        until="answer_by",
        lapses="suit_decided",
        warns="5, 2",
        consequence="逾期提供证据视为没有相应证据（行政诉讼法 第三十四条） / Counts as without evidence (art. 34)",
    ),
    Clock(
        "redo",
        "reconsideration_decided, suit_decided, appeal_decided, retrial_decided -> settled_anew",
        "",
        "行政复议法 第六十四条；行政诉讼法 第七十条",
        title="责令重新作出 / To be decided anew",
        until="redo_by",
        warns="10, 3",
        consequence="不履行的，上级或者人民法院可以责令履行 / Whoever decided may order it to be done",
    ),
)
