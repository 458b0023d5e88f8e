"""The articles that papers name, as the laws were on the day of the paper.

The Penalty Law as revised in 2021, the Coercion Law, both Reconsideration Laws and the Litigation Law are from their
texts. The articles of the Penalty Law before it are from memory (high confidence), its text was not at hand: as amended
in 2009, and as amended on 2017-09-01, in force since 2018-01-01, which put the legal review into its art. 38.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.cases.penalties.clocks import NEW_LAW

AMENDED_2017 = "2018-01-01"
"""The day on which the Penalty Law as amended on 2017-09-01 came into force (medium confidence)."""
RECONSIDERATION_FIRST = "2024-01-01"
"""The Reconsideration Law of 2023 came into force (art. 90)."""


@dataclass(frozen=True)
class Statute:
    """Articles of the Penalty Law, and how long the party has to ask for a hearing.

    edition  which text it is; empty: the one in force now
    review   by which article decisions are reviewed; empty: the text knew no review
    """

    notice: str
    hearing: str
    asking: str
    on_spot: str
    general: str
    payment: str
    late: str
    edition: str = ""
    correction: str = "第二十八条"
    registration: str = "第五十六条"
    registered_days: str = "七日（工作日）"
    filing: str = "第五十四条"
    inquiry: str = "第五十五条"
    review: str = "第五十八条"
    decision: str = "第五十九条"
    service: str = "第六十一条"
    crime: str = "第二十七条"
    electronic: bool = True


NEW = Statute(
    notice="第四十四条、第四十五条",
    hearing="第六十三条、第六十四条",
    asking="五日（工作日）",
    on_spot="第五十一条",
    general="第五十七条",
    payment="第六十七条第三款",
    late="第七十二条第一款第一项",
)
OLD = Statute(
    notice="第三十一条、第三十二条",
    hearing="第四十二条",
    asking="三日",
    on_spot="第三十三条",
    general="第三十八条",
    payment="第四十六条第三款",
    late="第五十一条第一项",
    edition="（2009年修正）",
    correction="第二十三条",
    registration="第三十七条第二款",
    registered_days="七日",
    filing="第三十六条",
    inquiry="第三十七条第一款",
    review="",
    decision="第三十九条",
    service="第四十条",
    crime="第二十二条",
    electronic=False,
)
MIDDLE = replace(OLD, edition="（2017年修正）", review="第三十八条第三款")
EXEMPTION = {
    "minor": ("第三十三条第一款", "第二十七条第二款"),
    "first": ("第三十三条第一款", ""),
    "no_fault": ("第三十三条第二款", ""),
    "under_fourteen": ("第三十条", "第二十五条"),
    "no_capacity": ("第三十一条", "第二十六条"),
}
"""By which article there is no penalty, by its ground: since 2021, and before; empty: the text had no such ground."""
LAW = "《中华人民共和国行政处罚法》"
COERCION = "《中华人民共和国行政强制法》"
RECONSIDERATION, SUIT, SUIT_AFTER = "六十日", "六个月", "十五日"
"""Reconsideration Law art. 20 (2017: art. 9), Administrative Litigation Law art. 46, art. 45. The 15 days that the
cityscape regulation still prints (art. 40) give way: a regulation yields to a law, and both of these are laws."""


def in_force(day: str | None) -> Statute:
    """The text in force on a day; on one that is not known, the present one."""
    if day is None or day >= NEW_LAW.isoformat():
        return NEW
    return MIDDLE if day >= AMENDED_2017 else OLD


def exemption(ground: str, day: str | None) -> str:
    """The article by which there is no penalty, in the text in force on a day; empty: that text had no such ground."""
    new, old = EXEMPTION.get(ground, ("", ""))
    return new if in_force(day) is NEW else old


def reconsideration_first(day: str | None, *, on_spot: bool) -> bool:
    """Whether reconsideration must be asked for before a suit (Reconsideration Law 2023 art. 23 (1))."""
    return on_spot and (day is None or day >= RECONSIDERATION_FIRST)
