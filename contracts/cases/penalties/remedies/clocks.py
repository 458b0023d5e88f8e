"""The agency's own periods while a decision is contested, and the reviewing body's.

Days of the Reconsideration Law up to ten are working days since 2024 (art. 88); the law before said so of five and
seven days alone (2017, art. 40), so that ten were days of the calendar. Its simple procedure is new.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts.register import Clock

RECONSIDERATION_LAW = dt.date(2024, 1, 1)
"""The Reconsideration Law as revised on 2023-09-01 came into force (art. 90)."""
LAST_DAY_BEFORE = RECONSIDERATION_LAW - dt.timedelta(days=1)
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
CLOCKS: tuple[Clock, ...] = (
    Clock(article="行政复议法 第四十八条、第五十四条、第七十条", since=RECONSIDERATION_LAW, **REPLY),
    Clock(article="行政复议法（2017年修正）第二十三条、第二十八条", upto=LAST_DAY_BEFORE, **REPLY),
    Clock(article="行政复议法 第六十二条、第三十四条", since=RECONSIDERATION_LAW, **REVIEW),
    Clock(article="行政复议法（2017年修正）第三十一条、第十九条", upto=LAST_DAY_BEFORE, **REVIEW),
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
