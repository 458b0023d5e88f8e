"""The Penalty Law's constants as they were on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from contracts.cases.penalties.clocks import NEW_LAW


@dataclass(frozen=True)
class Law:
    """What the law says in numbers.

    simple    the greatest fine that may be decided on the spot, yuan, by kind of party
    cash      the greatest fine that may always be collected on the spot, yuan
    notice    how long before a hearing its notice is given
    heard     penalties other than fines and confiscation that give a right to a hearing
    limit     how old an act may be; `grave`: one that harms life, health or financial safety
    """

    simple: dict[str, Decimal]
    cash: Decimal
    notice: str
    heard: frozenset[str]
    limit: str
    grave: str


NEW = Law(
    simple={"person": Decimal(200), "organisation": Decimal(3000)},
    cash=Decimal(100),
    notice="7 workdays",
    heard=frozenset({"downgrade", "revoke_licence", "stop_business", "close_business", "restrict_employment"}),
    limit="2 years",
    grave="5 years",
)
"""As revised on 2021-01-22: art. 51, 68, 64, 63, 36."""
OLD = Law(
    simple={"person": Decimal(50), "organisation": Decimal(1000)},
    cash=Decimal(20),
    notice="7 days",
    heard=frozenset({"revoke_licence", "stop_business"}),
    limit="2 years",
    grave="2 years",
)
"""As amended in 2009 and 2017: art. 33, 47, 42, 29; numbers of high confidence, though the text was not at hand."""


def law_on(day: dt.date) -> Law:
    """The law that held on a day: procedure follows the law of the day on which a step is taken."""
    return NEW if day >= NEW_LAW else OLD
