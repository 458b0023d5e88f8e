"""What one more command costs its owner, and its events the gateway: in hot places, elsewhere, in small registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.year.cost import Cost, Meter
from bench.year.house import House, commands_of
from operations.year import cases, staff
from operations.year.journey import Journey

BEYOND, PLATES = 500_000, 90_000
"""The number from which on journeys are none of the district's; plates have five figures."""
PIECES, EACH = 8, 5
Make = Callable[[int, int], Journey]


@dataclass(frozen=True)
class Kind:
    """One kind of record: its name, how its journeys are made, every how many of them is taken, and from which on."""

    name: str
    make: Make
    every: int = 1
    first: int = BEYOND


KINDS = (
    Kind("city case, hot cell and class", cases.city_case, cases.HOT_CASES),
    Kind("city case, elsewhere", cases.city_case, cases.HOT_CASES, BEYOND + 1),
    Kind("matter, hot community", cases.matter, cases.HOT_MATTERS),
    Kind("matter, elsewhere", cases.matter, cases.HOT_MATTERS, BEYOND + 1),
    Kind("penalty case", cases.penalty),
    Kind("training session", staff.session),
    Kind("vehicle", staff.vehicle, first=PLATES),
    Kind("person", staff.officer),
    Kind("uniform", staff.uniform),
)


def measure(house: House, meter: Meter, seed: int) -> Iterator[Cost]:
    """The cost of a command of each kind in its owner, and of an event of each kind in the gateway."""
    for kind in KINDS:
        journeys = [kind.make(seed, kind.first + number * kind.every) for number in range(PIECES * EACH)]
        steps = len(journeys[0].steps)
        owner = (_carrier(house, journeys[at : at + EACH], seed) for at in range(0, len(journeys), EACH))
        yield meter.measure(f"write: {kind.name}, a command", owner, each=EACH * steps)
        yield meter.measure(
            f"read model: {kind.name}, an event", [lambda: house.deliver() * 0], each=len(journeys) * steps
        )


def _carrier(house: House, journeys: list[Journey], seed: int) -> Callable[[], int]:
    service = journeys[0].register.partition(".")[0]
    groups = [tuple(commands_of(one, seed)) for one in journeys]

    def carry() -> int:
        house.carry_out(service, groups)
        return 0

    return carry
