"""Which photographs look alike, however they were compressed, resized or cropped at the edges: each has a first one.

Found by bands of their looks, never by comparing all pairs. It is a state of this gateway, as what checks of papers
found is: a photograph is looked at when it is handed in, before any event names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import meta

Looks = tuple[int, ...]
"""A photograph's look as a whole, then without its edges in several ways; each has `BITS` bits."""
BITS, BANDS = 128, 8
NEAREST = 14
"""In how many bits two looks of one photograph may differ; those of different ones differ in 30 and more."""
MOST_IN_BAND = 100
"""With how many photographs of one band, the newest, another is compared: they say which was the first like them."""
photographs = sa.Table(
    "photographs",
    meta,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("first", sa.String, nullable=False),
    sa.Column("looks", sa.String, nullable=False),
)
bands = sa.Table(
    "photograph_bands",
    meta,
    sa.Column("band", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
_p = photographs.c
_FIRST_AMONG = sa.select(_p.sha256, _p.first).where(store.any_of(_p.sha256, "hashes"))
_NEWEST_IN_BAND = (
    sa.select(bands.c.number)
    .where(bands.c.band == sa.bindparam("band"))
    .order_by(bands.c.number.desc())
    .limit(MOST_IN_BAND)
)
_CANDIDATES = sa.select(_p.first, _p.looks).where(store.any_of(_p.number, "numbers")).order_by(_p.number)


def note(tx: sa.Connection, sha256: str, looks: Looks) -> str:
    """Note a photograph that was handed in; the first one that looks like it, which it may be itself."""
    if known := first_of(tx, [sha256]):
        return known[sha256]
    first = _first_alike(tx, looks) or sha256
    number = (tx.scalar(sa.select(sa.func.max(_p.number))) or 0) + 1
    row = {"sha256": sha256, "number": number, "first": first, "looks": " ".join(f"{one:x}" for one in looks)}
    store.insert_many(tx, photographs, [row])
    store.insert_many(tx, bands, [{"band": band, "number": number} for band in sorted(_bands(looks))])
    return first


def first_of(tx: sa.Connection, hashes: Iterable[str]) -> dict[str, str]:
    """Of those of some papers that are photographs the first that looks like each."""
    keys = list(hashes)
    return {row.sha256: row.first for row in tx.execute(_FIRST_AMONG, {"hashes": keys})} if keys else {}


def copy(tx: sa.Connection, to: sa.Connection) -> None:
    """Take over into another database what is known of photographs."""
    rows = tx.execute(sa.select(photographs)).mappings()
    store.insert_many(to, photographs, [dict(row) for row in rows])


def _first_alike(tx: sa.Connection, looks: Looks) -> str | None:
    numbers = {one for band in _bands(looks) for one in tx.scalars(_NEWEST_IN_BAND, {"band": band})}
    candidates = tx.execute(_CANDIDATES, {"numbers": sorted(numbers)})
    return next((row.first for row in candidates if _alike(looks, _read(row.looks))), None)


def _read(text: str) -> Looks:
    return tuple(int(one, 16) for one in text.split())


def _alike(one: Looks, other: Looks) -> bool:
    """Whether one is the other as a whole or without its edges."""
    return _near(one[0], other) or _near(other[0], one)


def _near(look: int, looks: Sequence[int]) -> bool:
    return any((look ^ one).bit_count() <= NEAREST for one in looks)


def _bands(looks: Looks) -> set[int]:
    """The bands of all looks: a few bits from all over the picture each, with which band it is."""
    every = {(number, _bits(look, number)) for look in looks for number in range(BANDS)}
    # A band without any difference in it is one of sky and walls, and as good as everybody's.
    return {number << BITS // BANDS | bits for number, bits in every if bits not in (0, (1 << BITS // BANDS) - 1)}


def _bits(look: int, number: int) -> int:
    text = f"{look:0{BITS}b}"
    return int(text[number::BANDS], 2)
