"""Everything that is measured on a district of one size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.year import answers, columnar, sheets, writes
from bench.year.cost import Cost, Meter
from bench.year.counter import Counter, Rows, Steps
from bench.year.gateway import Door
from bench.year.homes import Databases, Homes
from bench.year.house import House
from operations.year.district import District

CASES_OF_A_SLICE = 100
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scope:
    """How much is measured: how often each question is asked, and whether sheets and the rebuild are measured too.

    rows  of a list that is asked for: a small district has no more
    """

    asked: int = answers.ASKED
    sheets: bool = True
    rows: int = answers.ROWS


ALL = Scope()


@dataclass(frozen=True)
class Stage:
    """A district of a size, and what things cost on it.

    extra  what has another shape: memory in MiB, by name
    """

    size: int
    costs: tuple[Cost, ...]
    extra: dict[str, float]


def measure(homes: Homes, size: int, say: Say, scope: Scope = ALL) -> Stage:
    """Build a district where it is not there yet, and measure a copy of it."""
    home, counter = homes.build(size), _counter(homes, size)
    with counter.watching(), homes.copy_of(home) as house:
        meter, extra = Meter(counter), dict[str, float]()
        costs = []
        for cost in _costs(house, meter, District(size, homes.seed), scope, extra):
            say(f"{size:,} {cost.name}: {cost.fault or f'{cost.p50:,.2f} ms'}")
            costs.append(cost)
    return Stage(size, tuple(costs), extra)


def _counter(homes: Homes, size: int) -> Counter:
    if isinstance(homes.shelf, Databases):
        return Rows(homes.shelf.server, homes.databases_of_copy(size))
    return Steps()


def _costs(house: House, meter: Meter, district: District, scope: Scope, extra: dict[str, float]) -> Iterator[Cost]:
    door = Door(house)
    yield from answers.measure(door, meter, district.seed, scope.asked, scope.rows)
    yield columnar.measure(house.gateway, meter, district.seed)
    if scope.sheets:
        yield from _sheets(door, meter, district, extra)
    yield from writes.measure(house, meter, district.seed)


def _sheets(door: Door, meter: Meter, district: District, extra: dict[str, float]) -> Iterator[Cost]:
    for kind in sheets.EXPORTS:
        cost, memory = sheets.measure_export(door, meter, kind, district.slices * CASES_OF_A_SLICE)
        extra[f"memory of the {kind} export, MiB"] = memory
        yield cost
    cost, memory = sheets.measure_import(door, meter, district.seed)
    extra["memory of the import, MiB"] = memory
    yield cost
    door.house.deliver()
    events = sum(owner.heard_by_all for owner in door.house.owners.values())
    yield meter.measure("rebuild of the view, an event", [door.rebuild], each=events)
