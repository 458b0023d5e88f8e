"""Whether the log is what was appended and signed: every entry again from its body and salt, every hash, every note.

A page after the other, with nothing remembered in between but what the caller hands on: where it stands and the roots
of the whole subtrees so far. The first entry that is not as it was is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.audit.rpc import LogPageVerdict, VerifyLogRequest
from contracts.tlog.commitments import commit
from contracts.tlog.errors import BadProof
from contracts.tlog.tiles import HEIGHT, WIDTH
from contracts.tlog.tree import Frontier, leaf_hash
from services.audit import note_checks, retention, stored_tree
from services.audit.checkpoints import Keys
from services.audit.entries import COLUMNS, columns_of
from services.audit.memory import Memory
from services.audit.note_checks import Mark, Remembered
from services.audit.stored_tree import Head, NoHead
from services.audit.tables import BLANKED, bodies, entries, named, tiles
from services.chassis.storage.store import Store

PAGE = 80 * WIDTH
"""Entries of a page: whole tiles, where it begins with one."""
AT_ONCE = 4 * WIDTH
"""Rows that are read at once: so few that they are still near when they are hashed."""
_WHERE = (entries.c.position >= sa.bindparam("first"), entries.c.position < sa.bindparam("end"))
_WITH_BODIES = entries.outerjoin(bodies, bodies.c.position == entries.c.position)
_ROWS = sa.select(
    entries.c.position,
    *(entries.c[name] for name in COLUMNS),
    entries.c.commitment,
    entries.c.forgotten,
    bodies.c.salt,
    bodies.c.body,
)
_AT, _ID, _COMMITMENT, _FORGOTTEN, _SALT, _BODY = 0, len(COLUMNS), -4, -3, -2, -1
_NAMES = (
    sa.select(named.c.position, named.c.time, named.c.record)
    .where(named.c.position >= sa.bindparam("first"), named.c.position < sa.bindparam("end"))
    .order_by(named.c.position, named.c.record)
)
_BLANK = [1 + COLUMNS.index(name) for name in BLANKED]


class Fault(Exception):
    """Something is not as it was: the first entry of which that may be so, and what is wrong."""

    def __init__(self, index: int, what: str) -> None:
        self.index, self.what = index, what
        super().__init__(index, what)


@dataclass
class _Walk:
    """How far a page has come: the tree so far, the roots that were signed, full tiles, the forgotten, and faults.

    exact  what is wrong with one entry
    wide   what is wrong with one of several, of which the end comes with it
    """

    frontier: Frontier
    marks: dict[int, list[Mark]]
    leaves: list[bytes] = field(default_factory=list)
    full: list[tuple[int, int, bytes]] = field(default_factory=list)
    forgotten: int = 0
    exact: list[Fault] = field(default_factory=list)
    wide: list[tuple[Fault, int]] = field(default_factory=list)

    def take(self, leaf: bytes) -> None:
        """One entry more."""
        self.leaves.append(leaf)
        # As `Frontier` appends, without a name for each node: a million entries are taken in as many microseconds.
        hashes, node, at, level = self.frontier.hashes, leaf, self.frontier.size, 0
        while at & 1:
            node, at, level = sha256(b"\x01" + hashes.pop() + node).digest(), at >> 1, level + 1
            if not level % HEIGHT:
                self.full.append((level // HEIGHT - 1, at, node))
        hashes.append(node)
        self.frontier.size += 1
        if self.frontier.size in self.marks:
            self._compare(self.frontier.size)

    def _compare(self, size: int) -> None:
        for mark in self.marks[size]:
            if self.frontier.root() != mark.root:
                what = f"changed between {mark.after} and {size}: {mark.by} says another root"
                self.wide.append((Fault(mark.after, what), size))

    def first_fault(self) -> Fault | None:
        """The first fault; one that names an entry goes before one that names the stretch in which it lies."""
        exact = min(self.exact, key=lambda one: one.index, default=None)
        wide = min(self.wide, key=lambda one: one[1], default=None)
        if wide is None or (exact is not None and exact.index < wide[1]):
            return exact
        return wide[0]


@dataclass(frozen=True)
class Verifier:
    """Verifies one log."""

    store: Store
    keys: Keys
    memory: Memory

    def page(self, request: VerifyLogRequest) -> LogPageVerdict:
        """What the next page shows. A frontier that is none is a fault of the first entry."""
        with self.store.begin_read() as tx:
            return self.page_in(tx, request)

    def page_in(self, tx: sa.Connection, request: VerifyLogRequest) -> LogPageVerdict:
        """The same of what a transaction sees."""
        try:
            return self._page(tx, request)
        except NoHead:
            return LogPageVerdict(request.start, (), request.size, 0, "the head is gone", request.start)
        except Fault as fault:
            return LogPageVerdict(fault.index, (), request.size, 0, fault.what, fault.index)
        except BadProof:
            what = "this is no frontier of a tree of so many entries"
            return LogPageVerdict(request.start, (), request.size, 0, what, request.start)

    def _page(self, tx: sa.Connection, request: VerifyLogRequest) -> LogPageVerdict:
        head = stored_tree.read_head(tx)
        if head.size < request.size:
            raise Fault(head.size, f"truncated: there were {request.size} entries a moment ago")
        walk = self._walk(tx, request, head)
        frontier = tuple(one.hex() for one in walk.frontier.hashes)
        return LogPageVerdict(walk.frontier.size, frontier, head.size, walk.forgotten)

    def _walk(self, tx: sa.Connection, request: VerifyLogRequest, head: Head) -> _Walk:
        start, end = request.start, min(head.size, request.start + PAGE)
        remembered = {
            "a checkpoint beside the database": self.memory.notes(),
            "a checkpoint elsewhere": request.remembered,
        }
        marks = note_checks.marks(tx, self.keys, remembered, start, end)
        walk = _Walk(Frontier(start, [_digest(one) for one in request.frontier]), marks.by_size)
        if marks.fault:
            walk.wide.append((Fault(*marks.fault), end))
        try:
            self._read(tx, walk, end)
        except Fault as fault:
            walk.exact.append(fault)
        walk.exact += _tile_faults(tx, start, walk)
        if first := walk.first_fault():
            raise first
        if end == head.size:
            self._check_end(tx, walk, head, remembered)
        return walk

    def _read(self, tx: sa.Connection, walk: _Walk, end: int) -> None:
        start = walk.frontier.size
        names, allowed = _Names(tx, start, end), retention.Allowances(tx)
        for row in _rows(tx, start, end):
            index = walk.frontier.size
            if row[_AT] != index:
                raise Fault(index, f"missing: the next entry there is {row[_AT]}")
            leaf = self._leaf(row, names, allowed)
            walk.forgotten += row[_FORGOTTEN]
            walk.take(leaf)
        if walk.frontier.size != end:
            raise Fault(walk.frontier.size, "missing: the log ends before its head")

    def _leaf(self, row: Sequence[Any], names: _Names, allowed: retention.Allowances) -> bytes:
        """The hash of an entry's leaf, from what it says. Raises Fault."""
        index, commitment, text = row[_AT], bytes(row[_COMMITMENT]), row[_BODY]
        if row[_FORGOTTEN]:
            _check_forgotten(row, names, allowed)
            return leaf_hash(commitment)
        if text is None:
            raise Fault(index, "its contents are gone, and no rule of retention took them")
        body = text.encode() if isinstance(text, str) else bytes(text)
        if commit(bytes(row[_SALT]), body) != commitment:
            raise Fault(index, "what it says is not what was committed to")
        values, further, _ = columns_of(orjson.loads(body))
        if values != tuple(row[1 : _ID + 1]):
            raise Fault(index, "it is found by something else than it says")
        if further or index in names.rows:
            names.check(index, further, values[0])
        return sha256(b"\x00" + commitment).digest()

    def _check_end(self, tx: sa.Connection, walk: _Walk, head: Head, remembered: Remembered) -> None:
        """Everything was read: the head, the tiles that should not be there, what was signed of more."""
        size = walk.frontier.size
        if (walk.frontier.root(), b"".join(walk.frontier.hashes)) != (head.root, head.hashes):
            raise Fault(size, "head: another root than that of the entries")
        more = tx.scalar(sa.select(sa.func.count()).select_from(entries).where(entries.c.position >= size))
        if more or tx.scalar(sa.select(sa.func.count()).select_from(entries).where(entries.c.position < 0)):
            raise Fault(size, "entries stand beyond the head")
        for level in range(6):
            count = tx.scalar(sa.select(sa.func.count()).select_from(tiles).where(tiles.c.level == level))
            if count != size >> (HEIGHT * (level + 1)):
                raise Fault(size, f"tiles of level {level}: {count}")
        if fault := note_checks.check_end(tx, self.keys, remembered, size):
            raise Fault(*fault)


