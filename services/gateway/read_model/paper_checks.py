"""What was found of each paper when it was last compared with its hash, which events name it, and where these are.

A fact whose paper is not what was handed in has nothing to show for itself: its level falls to that of a mere claim,
and is its event's again once the paper is back. It is a state of this gateway and no event; whether a paper is noted
before its events arrive or after, and however often, the ledger's rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event
from contracts.forms import LEVELS, values_of_kind
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.ledger import contributions, meta

CLAIMED = LEVELS[0]
MISSING, DIFFERS, UNREADABLE = "missing", "differs", "unreadable"
FAULTS = (MISSING, DIFFERS, UNREADABLE)
AT_ONCE = 500
paper_checks = sa.Table(
    "paper_checks",
    meta,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("checked_at", sa.String, nullable=False),
    sa.Column("fault", sa.String),
)
sa.Index("paper_checks_by_fault", paper_checks.c.fault, paper_checks.c.checked_at)
event_papers = sa.Table(
    "event_papers",
    meta,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("event", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
)
paper_places = sa.Table(
    "paper_places",
    meta,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("register", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
)
"""In which registers, and for which units, records name a paper: by it is decided who may read the paper.

A row for each pair, not for each record: however many records name a paper, few rows say where. What a record no longer
says, its history still does, so that no row is taken back.
"""
Place = tuple[str, str]
"""A register's name, and a unit's code."""
_c, _e, _p = paper_checks.c, event_papers.c, paper_places.c
_PLACES = sa.select(_p.sha256, _p.register, _p.unit).where(
    store.any_of(_p.sha256, "hashes"), _p.district == sa.bindparam("district")
)
_FAULTY = _c.fault.in_(FAULTS)
_LOWERED = (
    sa.select(_e.event)
    .distinct()
    .join(paper_checks, _e.sha256 == _c.sha256)
    .where(_FAULTY, _e.district == sa.bindparam("district"))
)
_FAULTS_AMONG = sa.select(_c.sha256, _c.fault).where(store.any_of(_c.sha256, "hashes"), _FAULTY)
_CHECKED_AMONG = sa.select(_c.sha256).where(store.any_of(_c.sha256, "hashes"), _c.checked_at > sa.bindparam("since"))
_LONGEST_FAULTY = sa.select(_c.sha256).where(_FAULTY).order_by(_c.checked_at).limit(sa.bindparam("most"))
_TALLY = sa.select(sa.func.coalesce(_c.fault, ""), sa.func.count()).group_by(_c.fault)


def papers_of(event: Event) -> list[str]:
    """The hashes of all papers that an event names, those of a list's elements too."""
    form = catalogue.edition_of(event).form
    return list(dict.fromkeys(sha for _, _, sha in values_of_kind(form, event.data, "evidence")))


def put(tx: sa.Connection, district: str, events: Sequence[Event]) -> set[str]:
    """Remember which papers new events of a district name; those of a damaged paper come in as claimed: which."""
    named = [(sha, one) for one in events for sha in papers_of(one)]
    pairs = [{"sha256": sha, "event": one.id, "district": district} for sha, one in named]
    store.insert_many(tx, event_papers, pairs)
    store.insert_many(tx, paper_places, _place_rows(district, named))
    damaged = faults(tx, {one["sha256"] for one in pairs})
    fallen = {one["event"] for one in pairs if one["sha256"] in damaged}
    if fallen:
        _set_level(tx, district, fallen, CLAIMED)
    return fallen


def _place_rows(district: str, named: Iterable[tuple[str, Event]]) -> list[dict[str, str]]:
    keys = {(sha, district, event.register, event.unit): None for sha, event in named}
    return [dict(zip(_p.keys(), key, strict=True)) for key in keys]


def places(tx: sa.Connection, district: str, hashes: Iterable[str]) -> dict[str, list[Place]]:
    """Where records of a district name some papers; those that none names are missing."""
    by_paper: dict[str, list[Place]] = {}
    keys = list(hashes)
    for row in tx.execute(_PLACES, {"hashes": keys, "district": district}) if keys else ():
        by_paper.setdefault(row.sha256, []).append((row.register, row.unit))
    return by_paper


