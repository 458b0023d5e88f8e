"""Points by topic of papers that are a baseline or are compared with one, and how many persons scored how much.

Of each person counts the first sitting of the baseline, and of all papers compared with it the latest sitting. Rows are
what records say now, whatever the order in which they arrived. Numbers are kept beside them by day and by month: what
is read of them does not grow with those who sit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from contracts.envelope import Event
from contracts.training import assessments, papers
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.records.touched_records import TouchedRecords

BASELINE, LATER = ROUNDS = tuple(papers.ROUNDS)
MONTH = len("2017-06")
FOREVER, UNKNOWN = "9999-12-31", ""
exam_papers = sa.Table(
    "exam_papers",
    ledger.meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("paper", "district")),
    *(sa.Column(name, sa.String, nullable=False) for name in ("exam", "round", "unit", "title", "category", "set_on")),
    sa.Index("exam_papers_by_day", "district", "round", "set_on", "paper"),
    sqlite_with_rowid=False,
)
"""Papers that are a baseline or sat later. exam: the paper that is the baseline, its own code or another's."""
exam_points = sa.Table(
    "exam_points",
    ledger.meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("record", "district", "topic")),
    *(sa.Column(name, sa.String, nullable=False) for name in ("paper", "exam", "round", "person", "unit", "day")),
    sa.Column("until", sa.String, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("attempt", "percent")),
    sa.Index("exam_points_by_paper", "district", "paper"),
    sa.Index("exam_points_by_person", "district", "person", "exam"),
    sa.Index("exam_points_by_day", "district", "exam", "round", "topic", "day", "record"),
    sqlite_with_rowid=False,
)
"""What a person scored in a topic, in hundredths, on a day. until: the first day on which it counts no more, since a
later sitting does; the same day where it never did. exam: empty where the paper has not arrived yet."""
_KEY = ("district", "exam", "round", "topic", "grain", "at")
exam_tally = sa.Table(
    "exam_tally",
    ledger.meta,
    *(sa.Column(name, sa.String, primary_key=True) for name in _KEY),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("n", "points")),
    sqlite_with_rowid=False,
)
"""By how many persons, and by how much of their points together, a number changes on a day and in a month."""
_nothing = sa.and_(exam_tally.c.n == 0, exam_tally.c.points == 0)
sa.Index("exam_tally_empty", exam_tally.c.n, exam_tally.c.points, sqlite_where=_nothing, postgresql_where=_nothing)
DAY_GRAIN, MONTH_GRAIN = "day", "month"
Row = Mapping[str, Any]
_p, _c = exam_papers.c, exam_points.c
_OF_PAPERS = store.any_of(_p.paper, "papers"), _p.district == sa.bindparam("district")
_OF_RECORDS = store.any_of(_c.record, "records"), _c.district == sa.bindparam("district")
_EXAMS, _FORGET_PAPERS = sa.select(_p.paper, _p.exam).where(*_OF_PAPERS), exam_papers.delete().where(*_OF_PAPERS)
_SAT = sa.select(_c.record).distinct().where(store.any_of(_c.paper, "papers"), _c.district == sa.bindparam("district"))
_BEFORE, _FORGET = sa.select(exam_points).where(*_OF_RECORDS), exam_points.delete().where(*_OF_RECORDS)
_OF_PERSONS = sa.select(exam_points).where(
    _c.district == sa.bindparam("district"), store.any_of(_c.person, "persons"), store.any_of(_c.exam, "exams")
)


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what became of the papers and the assessments of these events of a district."""
    touched = sorted({(event.register, event.record) for event in events})
    sat = {record for register, record in touched if register == assessments.register.name}
    changed = [record for register, record in touched if register == papers.register.name]
    some = records or TouchedRecords(tx, district)
    if changed:
        moved = _put_papers(tx, district, some.records(changed), changed)
        # As a rule none: a paper stays as it is once somebody has sat it.
        sat.update(tx.scalars(_SAT, {"papers": moved, "district": district}) if moved else ())
    if sat:
        _put_points(tx, district, some.records(sorted(sat)), sorted(sat))


def _put_papers(tx: sa.Connection, district: str, some: Iterable[Record], names: Collection[str]) -> list[str]:
    """Write papers; answers those that are compared with another than before."""
    own = {"papers": [_id(one) for one in names], "district": district}
    before = {row.paper: row.exam for row in tx.execute(_EXAMS, own)}
    tx.execute(_FORGET_PAPERS, own)
    rows = [_paper_row(district, one) for one in some if _stands(one)]
    store.insert_many(tx, exam_papers, rows)
    after = {row["paper"]: row["exam"] for row in rows}
    return sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))


def _stands(one: Record) -> bool:
    """Whether it was begun, not taken back, and is one of a baseline or of a later test."""
    return bool(one.effective) and one.effective[0].step.first and not one.voided and bool(one.get("round"))


def _id(record: str) -> str:
    return record.partition("/")[2]


def _paper_row(district: str, one: Record) -> dict[str, Any]:
    return {
        "paper": one.id,
        "district": district,
        "exam": one.get("baseline") or one.id,
        "round": one["round"],
        "unit": one.effective[0].unit,
        "title": one["title"],
        "category": one["category"],
        "set_on": one["set_on"].isoformat(),
    }


def _put_points(tx: sa.Connection, district: str, some: Iterable[Record], names: Sequence[str]) -> None:
    """Write the points of sittings, and let the tally follow."""
    before = tx.execute(_BEFORE, {"records": names, "district": district}).all()
    marked = [one for one in some if _stands(one) and one.get("by_topic")]
    codes = sorted({one["paper"] for one in marked})
    exams = {row.paper: row.exam for row in tx.execute(_EXAMS, {"papers": codes, "district": district})}
    after = [row for one in marked for row in _point_rows(district, one, exams.get(one["paper"], UNKNOWN))]
    if not before and not after:
        return
    # A sitting changes until when others of its person count: all that the person sat at this examination are written.
    whose = {
        "persons": sorted({*(row.person for row in before), *(row["person"] for row in after)}),
        "exams": sorted({*(row.exam for row in before), *(row["exam"] for row in after)}),
        "district": district,
    }
    standing = [row._asdict() for row in tx.execute(_OF_PERSONS, whose)]
    rows = list(_with_ends([*(row for row in standing if row["record"] not in names), *after]))
    tx.execute(_FORGET, {"records": sorted({row["record"] for row in standing}), "district": district})
    store.insert_many(tx, exam_points, rows)
    _count(tx, district, standing, rows)


def _point_rows(district: str, one: Record, exam: str) -> Iterator[dict[str, Any]]:
    for topic in one["by_topic"]:
        yield {
            "record": f"{one.register.name}/{one.id}",
            "district": district,
            "topic": topic["topic"],
            "paper": one["paper"],
            "exam": exam,
            "round": one["round"],
            "person": one["person"],
            "unit": one["unit"],
            "day": one["sat_on"].isoformat(),
            "until": FOREVER,
            "attempt": one["attempt"],
            "percent": topic["percent"],
        }


def _with_ends(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Points of persons, each with the day from which it counts no more."""
    own: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        own.setdefault(tuple(row[name] for name in ("exam", "round", "topic", "person")), []).append(row)
    for (_, which, *_), some in own.items():
        some.sort(key=lambda row: (row["day"], row["attempt"], row["record"]))
        if which == BASELINE:
            ends = [FOREVER, *(row["day"] for row in some[1:])]
        else:
            ends = [*(row["day"] for row in some[1:]), FOREVER]
        yield from ({**row, "until": end} for row, end in zip(some, ends, strict=True))