class _Names:
    """The further records that the entries of a page are found by."""

    def __init__(self, tx: sa.Connection, first: int, end: int) -> None:
        self.rows: dict[int, list[tuple[str, int]]] = {}
        for row in _each(tx, _NAMES, first, end):
            self.rows.setdefault(row[0], []).append((row[2], row[1]))

    def check(self, index: int, names: Sequence[str], time: int) -> None:
        """Raise Fault unless an entry is found by these and no others."""
        if self.rows.get(index, []) != [(name, time) for name in names]:
            raise Fault(index, "it is found by other records than it names")


def _check_forgotten(row: Sequence[Any], names: _Names, allowed: retention.Allowances) -> None:
    """An entry whose contents have gone: all of them, and by a rule that the log itself tells of."""
    index = row[_AT]
    if row[_FORGOTTEN] != 1 or row[_BODY] is not None or any(row[at] for at in _BLANK):
        raise Fault(index, "half forgotten")
    names.check(index, (), 0)
    kind = row[1 + COLUMNS.index("kind")]
    if not allowed.covers(kind, index):
        raise Fault(index, "its contents are gone, and no rule of retention took them")


def _rows(tx: sa.Connection, first: int, end: int) -> Iterator[Sequence[Any]]:
    query = _ROWS.select_from(_WITH_BODIES).where(*_WHERE).order_by(entries.c.position)
    yield from _each(tx, query, first, end)


