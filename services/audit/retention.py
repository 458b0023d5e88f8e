"""How long entries keep their contents, by kind; what is over is forgotten, and the log says so.

An entry's body, salt, person, post, unit, address and records go; its commitment stays, and every proof with it. For
what stays beside the commitment (its kind, its time, its outcome, its event's id) nothing vouches any more. The
terms are our own setting, a year or more for each: whoever sets shorter ones looks first what the law asks of network
logs. Events of registers have no term: the journals of their owners keep them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from contracts.audit import acts
from contracts.envelope import Event
from services.audit import appending, stored_tree
from services.audit.entries import of_moment
from services.audit.tables import BLANKED, CONDITIONS, bodies, entries, named
from services.chassis.base import clock, ids, log

_log = log.get("retention")
_C = entries.c
STEP = 500
"""Entries that are forgotten in one transaction."""
ENTRY_FORGOTTEN = "entry_forgotten"
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Term:
    """For how many days entries of a kind keep their contents, and why so long."""

    days: int
    why: str


_TRACES = Term(_YEAR, "who was where, and what somebody tried in vain: of use while a year's review is open")
_VIEWS = Term(3 * _YEAR, "who saw whose data: somebody may ask long after")
_LASTING = Term(10 * _YEAR, "who gave which rights and changed what: explains what others did by it")
TERMS: dict[str, Term] = {
    **dict.fromkeys(("denied", "refused", "call_refused", "signed_in", "sign_in_failed", "signed_out"), _TRACES),
    **dict.fromkeys(("text_shown", "paper_read", "exported", "pack_made", "audit_read"), _VIEWS),
    **dict.fromkeys(("revoked", "account_changed", "role_changed", "text_forgotten"), _LASTING),
    **dict.fromkeys(("message_replayed", "message_discarded", "backup_noted"), _VIEWS),
}
"""What is not named here is kept for ever: changes of keys, configuration and programme, and of acts on their way, name
nobody of the public, what was forgotten must be told for as long as the log stands, and a report is held against what
the log says of it whenever it is opened."""


def about(kind: str) -> str:
    """Under which record the log tells of what was forgotten of a kind."""
    return f"{acts.AUDIT}.entries/{kind}"


class Allowances:
    """What the log itself tells of as forgotten: of each kind, the entries below an index."""

    def __init__(self, tx: sa.Connection) -> None:
        """Read when the first forgotten entry is met."""
        self._tx, self._below = tx, dict[str, int]()

    def covers(self, kind: str, index: int) -> bool:
        """Whether an entry of a kind may have been forgotten."""
        if kind not in self._below:
            self._below[kind] = told_below(self._tx, kind)
        return index < self._below[kind]


def told_below(tx: sa.Connection, kind: str) -> int:
    """Below which index entries of a kind are forgotten, as the log's own entries say; 0: none is."""
    told = (_C.record == about(kind), CONDITIONS["record"], _C.kind == ENTRY_FORGOTTEN)
    newest = sa.select(_C.position).where(*told).order_by(_C.time.desc(), _C.position.desc()).limit(1)
    text = tx.scalar(sa.select(bodies.c.body).where(bodies.c.position == newest.scalar_subquery()))
    return 0 if text is None else int(appending.members_of(text)["data"].get("rows") or 0)


def bound_of(tx: sa.Connection, kind: str, now: dt.datetime) -> int:
    """The first index of a kind whose term is not over: what came in late after it waits for it."""
    younger = sa.select(sa.func.min(_C.position)).where(
        _C.kind == kind, CONDITIONS["kind"], _C.time >= _until(kind, now)
    )
    first = tx.scalar(younger)
    return stored_tree.read_head(tx).size if first is None else int(first)


def forget(tx: sa.Connection, source: str, kind: str, now: dt.datetime, bound: int) -> int:
    """Forget the next of a kind whose term is over, before a bound, and tell so in the log; how many."""
    old = sa.select(_C.position).where(_C.kind == kind, CONDITIONS["kind"], _C.time < _until(kind, now))
    positions = sorted(tx.scalars(old.where(_C.position < bound).order_by(_C.time, _C.position).limit(STEP)))
    if positions:
        _forget(tx, source, kind, positions)
    return len(positions)


def _until(kind: str, now: dt.datetime) -> int:
    return of_moment(now - dt.timedelta(days=TERMS[kind].days))


def _forget(tx: sa.Connection, source: str, kind: str, positions: list[int]) -> None:
    appending.append(tx, [_event(source, kind, positions, told_below(tx, kind))])
    tx.execute(bodies.delete().where(bodies.c.position.in_(positions)))
    tx.execute(named.delete().where(named.c.position.in_(positions)))
    blank = dict.fromkeys(BLANKED, "") | {"forgotten": 1}
    tx.execute(entries.update().where(entries.c.position.in_(positions)).values(blank))
    _log.info("entries.forgotten", kind=kind, entries=len(positions))


def _event(source: str, kind: str, positions: list[int], before: int) -> Event:
    said = {"about": kind, "record": about(kind), "count": len(positions), "rows": max(before, positions[-1] + 1)}
    return own_event(source, ENTRY_FORGOTTEN, said)


def own_event(source: str, act: str, said: dict[str, object]) -> Event:
    """An audit event of the log's own: it stands in no journal, since it is appended where it happens."""
    id_, now = ids.new_id(), clock.now()
    event = Event(
        id_,
        source,
        acts.event_type(acts.AUDIT, act),
        id_,
        now,
        clock.day_of(now),
        1,
        1,
        source.strip("/").partition("/")[0],
        acts.AUDIT,
        "E0",
        {"outcome": "done", **said},
    )
    return appending.encode(event)
