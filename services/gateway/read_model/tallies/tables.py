"""The tables of the incremental read side: when each fact counts, and what that adds to the numbers day by day.

    spans      from when until when a fact counts, for whom, and whether it is verified: made anew for a subject when
               one of its rows in the ledger changes
    presence   where a subject is named by many records: how many of their spans begin and end on each day
    missing    from when until when a member of a ratio's whole is missing from its part, and for which units
    tally      by how much each number changes on a day, and in a month, for each set of units that share a fact

A number as of a day is the sum of its changes in the months before and on the days since, whatever it counts.
"""

from __future__ import annotations

import sqlalchemy as sa

from services.gateway.read_model.ledger import meta

FOREVER = "9999-12-31"
BIG = sa.BigInteger

spans = sa.Table(
    "spans",
    meta,
    *(
        sa.Column(name, sa.String, primary_key=True)
        for name in ("district", "programme", "measure", "subject", "side", "record", "event", "number", "start")
    ),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("units", sa.String, nullable=False),
    sa.Column("dated", sa.String, nullable=False),
    sa.Column("facet", sa.String, nullable=False),
    sa.Column("amount", sa.Float),
    sa.Column("verified", sa.Integer, nullable=False),
    sa.Index("spans_by_day", *("district", "programme", "measure", "side", "units", "dated", "event", "number")),
    sqlite_with_rowid=False,
)
"""`start` is the first day on which it counts, `until` the first on which it does so no more; `units` are codes
between bars: "|DT|ZS|"."""
presence = sa.Table(
    "presence",
    meta,
    *(
        sa.Column(name, sa.String, primary_key=True)
        for name in ("district", "programme", "measure", "subject", "side", "day", "unit", "dated", "facet")
    ),
    sa.Column("claimed", BIG, nullable=False),
    sa.Column("verified", BIG, nullable=False),
    sqlite_with_rowid=False,
)
"""By how many spans more or fewer a subject stands from that day on."""
tally = sa.Table(
    "tally",
    meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("district", "programme", "measure", "grain", "at")),
    *(sa.Column(name, sa.String, primary_key=True) for name in ("series", "units")),
    sa.Column("worth", sa.Float, primary_key=True),
    sa.Column("n", BIG, nullable=False),
    sa.Column("valued", BIG, nullable=False),
    sa.Column("total", BIG, nullable=False),
    sqlite_with_rowid=False,
)
"""`n` more facts or subjects, `valued` of which have an amount, in `total` so many millionths; a percentile keeps its
amounts apart, by `worth`."""
missing = sa.Table(
    "missing",
    meta,
    *(
        sa.Column(name, sa.String, primary_key=True)
        for name in ("district", "programme", "measure", "subject", "start")
    ),
    sa.Column("until", sa.String, nullable=False),
    sa.Column("units", sa.String, nullable=False),
    sa.Index("missing_by_end", *("district", "programme", "measure", "units", "until", "subject")),
    sqlite_with_rowid=False,
)
"""From when until when a member of a ratio's whole is missing from its part, and for which units."""
for _table, _numbers in ((presence, ("claimed", "verified")), (tally, ("n", "valued", "total"))):
    _nothing = sa.and_(*(_table.c[name] == 0 for name in _numbers))
    sa.Index(
        f"{_table.name}_empty", *(_table.c[name] for name in _numbers), sqlite_where=_nothing, postgresql_where=_nothing
    )