def _each(tx: sa.Connection, query: sa.Select[Any], first: int, end: int) -> Iterator[Sequence[Any]]:
    """The rows; one whose text is no text any more is a fault of its entry."""
    for start in range(first, end, AT_ONCE):
        upto = min(start + AT_ONCE, end)
        try:
            yield from tx.execute(query, {"first": start, "end": upto}).all()
        except sa.exc.OperationalError as error:
            if "decode" not in str(error):
                raise
            yield from _until_unreadable(tx, query, start, upto)


def _until_unreadable(tx: sa.Connection, query: sa.Select[Any], first: int, end: int) -> Iterator[Sequence[Any]]:
    """Row by row, to the one that cannot be read."""
    for position in range(first, end):
        try:
            rows = tx.execute(query, {"first": position, "end": position + 1}).all()
        except sa.exc.OperationalError:
            raise Fault(position, "it cannot be read as text") from None
        yield from rows


def _tile_faults(tx: sa.Connection, start: int, walk: _Walk) -> Iterator[Fault]:
    """Every tile that became full on the way is stored, with these hashes and this root; the last as far as it goes."""
    for level, number, root in walk.full:
        hashes, stored = _hashes(tx, start, walk, (level, number)), stored_tree.stored_tile(tx, level, number)
        if stored != (hashes, root):
            at = _first_difference(hashes, stored[0] if stored else b"")
            yield Fault((number * WIDTH + at) << (HEIGHT * level), f"tile {level}/{number}: other hashes")
    number = walk.frontier.size // WIDTH
    if (stored := stored_tree.stored_tile(tx, 0, number)) and number * WIDTH >= start:
        hashes = b"".join(walk.leaves[number * WIDTH - start :])
        if not stored[0].startswith(hashes):
            yield Fault(number * WIDTH + _first_difference(hashes, stored[0]), f"tile 0/{number}: other hashes")


def _hashes(tx: sa.Connection, start: int, walk: _Walk, tile: tuple[int, int]) -> bytes:
    """What a tile should hold: leaves that were just read, or the roots of the tiles below it."""
    level, first = tile[0], tile[1] * WIDTH
    if level:
        return b"".join(stored_tree.stored_roots(tx, level - 1, first, first + WIDTH))
    if first < start:
        return b"".join(map(leaf_hash, stored_tree.stored_commitments(tx, first, first + WIDTH)))
    return b"".join(walk.leaves[first - start : first - start + WIDTH])


def _first_difference(hashes: bytes, stored: bytes) -> int:
    """Which hash is the first that differs."""
    pairs = zip(stored_tree.split(hashes), stored_tree.split(stored), strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), 0)


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BadProof("frontier") from None


Ask = Callable[[VerifyLogRequest], LogPageVerdict]
"""Answers a page, here or over RPC."""


def whole(ask: Ask, remembered: Sequence[str] = ()) -> LogPageVerdict:
    """All pages to the end, or to the first fault."""
    forgotten, verdict = 0, ask(VerifyLogRequest(remembered=tuple(remembered)))
    while True:
        forgotten += verdict.forgotten
        if verdict.fault or verdict.upto >= verdict.size:
            return LogPageVerdict(verdict.upto, verdict.frontier, verdict.size, forgotten, verdict.fault, verdict.index)
        verdict = ask(VerifyLogRequest(verdict.upto, verdict.frontier, verdict.size, tuple(remembered)))
