"""Finds the records that may hold a text, in tables that are the same on both databases.

A gram has one row for each block of records that holds it, a bit a record: a frequent one costs a row for some hundred
records, and no list of hits is sorted or read whole. Decision 0057 says why it is not FTS5 and GIN.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from services.chassis.storage import lease, store
from services.chassis.storage.lists.grams import grams_in, grams_of
from services.chassis.storage.lists.tables import gram_blocks, gram_places, gram_waiting, grams
from services.chassis.storage.tables import records

BLOCK = 256
"""Records a block; so many wait, and as many as come until it is next looked."""
LOOK_EACH = 32
"""Of so many records that are written one has the waiting ones counted."""
_FEW_LEFT = BLOCK // 4
FEW_BLOCKS = 16
"""So many are looked up one by one; a gram's rows of more are read as they lie."""
_of_register = [table.c.register == sa.bindparam("register") for table in (gram_blocks, gram_waiting, grams)]
_LIVE = sa.select(gram_blocks.c.block, gram_blocks.c.live).where(_of_register[0])
_NEWEST = sa.select(sa.func.max(gram_blocks.c.block)).where(_of_register[0])
_WAITING = sa.select(gram_waiting.c.id, gram_waiting.c.version).where(_of_register[1]).order_by(gram_waiting.c.id)
_NEXT = _WAITING.limit(BLOCK)
_COUNT = sa.select(sa.func.count()).select_from(
    sa.select(gram_waiting.c.id).where(_of_register[1]).limit(BLOCK).subquery()
)
_BITS = sa.select(grams.c.block, grams.c.bits).where(_of_register[2], grams.c.gram == sa.bindparam("gram"))
_BITS_OF_SOME = _BITS.where(store.any_of(grams.c.block, "blocks"))
_PLACES = sa.select(gram_places).where(
    gram_places.c.register == sa.bindparam("register"), store.any_of(gram_places.c.id, "ids")
)
_TEXTS = sa.select(records.c.id, records.c.sought).where(
    records.c.register == sa.bindparam("register"), store.any_of(records.c.id, "ids")
)
_IN_BLOCK = sa.select(gram_places.c.id).where(
    gram_places.c.register == sa.bindparam("register"), gram_places.c.block == sa.bindparam("block")
)
_AT_PLACES = _IN_BLOCK.where(store.any_of(gram_places.c.place, "places"))
Bitmaps = dict[int, int]
"""Which places of which blocks, a bit a place."""


