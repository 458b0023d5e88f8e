"""How much of everything there is in a district of a size, and in which order it comes.

A district is a founding and slices of some thousand events each. A larger one has the slices of a smaller one and more:
so it can be built further, and what costs more in it costs more by its size alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from operations.year import bureau, cases, staff
from operations.year.journey import Journey

SLICE = 1000
"""Events of city cases and matters in a slice, roughly."""
A_SLICE = (
    (cases.city_case, 100),
    (cases.matter, 50),
    (cases.penalty, 2),
    (staff.session, 1),
    (staff.vehicle, 1),
)
"""What a slice holds. At a million events: 100,000 city cases, 20,000 of them in one cell and class; 50,000 matters,
half of them of one community; 2,000 penalty cases; 1,000 sessions and vehicles."""


@dataclass(frozen=True)
class District:
    """A district of a size, in events, drawn with a seed."""

    size: int
    seed: int = 463

    @property
    def slices(self) -> int:
        """How many slices it has."""
        return max(1, self.size // SLICE)

    def founding(self) -> Iterator[Journey]:
        """What stands before the year begins: the bureau, and the officers whom its cases name."""
        yield from bureau.founding()
        yield from (staff.officer(self.seed, number) for number in range(staff.FIRST_OFFICERS))

    def piece(self, number: int) -> Iterator[Journey]:
        """One slice; every second one brings an officer with a uniform."""
        for make, count in A_SLICE:
            yield from (make(self.seed, one) for one in range(number * count, (number + 1) * count))
        if number % 2:
            officer = staff.FIRST_OFFICERS + number // 2
            yield staff.officer(self.seed, officer)
            yield staff.uniform(self.seed, officer)
