"""Who holds which post today: whose desk it is where something waits. Read once a day, and when people have moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from contracts.training.people import register as people
from services.chassis.base import clock
from services.chassis.records import record
from services.gateway.read_model import ledger, units
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.staff_posts import StaffPosts, place_on

BREATH = 20
"""So many people are looked up before whoever else wants to has a turn."""
MOST_AT_A_DESK = 40
"""So many people at most are told of one thing: who are more are told by nobody of what each hears of."""


@dataclass(frozen=True)
class PostHolder:
    """Somebody in a post, and the unit of which they are."""

    person: str
    own_unit: str


@dataclass
class Staff:
    """Knows who holds the posts of a day."""

    read_model: ReadModel
    posts: StaffPosts
    _seen: tuple[int, dt.date] | None = None
    _by_post: dict[tuple[str, str | None], list[PostHolder]] = field(default_factory=dict)
    _own_units: dict[str, str] = field(default_factory=dict)

    def refresh(self, today: dt.date) -> None:
        """Look everybody up again, where anything of people, posts or units has moved since, or the day is another."""
        if (now := (self.read_model.staff_version, today)) == self._seen:
            return
        by_post, own_units = dict[tuple[str, str | None], list[PostHolder]](), dict(self._places(today))
        for number, (person, unit) in enumerate(sorted(own_units.items())):
            if number % BREATH == BREATH - 1:
                clock.pause(0)
            for post in self.posts.on(person, today):
                by_post.setdefault((post.role, post.unit), []).append(PostHolder(person, unit))
        self._by_post, self._own_units, self._seen = by_post, own_units, now

    def _places(self, today: dt.date) -> Iterator[tuple[str, str]]:
        with self.read_model.store.begin_read() as tx:
            bodies = ledger.bodies_of_register(tx, self.read_model.district, people.name)
        for number, (code, texts) in enumerate(bodies.items()):
            if number % BREATH == BREATH - 1:
                clock.pause(0)
            if place := place_on(record.rehydrate(people, code, texts), today):
                yield code, place[0]

    def is_on_strength(self, person: str) -> bool:
        """Whether somebody belongs to the staff today."""
        return person in self._own_units

    def holders(self, roles: Collection[str], unit: str, without: Collection[str] = ()) -> list[str]:
        """Who holds any of these posts for a unit; where nobody does for the unit above it, and so on to the bureau.

        without  units whose people are not meant
        """
        for level in self._levels(unit):
            some = (one for role in sorted(roles) for code in level for one in self._by_post.get((role, code), ()))
            meant = dict.fromkeys(one.person for one in some if one.own_unit not in without)
            if meant:
                return list(meant)[:MOST_AT_A_DESK]
        return []

    def everybody(self, role: str) -> list[str]:
        """Who holds a post for the whole bureau."""
        return list(dict.fromkeys(one.person for one in self._by_post.get((role, None), ())))[:MOST_AT_A_DESK]

    def _levels(self, unit: str) -> Iterator[Collection[str | None]]:
        """A unit, those above it one storey at a time, and the whole bureau."""
        tree: Mapping[str, record.Record] = self.read_model.unit_tree()
        today = self._seen[1] if self._seen else self.read_model.today()
        level, seen = [unit], {unit}
        while level:
            yield level
            above = (one for code in level if code in tree for one in units.parents_on(tree[code], today))
            level = [one for one in dict.fromkeys(above) if one not in seen]
            seen.update(level)
        yield (None,)
