"""What a device keeps of registers, so that forms can be filled in without a signal: lists, each of them bounded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contracts import catalogue
from contracts.register import Register, split_names


@dataclass(frozen=True)
class BookList:
    """Records of a register in some statuses, the newest first.

    most   so many of each status at most: what a telephone is looked through for, and a page's weight
    shows  the fields that a form needs of them; none of them is private
    own    only those of the person's own units
    """

    name: str
    register: str
    statuses: str
    most: int
    shows: str = ""
    own: bool = True

    @cached_property
    def of(self) -> Register:
        """The register."""
        return catalogue.REGISTERS[self.register]

    @cached_property
    def among(self) -> tuple[str, ...]:
        """The statuses."""
        return split_names(self.statuses)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that are told."""
        return split_names(self.shows)


LISTS = (
    BookList("classes", "cases.case_classes", "in_force", 400, "kind, big_class", own=False),
    BookList("grids", "cases.grids", "in_force", 500, "street, community"),
    BookList(
        "cases",
        "cases.digital_cases",
        "dispatched, received, disposing",
        100,
        "number, case_class, street, place, problem, dispose_due_at",
    ),
    BookList("objects", "outreach.managed_objects", "active", 500, "kind, street"),
    BookList("kits", "equipment.kits", "issued, short", 200, "definition"),
    BookList("kit_definitions", "equipment.kit_definitions", "in_force, superseded", 10, "slots", own=False),
    BookList("vehicles", "equipment.vehicle_checks", "open", 200),
    BookList("checklists", "equipment.vehicle_checklists", "in_force", 3, "effective_on, lines", own=False),
    BookList("facilities", "equipment.facilities", "in_use", 300, "site"),
    BookList("people", "training.people", "on_strength, on_duty", 200),
    BookList("sessions", "training.sessions", "planned, open, held", 30, "title, planned_for, held_on"),
)
BY_NAME = {one.name: one for one in LISTS}
STREETS, COMMUNITIES = "streets", "communities"
DERIVED = {STREETS: ("grids", "street"), COMMUNITIES: ("grids", "community")}
"""Lists of texts: what the records of another list say in a field."""
MOST_UNITS = 300
LONGEST_TEXT = 200
"""Of a longer text the beginning is told: whoever needs it whole opens the record."""
