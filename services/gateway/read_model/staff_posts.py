"""In which posts a person acts on a day: the personnel register's, those they were appointed to, those lent to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contracts import catalogue
from contracts.roles import APART
from contracts.training.delegations import register as delegations
from contracts.training.people import register as people
from contracts.training.posts import register as appointments
from contracts.training.units import FOR_ALL
from services.chassis.records import record
from services.chassis.records.command import BUREAU
from services.chassis.records.record import Record
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel

FOUNDING = "administrator@"
WITHOUT_POST = frozenset({"other"})
"""Roles of the personnel register that give no post of the suite."""


@dataclass(frozen=True)
class Post:
    """A role and the unit for which it is held; None: the whole bureau. `on_behalf_of`: whose post it is, if lent."""

    role: str
    unit: str | None
    on_behalf_of: str = ""

    @property
    def name(self) -> str:
        """How a session names it: "captain@DT", "captain@DT/DT-01"."""
        lent = f"/{self.on_behalf_of}" if self.on_behalf_of else ""
        return f"{self.role}@{self.unit or BUREAU}{lent}"


@dataclass
class StaffPosts:
    """Reads posts off the view: whoever joins, is transferred or leaves acts otherwise from that day on."""

    read_model: ReadModel
    _seen: int = -1
    _by_person: dict[str, list[Record]] = field(default_factory=dict)
    _lent: dict[str, list[Record]] = field(default_factory=dict)

    def on(self, person: str, day: dt.date) -> tuple[Post, ...]:
        """The posts of a person on a day, the personnel register's first; none for who is not on strength."""
        self._refresh()
        return tuple(dict.fromkeys((*self._own(person, day), *self._borrowed(person, day))))

    def knows_unit(self, code: str) -> bool:
        """Whether there is, or was, a unit of this code."""
        return code in self.read_model.unit_tree()

    def makers(self, person: str) -> frozenset[str]:
        """Who recorded who a person is and which posts they have, in person or by a delegation.

        Not who set the suite up: they joined the first person, when nobody else was there.
        """
        self._refresh()
        subject = self._person(person)
        records = [*([subject] if subject else []), *self._by_person.get(person, ())]
        entries = (entry for one in records for entry in one.effective if not entry.at.post.startswith(FOUNDING))
        return frozenset(who for entry in entries for who in entry.at.people)

    def _own(self, person: str, day: dt.date) -> Iterator[Post]:
        subject = self._person(person)
        if subject is None or (place := place_on(subject, day)) is None:
            return
        unit, role = place
        if role not in WITHOUT_POST:
            yield self._post(role, unit)
        held = [one for one in self._by_person.get(person, ()) if is_held(one, day, "ended_on")]
        for one in without_second_office(held):
            yield self._post(one["role"], one.get("post_unit") or unit)

    def _borrowed(self, person: str, day: dt.date) -> Iterator[Post]:
        subject = self._person(person) if person in self._lent else None
        if subject is None or place_on(subject, day) is None:
            return
        for one in self._lent[person]:
            lent, whose = Post(one["role"], one.get("post_unit")), str(one["delegator"])
            if is_held(one, day, "recalled_on") and lent in self._own(whose, day):
                yield Post(lent.role, lent.unit, whose)

    def _post(self, role: str, unit: str) -> Post:
        known = self.read_model.unit_tree().get(unit)
        is_for_all = role in APART or (known is not None and known["kind"] in FOR_ALL)
        return Post(role, None if is_for_all else unit)

    def _person(self, code: str) -> Record | None:
        name = f"{people.name}/{code}"
        with self.read_model.store.begin_read() as tx:
            bodies = ledger.bodies(tx, self.read_model.district, [name]).get(name)
        return record.rehydrate(people, code, bodies) if bodies else None

    def _refresh(self) -> None:
        """Read the appointments and delegations again, of which there are few, when any has arrived."""
        if (now := self.read_model.staff_version) == self._seen:
            return
        self._by_person, self._lent = {}, {}
        for one in self._records(appointments.name):
            self._by_person.setdefault(one["person"], []).append(one)
        for one in self._records(delegations.name):
            self._lent.setdefault(one["delegate"], []).append(one)
        self._seen = now

    def _records(self, register: str) -> list[Record]:
        with self.read_model.store.begin_read() as tx:
            bodies = ledger.bodies_of_register(tx, self.read_model.district, register)
        by_id = (record.rehydrate(catalogue.REGISTERS[register], id_, texts) for id_, texts in bodies.items())
        return [one for one in by_id if one.effective and not one.voided]


def without_second_office(held: Sequence[Record]) -> Iterator[Record]:
    """Posts of one person without an office that must be apart from one they have had for longer.

    The register refuses it; what an older version let in gives no rights here.
    """
    offices = sorted((one["from_on"], one.id, one["role"]) for one in held if one["role"] in APART)
    others = APART - {role for _, _, role in offices[:1]}
    return (one for one in held if one["role"] not in others)


def place_on(person: Record, day: dt.date) -> tuple[str, str] | None:
    """The unit and the role that a person had on a day; None: they were not on strength."""
    entries = [one for one in person.effective if one.on <= day]
    if person.voided or not entries or any(one.step.name == "leave" for one in entries):
        return None
    units = [one.unit for one in entries if one.step.name in ("join", "transfer")]
    roles = [one.data["role"] for one in entries if one.step.name in ("join", "appoint")]
    return (units[-1], roles[-1]) if units and roles else None


def is_held(post: Record, day: dt.date, ended: str) -> bool:
    """Whether an appointment or a delegation was good on a day; the day on which it is ended it is not."""
    last, end = post.get("until"), post.get(ended)
    return bool(post["from_on"] <= day and (last is None or day <= last) and (end is None or day < end))