def clear(tx: sa.Connection, district: str) -> None:
    """Forget which events of a district name which papers; what was found of the papers stands."""
    tx.execute(event_papers.delete().where(_e.district == district))
    tx.execute(paper_places.delete().where(_p.district == district))


def copy(tx: sa.Connection, to: sa.Connection) -> None:
    """Take over into another database what was found of the papers."""
    rows = tx.execute(sa.select(paper_checks)).mappings()
    store.insert_many(to, paper_checks, [dict(row) for row in rows])


def note(tx: sa.Connection, found: Mapping[str, str | None], at: str) -> dict[str, list[str]]:
    """Note what checks found, a fault or None by hash; the events whose level that may have moved, by district."""
    before = faults(tx, found)
    rows = [{"sha256": sha, "checked_at": at, "fault": fault} for sha, fault in found.items()]
    store.insert_many(tx, paper_checks, rows, update="checked_at fault")
    turned = [sha for sha, fault in found.items() if (fault is None) != (sha not in before)]
    touched = _events_naming(tx, turned) if turned else {}
    for district, ids in touched.items():
        for start in range(0, len(ids), AT_ONCE):
            _relevel(tx, district, ids[start : start + AT_ONCE])
    return touched


def _events_naming(tx: sa.Connection, hashes: Iterable[str]) -> dict[str, list[str]]:
    """The events that name some papers, by district: a paper is the same whoever hands it in."""
    by_district: dict[str, list[str]] = {}
    for row in tx.execute(sa.select(_e.district, _e.event).distinct().where(store.among(_e.sha256, hashes))):
        by_district.setdefault(row.district, []).append(row.event)
    return by_district


def events_with(tx: sa.Connection, district: str, sha256: str) -> list[Event]:
    """A district's events that name a paper."""
    return list(ledger.events(tx, district, _events_naming(tx, [sha256]).get(district, [])).values())


def _relevel(tx: sa.Connection, district: str, ids: Sequence[str]) -> None:
    """Give these events' contributions the level that their papers bear out now."""
    fallen = set(tx.scalars(_LOWERED.where(store.among(_e.event, ids)), {"district": district}))
    _set_level(tx, district, fallen, CLAIMED)
    by_level: dict[str, set[str]] = {}
    for event in ledger.events(tx, district, set(ids) - fallen).values():
        by_level.setdefault(ledger.level_of(event), set()).add(event.id)
    for level, events in by_level.items():
        _set_level(tx, district, events, level)


def _set_level(tx: sa.Connection, district: str, events: Iterable[str], level: str) -> None:
    named = (store.among(contributions.c.event, events), contributions.c.district == district)
    tx.execute(contributions.update().where(*named).values(level=level))


def faults(tx: sa.Connection, hashes: Iterable[str]) -> dict[str, str]:
    """What is wrong with some papers; those with which nothing is are missing."""
    keys = list(hashes)
    return {row.sha256: row.fault for row in tx.execute(_FAULTS_AMONG, {"hashes": keys})} if keys else {}


def fallen_events(tx: sa.Connection, district: str) -> set[str]:
    """A district's events whose level has fallen, because a paper of theirs is not what was handed in."""
    return set(tx.scalars(_LOWERED, {"district": district}))


def level_of(event: Event, fallen: Iterable[str]) -> str:
    """What an event shows by itself: its level, or a mere claim where it is among the fallen."""
    return CLAIMED if event.id in fallen else ledger.level_of(event)


def checked_since(tx: sa.Connection, hashes: Iterable[str], moment: str) -> set[str]:
    """Which of these papers were checked after a moment."""
    return set(tx.scalars(_CHECKED_AMONG, {"hashes": list(hashes), "since": moment}))


def faulty(tx: sa.Connection, most: int) -> list[str]:
    """Papers with a fault, those first that were not looked at for longest."""
    return list(tx.scalars(_LONGEST_FAULTY, {"most": most}))


def tally(tx: sa.Connection) -> dict[str, int]:
    """How many papers were checked, and how many of them have each fault."""
    counts: dict[str, int] = {row[0]: row[1] for row in tx.execute(_TALLY)}
    return {"checked": sum(counts.values()), **{fault: counts.get(fault, 0) for fault in FAULTS}}
