"""Which warnings wait for somebody: kept with each, so that what was answered is not read to find what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import sqlalchemy as sa

from contracts import catalogue
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model.warnings.bearings import CONCERNED
from services.gateway.read_model.warnings.kinds import KINDS
from services.gateway.read_model.warnings.tables import answers, clashes

_k, _a = clashes.c, answers.c
# Only who may touch one of the two records may answer: whoever else writes an answer closes nothing.
_ANSWERED = sa.and_(_a.id == _k.id, _a.district == _k.district, sa.or_(_a.unit == _k.unit, _a.unit == _k.other_unit))
_LASTING = [slug for slug, kind in KINDS.items() if not kind.closes]
_OPEN = sa.or_(_k.slug.in_(_LASTING), ~sa.exists().where(_ANSWERED).correlate(clashes))
_NOW = sa.case((_OPEN, 1), else_=0)
_SETTLE = clashes.update().where(_k.district == sa.bindparam("of"), _k.waits != _NOW).values(waits=_NOW)
_ORDER = KeyOrder(("id",))
NOT_FOR_ALL = frozenset(name for name in CONCERNED if catalogue.REGISTERS[name].reader_roles)
"""The registers with warnings that not everybody reads. When they change, all rows have to be made anew."""


def settle(tx: sa.Connection, district: str, ids: Sequence[str]) -> None:
    """Write whether these warnings wait, after some of them or their answers were written."""
    if ids:
        tx.execute(_SETTLE.where(store.among(_k.id, ids)), {"of": district})


def restriction(*records: str) -> str:
    """The registers of some records that not everybody reads: how a row says of which it tells."""
    return ",".join(sorted({_register(one) for one in records if one} & NOT_FOR_ALL))


def _register(record: str) -> str:
    return record.partition("/")[0]


@dataclass(frozen=True)
class WaitingQuestion:
    """Which of the warnings that wait are asked for: of some units or of all.

    hidden  the registers of which they tell nothing
    """

    units: Sequence[str] | None = None
    hidden: Sequence[str] = ()


def page(tx: sa.Connection, district: str, ask: WaitingQuestion, window: ListWindow) -> ListPart:
    """The ids of those that wait, in a window of their order."""
    return keyset.page(tx, list(_groups(district, ask)), _ORDER, window).part


def count(tx: sa.Connection, district: str, ask: WaitingQuestion) -> int:
    """How many they are; one more than `keyset.EXACT_UP_TO` where they are more."""
    return keyset.count(tx, list(_groups(district, ask)))


def _groups(district: str, ask: WaitingQuestion) -> Iterator[sa.Select[tuple[str]]]:
    """By the registers that they tell of, and by units: each lies in the order of an index."""
    waits = _k.waits == sa.literal_column("1")  # as the indexes have it, word for word
    query = sa.select(_k.id).where(_k.district == district, waits)
    # Rows say what was restricted when they were written; what somebody may not read now is told to nobody.
    for register in sorted(ask.hidden):
        query = query.where(*(~named.startswith(f"{register}/", autoescape=True) for named in (_k.record, _k.other)))
    names = sorted(NOT_FOR_ALL - {*ask.hidden})
    for some in chain.from_iterable(combinations(names, size) for size in range(3)):
        group = query.where(_k.restricted == ",".join(some))
        yield from [group] if ask.units is None else (group.where(_k.unit == unit) for unit in ask.units)
