"""What a flood came to so far, written down each second: whoever is killed loses no more than one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson
import sqlalchemy as sa

from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import Flood
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.chassis.storage.tables import counted

LEFT_AFTER = dt.timedelta(minutes=3)
"""A process that lives has told of its counts long before."""


@dataclass(frozen=True, slots=True)
class KeptCount:
    """What was counted of one kind of act, since a moment."""

    id: str
    act: str
    doer: Doer
    about: dict[str, str]
    since: str
    count: int


def keep(place: Store, floods: Sequence[tuple[Flood, str]]) -> None:
    """Write down what was counted of each, and since which moment. Raises what the store raises."""
    if not floods:
        return
    rows = [
        {"id": one.id, "act": one.key.act, "about": _about(one), "since": since, "count": one.count}
        for one, since in floods
    ]
    with place.begin(durable=False) as tx:  # a process that is killed leaves it to the system to write
        store.insert_many(tx, counted, rows, update="count")


def _about(flood: Flood) -> str:
    return orjson.dumps([asdict(flood.key.doer), dict(flood.key.about)]).decode()


def drop(tx: sa.Connection, ids: Sequence[str]) -> None:
    """An event says now how many there were."""
    if ids:
        tx.execute(counted.delete().where(counted.c.id.in_(ids)))


def left_behind(tx: sa.Connection, now: dt.datetime) -> list[KeptCount]:
    """What nobody is left to tell."""
    old = sa.select(counted).where(counted.c.since < (now - LEFT_AFTER).isoformat()).limit(1000)
    return [_read(*row) for row in tx.execute(old)]


def _read(id_: str, act: str, about: str, since: str, count: int) -> KeptCount:
    doer, said = orjson.loads(about)
    # A version before this one wrote the problem alone.
    return KeptCount(id_, act, Doer(**doer), said if isinstance(said, dict) else {"problem": said}, since, count)
