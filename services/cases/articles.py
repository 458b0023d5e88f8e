"""Which article of the Penalty Law a refusal names, by the law of the day on which a step was taken.

Refusals name the articles of the law as revised on 2021-01-22, in force since 2021-07-15. The law before it, of 1996,
was amended twice: on 2009-08-27, and on 2017-09-01 (in force 2018-01-01), which gave art. 38 its third paragraph on the
review of decisions. Neither text was at hand: the numbers are from memory, of high confidence.
"""

from __future__ import annotations

import datetime as dt
import re

from contracts.cases.penalties.clocks import AMENDED_LAW, PENALTY_LAW, penalty_law_on
from contracts.cases.penalties.remedies.clocks import LAW as RECONSIDERATION
from contracts.cases.penalties.remedies.clocks import reconsideration_law_on
from contracts.errors import Problem
from contracts.register import Step
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

REVIEW = "第五十八条"
"""No statute asked for a review of decisions before the amendment of 2017 was in force."""
OLD_ARTICLES = {
    "第九条": "第八条",
    "第十七条": "第十五条",
    "第二十条": "第十八条",
    "第二十七条": "第二十二条",
    "第二十八条": "第二十三条",
    "第二十九条": "第二十四条",
    "第三十条": "第二十五条",
    "第三十一条": "第二十六条",
    "第三十三条": "第二十七条第二款",
    "第三十六条": "第二十九条",
    "第三十八条": "第三条",
    "第四十条": "第三十条",
    "第四十二条": "第三十七条第一款",
    "第四十三条": "第三十七条第三款",
    "第四十四条": "第三十一条",
    "第四十五条": "第三十二条",
    "第五十一条": "第三十三条",
    "第五十二条": "第三十四条",
    "第五十四条": "第三十六条",
    "第五十五条": "第三十七条第一款",
    "第五十六条": "第三十七条第二款",
    "第五十七条": "第三十八条",
    "第五十八条": "第三十八条第三款",
    "第五十九条": "第三十九条",
    "第六十一条": "第四十条",
    "第六十二条": "第四十一条",
    "第六十三条": "第四十二条",
    "第六十四条": "第四十二条",
    "第六十四条第一项": "第四十二条第一款第一项",
    "第六十四条第二项": "第四十二条第一款第二项",
    "第六十四条第三项": "第四十二条第一款第三项",
    "第六十四条第四项": "第四十二条第一款第四项",
    "第六十四条第五项": "第四十二条第一款第五项",
    "第六十四条第八项": "第四十二条第一款第七项",
    "第六十五条": "第四十三条",
    "第六十六条": "第五十二条",
    "第六十七条": "第四十六条",
    "第六十八条": "第四十七条",
    "第六十九条": "第四十八条",
    "第七十条": "第四十九条",
    "第七十一条": "第五十条",
    "第七十二条": "第五十一条",
    "第七十三条": "第四十五条",
    "第七十四条": "第五十三条",
    "第七十五条": "第五十四条",
    "第七十六条": "第五十五条",
    "第八十二条": "第六十一条",
}
"""The article of the law of 1996 for one of the law of 2021, where it had one.

It had none on benchmarks (34), the lighter rule (37), publication (48), the ninety days (60).
"""
OLD_RECONSIDERATION = {
    "第二十九条": "第十六条",
    "第三十条第一款第七项": "第五条",
    "第三十四条": "第十九条",
    "第四十八条": "第二十三条",
    "第五十四条": "第二十三条",
    "第六十二条": "第三十一条",
    "第六十四条": "第二十八条",
    "第七十四条": "第二十五条",
    "第七十七条": "第三十二条",
}
"""The article of the Reconsideration Law as amended in 2017 for one of the law of 2023; that text was at hand."""
ARTICLE = re.compile("第[一二三四五六七八九十]+条(?:第[一二三四五六七八九十]+[款项])*")


def article_on(article: str, day: dt.date) -> str:
    """The source of a rule, as the law was on a day; empty: there was none yet. Other statutes stay as they are."""
    sources = (_source_on(one.strip(), day) for one in article.split("；"))
    return "；".join(filter(None, sources))


def _reconsideration_on(source: str, day: dt.date) -> str:
    """A source in the Reconsideration Law; what is new in the law of 2023 stays that law's."""
    law, articles = reconsideration_law_on(day), source.removeprefix(f"{RECONSIDERATION} ").split("、")
    if law == RECONSIDERATION or not all(one in OLD_RECONSIDERATION for one in articles):
        return source
    return f"{law}{'、'.join(dict.fromkeys(OLD_RECONSIDERATION[one] for one in articles))}"


def _source_on(source: str, day: dt.date) -> str:
    if source.startswith(f"{RECONSIDERATION} "):
        return _reconsideration_on(source, day)
    law = penalty_law_on(day)
    if law == PENALTY_LAW or not source.startswith(f"{PENALTY_LAW} "):
        return source
    pieces = source.removeprefix(f"{PENALTY_LAW} ").split("、")
    old = dict.fromkeys(filter(None, (_piece_on(one, day) for one in pieces)))
    return f"{law}{'、'.join(old)}" if old else ""


def _piece_on(piece: str, day: dt.date) -> str:
    """One article, or several from one to another; empty: one of them was not yet."""
    old = [_old_article(one, day) for one in ARTICLE.findall(piece)]
    return "至".join(old) if all(old) else ""


def _old_article(article: str, day: dt.date) -> str:
    if article.startswith(REVIEW) and day < AMENDED_LAW:
        return ""
    whole, _, part = article.partition("条")
    return OLD_ARTICLES.get(article) or (OLD_ARTICLES.get(f"{whole}条", "") if part else "")


class RulesOfTheDay(Rules):
    """Rules whose refusals name the articles that were in force on the day of the step."""

    def apply(self, step: Step, record: Record, form: Data, at: Context, lookup: Lookup) -> Data:
        """What the rule makes of the form. Raises what the rule raises, with the source as it was on that day."""
        try:
            return super().apply(step, record, form, at, lookup)
        except Problem as problem:
            name = step.form.business_day_field()
            problem.source = article_on(problem.source, form[name] if name else at.today)
            raise
