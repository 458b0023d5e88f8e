"""The rows of the ledger that count on a day, as known by a moment: everything else is counted from these."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.queries.shape import Shape


def effective_rows(side: Any, shape: Shape) -> sa.CTE:
    """The rows that count: known by then, not gone by then, and not followed by an ending that had happened by then.

    A row's level is the best that stands for its subject: that of any opening of the same record since its last ending,
    or that of a proof that followed it.
    """
    bind = sa.bindparam
    live = _live_rows(shape, side)
    alike = [live.c.subject, live.c.record]
    ended = sa.func.max(sa.case((live.c.role == "ends", live.c.turn), else_="")).over(partition_by=alike)
    opened = sa.func.max(sa.case((live.c.role == "opens", live.c.turn), else_="")).over(partition_by=alike)
    turns = sa.select(live, ended.label("ended"), opened.label("opened")).cte()
    # `turn` sorts a record's rows by business day and place, so a row after the last ending is a later turn.
    counts = [turns.c.role == "opens", turns.c.turn > turns.c.ended, turns.c.dated <= bind("as_of")]
    counts.append(sa.or_(turns.c.expires.is_(None), turns.c.expires >= bind("as_of")))
    if shape.since:
        counts.append(turns.c.dated >= bind("since"))
    level = (
        sa.func.max(turns.c.level).over(partition_by=[turns.c.subject, turns.c.record])
        if shape.stateful
        else turns.c.level
    )
    rated = sa.select(*_columns(turns), turns.c.opened, level.label("level")).where(*counts).cte()
    last = [rated.c.turn == rated.c.opened] if shape.stateful else []
    if shape.by_unit:
        last.append(rated.c.unit.in_(bind("units", expanding=True)))
    if not shape.proved:
        return sa.select(*_columns(rated), rated.c.level).where(*last).cte()
    return _with_proofs(rated, last, side)


def is_live(of: Any, side: Any) -> tuple[Any, ...]:
    """That a row is of this district, programme, measure and side, had happened, was known, and was not gone."""
    c, bind = of.c, sa.bindparam
    was_known = sa.and_(c.known <= bind("known"), sa.or_(c.gone.is_(None), c.gone > bind("known")))
    of_measure = (getattr(c, name) == bind(name) for name in ("district", "programme", "measure"))
    return *of_measure, c.side == side, c.happened <= bind("as_of"), was_known


def _live_rows(shape: Shape, side: Any) -> sa.CTE:
    """The rows that are live, of all subjects or of some."""
    c = contributions.c
    rows = sa.select(contributions).where(*is_live(contributions, side))
    if shape.among:
        rows = rows.where(store.any_of(c.record, "records"))
    if not shape.among and not shape.of_subjects:
        return rows.cte()
    if not shape.apart:
        return rows.where(store.any_of(c.subject, "subjects")).cte()
    subjects = (
        sa.func.unnest(sa.bindparam("subjects", type_=sa.ARRAY(sa.String))).table_valued("subject").render_derived()
    )
    # The offset keeps the two from being joined in any other way than one subject after the other, each by the index.
    own = rows.where(c.subject == subjects.c.subject).offset(0).lateral()
    return sa.select(own).select_from(subjects.join(own, sa.true())).cte()


def _columns(of: sa.CTE) -> tuple[Any, ...]:
    c = of.c
    return (
        c.event,
        c.subject,
        c.record,
        c.place,
        c.turn,
        c.number,
        c.unit,
        c.happened,
        c.dated,
        c.known,
        c.amount,
        c.facet,
    )


def _with_proofs(rated: sa.CTE, last: list[Any], side: Any) -> sa.CTE:
    """The same rows, their level raised by the proofs that followed them, found by the index on subjects."""
    r, proofs = rated.c, contributions.alias("proofs")
    o, same = proofs.c, proofs.c.record == r.record
    after = sa.or_(sa.and_(same, o.place > r.place), sa.and_(sa.not_(same), o.happened >= r.happened))
    follows = sa.and_(*is_live(proofs, side), o.role == "proves", o.subject == r.subject)
    best = sa.func.max(o.level)
    level = sa.case((best > r.level, best), else_=r.level).label("level")
    raised = sa.select(*_columns(rated), level).select_from(rated.outerjoin(proofs, sa.and_(follows, after)))
    return raised.where(*last).group_by(*_columns(rated), r.level).cte()