def _count(tx: sa.Connection, district: str, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Count some points as they are, and no longer as they were."""
    persons: Counter[tuple[str, ...]] = Counter()
    points: Counter[tuple[str, ...]] = Counter()
    for sign, rows in ((1, after), (-1, before)):
        for key, change, percent in (one for row in rows for one in _changes(row)):
            persons[key] += sign * change
            points[key] += sign * change * percent
    # In one order whoever writes: no two wait for each other.
    keys = [key for key in sorted(persons) if persons[key] or points[key]]
    names = _KEY[1:]
    rows = [
        {"district": district, **dict(zip(names, key, strict=True)), "n": persons[key], "points": points[key]}
        for key in keys
    ]
    store.accumulate(tx, exam_tally, rows, "n points")


def _changes(row: Row) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """When a number grows by a row, and when it is less by it again: on a day, and in a month."""
    if row["exam"] == UNKNOWN or row["until"] <= row["day"]:
        return
    for day, change in ((row["day"], 1), (row["until"], -1)):
        for grain, at in ((DAY_GRAIN, day), (MONTH_GRAIN, day[:MONTH])) if day != FOREVER else ():
            yield (row["exam"], row["round"], row["topic"], grain, at), change, row["percent"]


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    for table in (exam_papers, exam_points, exam_tally):
        tx.execute(table.delete().where(table.c.district == district))
