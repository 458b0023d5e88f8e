"""What a flood came to so far, written down each second, signed: whoever is killed loses no more than one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import orjson
import sqlalchemy as sa

from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.floods import Flood
from services.chassis.handling.audit.signed_rows import CHANGED, SignedRows, Vouch, notice_id
from services.chassis.storage import store
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import counted, journal

LEFT_AFTER = dt.timedelta(minutes=3)
"""A process that lives has told of its counts long before; by more no two clocks of ours differ."""
_ROWS = SignedRows(counted, b"four-six-three counts 1\n", ("id", "act", "about", "since", "count"))


@dataclass(frozen=True, slots=True)
class KeptCount:
    """What was counted of one kind of act, since a moment.

    digest  of what stands in a row that is not as we signed it, of which nothing else is known
    """

    id: str
    act: str = ""
    doer: Doer = field(default_factory=Doer)
    about: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    count: int = 0
    digest: str = ""

    @property
    def notice(self) -> str:
        """The id of the event that tells that the row is not as we signed it."""
        return notice_id(CHANGED, self.id, self.digest)


def keep(place: Store, sealer: Sealer, floods: Sequence[tuple[Flood, str]]) -> None:
    """Write down what was counted of each, and since which moment; `sealer` signs. Raises what the store raises."""
    if not floods:
        return
    rows = [
        {"id": one.id, "act": one.key.act, "about": _about(one), "since": since, "count": one.count}
        for one, since in floods
    ]
    signed = [_ROWS.sign(sealer, row) for row in rows]
    with place.begin(durable=False) as tx:  # a process that is killed leaves it to the system to write
        store.insert_many(tx, counted, signed, update="since count key signature")


def _about(flood: Flood) -> str:
    return orjson.dumps([asdict(flood.key.doer), dict(flood.key.about)]).decode()


def drop(tx: sa.Connection, ids: Sequence[str]) -> None:
    """An event says now how many there were."""
    if ids:
        tx.execute(counted.delete().where(counted.c.id.in_(ids)))


def left_behind(tx: sa.Connection, source: str, vouch: Vouch, now: dt.datetime) -> list[KeptCount]:
    """What nobody is left to tell, but for rows of which the journal tells already that they are not as we signed them.

    A row of the future is none of a process that lives: somebody gave it its time.
    """
    lives = counted.c.since.between((now - LEFT_AFTER).isoformat(), (now + LEFT_AFTER).isoformat())
    left = [_read(tx, one, source, vouch) for one in tx.scalars(sa.select(counted.c.id).where(~lives)).all()]
    noticed = store.present(tx, journal.c.id, [one.notice for one in left if one.digest])
    return [one for one in left if one.notice not in noticed]


def _read(tx: sa.Connection, id_: str, source: str, vouch: Vouch) -> KeptCount:
    row = _ROWS.read(tx, id_, source, vouch)
    if row.digest:
        return KeptCount(row.id, digest=row.digest)
    doer, about = orjson.loads(row.said["about"])
    return KeptCount(row.id, row.said["act"], Doer(**doer), about, row.said["since"], int(row.said["count"]))