def note(tx: sa.Connection, register: str, versions: Mapping[str, int]) -> None:
    """Have the texts of some records taken in, as they stand in these versions; they are found at once."""
    rows = [{"register": register, "id": id_, "version": version} for id_, version in versions.items()]
    store.insert_many(tx, gram_waiting, rows, update="version")
    changed = versions.keys()
    if any(zlib.crc32(id_.encode()) % LOOK_EACH == 0 for id_ in changed) or len(changed) >= LOOK_EACH:
        for _ in range(1 + len(changed) // BLOCK):
            _take_in(tx, register)


def waiting(tx: sa.Connection, register: str) -> list[str]:
    """The records whose texts wait: whoever looks for a text looks through these too."""
    return list(tx.scalars(_WAITING, {"register": register}))


def clear(tx: sa.Connection, registers: Iterable[str]) -> None:
    """Forget the texts of some registers."""
    names = list(registers)
    for table in (grams, gram_blocks, gram_places, gram_waiting):
        tx.execute(table.delete().where(table.c.register.in_(names)))


def bitmaps(tx: sa.Connection, register: str, looked_for: str) -> Bitmaps:
    """Where records stand that may hold a folded text, beside those that wait."""
    found = _read_bits(tx.execute(_LIVE, {"register": register}))
    for gram in grams_in(looked_for):
        asked = {"register": register, "gram": gram}
        few = len(found) <= FEW_BLOCKS
        having = _read_bits(
            tx.execute(_BITS_OF_SOME, asked | {"blocks": list(found)}) if few else tx.execute(_BITS, asked)
        )
        found = {block: both for block, bits in having.items() if (both := bits & found.get(block, 0))}
        if not found:
            break
    return found


def without(tx: sa.Connection, register: str, found: Bitmaps, ids: list[str]) -> Bitmaps:
    """What was found, but for some records."""
    gone = _places_of(tx, register, ids)
    return {block: bits & ~gone.get(block, 0) for block, bits in found.items()}


def count(found: Bitmaps) -> int:
    """How many records these are."""
    return sum(bits.bit_count() for bits in found.values())


def size(tx: sa.Connection, register: str) -> int:
    """How many records' texts are taken in."""
    return count(_read_bits(tx.execute(_LIVE, {"register": register})))


def ids_at(tx: sa.Connection, register: str, found: Bitmaps) -> list[str]:
    """Which records stand there, the newest blocks first."""
    ids: list[str] = []
    for block in sorted(found, reverse=True):
        places = [place for place in range(found[block].bit_length()) if found[block] >> place & 1]
        ids += tx.scalars(_AT_PLACES, {"register": register, "block": block, "places": places})
    return ids


def _read_bits(rows: Iterable[sa.Row[tuple[int, bytes]]]) -> Bitmaps:
    return {block: int.from_bytes(bits, "little") for block, bits in rows}


def _bytes(bits: int) -> bytes:
    return bits.to_bytes(-(-bits.bit_length() // 8), "little")


def _take_in(tx: sa.Connection, register: str) -> None:
    """Make a block of those that wait, once there are enough, and the block before it anew that has hardly any left."""
    # Looked at often, and seldom enough: they are counted, and read only then.
    if (tx.scalar(_COUNT, {"register": register}) or 0) < BLOCK:
        return
    versions = dict(tx.execute(_NEXT, {"register": register}).tuples().all())
    if len(versions) < BLOCK or not lease.try_advisory_lock(tx, f"grams.{register}"):
        return
    ids = list(versions)
    _leave_blocks(tx, register, ids)
    texts = dict(tx.execute(_TEXTS, {"register": register, "ids": ids}).tuples().all())
    block = (tx.scalar(_NEWEST, {"register": register}) or 0) + 1
    _write_block(tx, register, block, [(id_, texts.get(id_, "")) for id_ in ids])
    c = gram_waiting.c
    told = store.among(c.id + "/" + sa.cast(c.version, sa.String), [f"{id_}/{one}" for id_, one in versions.items()])
    tx.execute(gram_waiting.delete().where(c.register == register, store.among(c.id, ids), told))
    _thin_out(tx, register)


def _write_block(tx: sa.Connection, register: str, block: int, texts: list[tuple[str, str]]) -> None:
    bits: dict[str, int] = {}
    for place, (_, text) in enumerate(texts):
        own = 1 << place
        for gram in grams_of(text):
            bits[gram] = bits.get(gram, 0) | own
    key = {"register": register, "block": block}
    rows = [{"register": register, "gram": gram, "block": block, "bits": _bytes(some)} for gram, some in bits.items()]
    store.insert_many(tx, grams, sorted(rows, key=lambda row: str(row["gram"])))
    places = [{"register": register, "id": id_, "block": block, "place": at} for at, (id_, _) in enumerate(texts)]
    store.insert_many(tx, gram_places, places)
    store.insert_many(tx, gram_blocks, [key | {"live": _bytes((1 << len(texts)) - 1)}])


def _leave_blocks(tx: sa.Connection, register: str, ids: list[str]) -> None:
    """What these said before stands no more."""
    _clear_bits(tx, register, _places_of(tx, register, ids))
    own = (gram_places.c.register == register, store.among(gram_places.c.id, ids))
    tx.execute(gram_places.delete().where(*own))


def _places_of(tx: sa.Connection, register: str, ids: list[str]) -> Bitmaps:
    places: Bitmaps = {}
    for row in tx.execute(_PLACES, {"register": register, "ids": ids}):
        places[row.block] = places.get(row.block, 0) | 1 << row.place
    return places


def _clear_bits(tx: sa.Connection, register: str, gone: Mapping[int, int]) -> None:
    own = (gram_blocks.c.register == register, store.among(gram_blocks.c.block, list(gone)))
    live = _read_bits(tx.execute(sa.select(gram_blocks.c.block, gram_blocks.c.live).where(*own)))
    rows = [{"register": register, "block": block, "live": _bytes(bits & ~gone[block])} for block, bits in live.items()]
    store.insert_many(tx, gram_blocks, rows, update="live")


def _thin_out(tx: sa.Connection, register: str) -> None:
    """A block of which few records stand is dropped, and these wait again: the index follows the records' number."""
    live = _read_bits(tx.execute(_LIVE, {"register": register}))
    block = min(live, key=lambda one: live[one].bit_count())
    if live[block].bit_count() > _FEW_LEFT:
        return
    left = tx.scalars(_IN_BLOCK, {"register": register, "block": block}).all()
    # Of no version: whatever is written of them meanwhile is newer.
    store.insert_many(tx, gram_waiting, [{"register": register, "id": id_, "version": 0} for id_ in left])
    for table in (grams, gram_places, gram_blocks):
        tx.execute(table.delete().where(table.c.register == register, table.c.block == block))
