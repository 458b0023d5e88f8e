"""The Penalty Law's constants as they were on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from contracts.cases.penalties.clocks import NEW_LAW


@dataclass(frozen=True)
class Law:
    """What the law says in numbers.

    spot_limit         the greatest fine that may be decided on the spot, yuan, by kind of party
    cash_limit         the greatest fine that may always be collected on the spot, yuan
    hearing_notice     how long before a hearing its notice is given
    hearing_penalties  penalties other than fines and confiscation that give a right to a hearing
    time_bar           how old an act may be
    grave_time_bar     how old an act may be that harms life, health or financial safety
    exemptions         the grounds on which a penalty is spared
    """

    spot_limit: dict[str, Decimal]
    cash_limit: Decimal
    hearing_notice: str
    hearing_penalties: frozenset[str]
    time_bar: str
    grave_time_bar: str
    exemptions: frozenset[str]


NEW = Law(
    spot_limit={"person": Decimal(200), "organisation": Decimal(3000)},
    cash_limit=Decimal(100),
    hearing_notice="7 workdays",
    hearing_penalties=frozenset(
        {"downgrade", "revoke_licence", "stop_business", "close_business", "restrict_employment"}
    ),
    time_bar="2 years",
    grave_time_bar="5 years",
    exemptions=frozenset({"minor", "first", "no_fault", "under_fourteen", "no_capacity"}),
)
"""As revised on 2021-01-22: art. 51, 68, 64, 63, 36, 30 to 33."""
OLD = Law(
    spot_limit={"person": Decimal(50), "organisation": Decimal(1000)},
    cash_limit=Decimal(20),
    hearing_notice="7 days",
    hearing_penalties=frozenset({"revoke_licence", "stop_business"}),
    time_bar="2 years",
    grave_time_bar="2 years",
    exemptions=frozenset({"minor", "under_fourteen", "no_capacity"}),
)
"""As amended in 2009 and 2017: art. 33, 47, 42, 29, 25 to 27; of high confidence, though the text was not at hand."""


def law_on(day: dt.date) -> Law:
    """The law that held on a day: procedure follows the law of the day on which a step is taken."""
    return NEW if day >= NEW_LAW else OLD
