"""The tables of the incremental read side: when each fact counts, and what that adds to the numbers day by day.

    spans      from when until when a fact counts, for whom, and whether it is verified: made anew for a subject when
               one of its rows in the ledger changes
    presence   where a subject is named by many records: how many of their spans begin and end on each day
    missing    from when until when a member of a ratio's whole is missing from its part, and for which units
    tally      by how much each number changes on a day, and in a month, for each set of units that share a fact

    milestones     moments up to which is kept what had been told by then, each since the one before
    told_tally     by how much what was told between two milestones changed the tally
    told_presence  by how much it changed the presence of a subject

A number as of a day is the sum of its changes in the months before and on the days since, whatever it counts. As it was
known at a milestone it is the sum of what was told up to there.
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
    sa.Index(
        "spans_by_end",
        *("district", "programme", "measure", "side", "units", "until", "event", "number"),
        sqlite_where=sa.text("until < '9999-12-31'"),
        postgresql_where=sa.text("until < '9999-12-31'"),
    ),
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
milestones = sa.Table(
    "milestones",
    meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("district", "programme")),
    sa.Column("number", BIG, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("level", "place", "gone")),
    *(sa.Column(name, sa.String, nullable=False) for name in ("after", "until")),
    sa.Index("milestones_by_time", "district", "gone", "until"),
    sa.Index("milestones_by_level", "district", "programme", "level", "gone", "until"),
    sqlite_with_rowid=False,
)
"""What was told later than `after` and not later than `until`. `place` is which one it is of its level, from 0; one of
a level lies over several of the level below. `gone`: something was told late, it says nothing any more."""
told_tally = sa.Table(
    "told_tally",
    meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("district", "programme")),
    sa.Column("milestone", BIG, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.String, primary_key=True) for name in ("measure", "grain", "at", "series", "units")),
    sa.Column("worth", sa.Float, primary_key=True),
    *(sa.Column(name, BIG, nullable=False) for name in ("n", "valued", "total")),
    sqlite_with_rowid=False,
)
told_presence = sa.Table(
    "told_presence",
    meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("district", "programme", "measure", "subject")),
    sa.Column("milestone", BIG, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.String, primary_key=True) for name in ("side", "day", "unit", "dated", "facet")),
    *(sa.Column(name, BIG, nullable=False) for name in ("claimed", "verified")),
    sa.Index("told_presence_by_milestone", "district", "programme", "milestone"),
    sqlite_with_rowid=False,
)
for _table, _numbers in ((presence, ("claimed", "verified")), (tally, ("n", "valued", "total"))):
    _nothing = sa.and_(*(_table.c[name] == 0 for name in _numbers))
    sa.Index(
        f"{_table.name}_empty", *(_table.c[name] for name in _numbers), sqlite_where=_nothing, postgresql_where=_nothing
    )
