"""The articles that papers name, as the law was on the day of the paper.

The law as revised in 2021 is from its text; the articles of the law before it are from memory and want checking before
an old case is printed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Statute:
    """Articles of the Penalty Law, and how long the party has to ask for a hearing."""

    notice: str
    hearing: str
    asking: str
    on_spot: str
    general: str
    payment: str
    late: str


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
)
LAW = "《中华人民共和国行政处罚法》"
RECONSIDERATION, SUIT = "六十日", "六个月"
"""Reconsideration Law art. 20, Administrative Litigation Law art. 46. The 15 days that the cityscape regulation still
prints (art. 40) give way: a regulation yields to a law, and both of these are laws."""


def on(*, new: bool) -> Statute:
    """The law of a day."""
    return NEW if new else OLD
