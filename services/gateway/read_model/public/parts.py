"""The parts of what is public: which records of a register are, and which of their fields are shown.

A field is shown because it is named here, and none that is somebody's own can be: what a register gains is not public
by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from marshmallow.fields import Field

from contracts import catalogue
from contracts.forms import element_form, fields_of, personal
from contracts.register import Register, split_names
from contracts.words import BOTH
from services.chassis.records.record import Record

NEVER = frozenset({"private", "person", "evidence", "paper"})
"""Kinds of fields that no part shows."""
PUBLISHED = "published"
STANDING = ("planned", "done", "confirmed")
"""Statuses of a plan that was not given up."""


def _has_status(*statuses: str) -> Callable[[Record], bool]:
    def holds(one: Record) -> bool:
        return one.status() in statuses

    return holds


def _is_published_decision(case: Record) -> bool:
    """Whether a decision is public: published, not withdrawn, and nothing has ended for which it is to be withdrawn.

    What a remedy has changed or undone leaves at once; the three days of the law are for the other channels.
    """
    owed = any(one.data.get("withdrawal_owed") for one in case.effective)
    return case.status("publication") == PUBLISHED and not owed


def _has_benchmark(violation: Record) -> bool:
    return violation.status() == "defined" and bool(violation.get("tiers"))


def _name_of(violation: Record) -> dict[str, str] | None:
    name = violation.get("name")
    return {"name": str(name)} if name else None


def _standing_of(plan: Record) -> dict[str, str] | None:
    """How a plan stands; None: it was given up."""
    due = plan.due("due")
    return {"status": plan.status(), "due_on": due.isoformat() if due else ""} if plan.status() in STANDING else None


@dataclass(frozen=True)
class PublicPart:
    """Some records of a register that are public.

    shows  the fields that are shown, in their order; `day` the field by which they are sorted, the newest first
    lists  the field whose entries are shown on a page of the record's own; empty: a record has no page
    until  the field with the last day on which it is shown; empty: it is shown until a step ends that
    names  the shown field that names another record
    says   what is shown of that record; None: nothing is, and where the part `needs` it, of its own record neither
    """

    name: str
    register: str
    title: str
    is_public: Callable[[Record], bool]
    shows: str
    day: str
    lists: str = ""
    until: str = ""
    names: str = ""
    says: Callable[[Record], dict[str, str] | None] | None = None
    needs: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a field that is somebody's own, or that the register has not."""
        for one in (*self.fields.values(), *filter(None, (self.list_field,))):
            inner = element_form(one)
            every = fields_of(inner).values() if inner else (one,)
            if any(personal(each) or each.metadata.get("x-type") in NEVER for each in every):
                raise ValueError(self.name, one.metadata["title"])

    @cached_property
    def of(self) -> Register:
        """The register."""
        return catalogue.REGISTERS[self.register]

    @property
    def zh(self) -> str:
        """The title in Chinese."""
        return self.title.split(BOTH)[0]

    @property
    def en(self) -> str:
        """The title in English."""
        return self.title.split(BOTH)[1]

    @cached_property
    def fields(self) -> dict[str, Field[Any]]:
        """The fields that are shown. Raises ValueError for one that the register has not."""
        return {name: self._field(name) for name in split_names(self.shows)}

    @cached_property
    def list_field(self) -> Field[Any] | None:
        """The field whose entries stand on a record's own page."""
        return self._field(self.lists) if self.lists else None

    @cached_property
    def named_register(self) -> str:
        """The register of the record that is named; empty: none is."""
        return str(self.fields[self.names].metadata["x-register"]) if self.names else ""

    def _field(self, name: str) -> Field[Any]:
        editions = (edition for step in self.of.steps for edition in step.editions)
        forms = (fields_of(form) for edition in editions for form in (edition.form, edition.adds) if form)
        one = next((some[name] for some in forms if name in some), None)
        if one is None:
            raise ValueError(self.name, name)
        return one

    def row(self, record: Record) -> dict[str, str | None]:
        """What is kept of a record that is public: what is shown, and nothing else."""
        until: dt.date | None = record.get(self.until) if self.until else None
        # Of a record that has not arrived whole the day may be missing: then that of its last step stands for it.
        day: dt.date = record.get(self.day) or record.effective[-1].on
        return {
            "part": self.name,
            "day": day.isoformat(),
            "until": until.isoformat() if until else None,
            "body": _json({name: record.borne(name) for name in self.fields}),
            "entries": _json(record.get(self.lists, [])) if self.lists else "",
        }


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


PARTS = (
    PublicPart(
        "lists",
        "cases.list_publications",
        "权责清单 / Lists of powers and duties",
        _has_status(PUBLISHED),
        "kind, channel, version, item_count, published_on, verified_on, url",
        "published_on",
        lists="items",
    ),
    PublicPart(
        "decisions",
        "cases.penalties",
        "行政处罚决定 / Penalty decisions",
        _is_published_decision,
        "number, violation, body, decided_on, fine, confiscation, other, published_on, url",
        "published_on",
        names="violation",
        says=_name_of,
    ),
    PublicPart(
        "statistics",
        "cases.process_statistics",
        "年度执法数据 / Figures of each year",
        _has_status(PUBLISHED),
        "year, filed, decided, decided_on_spot, fined, not_penalised, heard, disputed, undone, published_on, url",
        "published_on",
    ),
    PublicPart(
        "benchmarks",
        "cases.violation_types",
        "行政处罚裁量基准 / Benchmarks of discretion",
        _has_benchmark,
        "code, name, forbidden_by, penalised_by, published_on, url",
        "published_on",
        lists="tiers",
    ),
    PublicPart(
        "norms",
        "training.norms",
        "纪律规范 / Conduct norms",
        _has_status("in_force"),
        "kind, title, issuer, edition, effective_on",
        "effective_on",
        lists="clauses",
    ),
    PublicPart(
        "checklists",
        "equipment.vehicle_checklists",
        "车辆检查表 / Vehicle checklists",
        _has_status("in_force"),
        "code, effective_on",
        "effective_on",
        lists="lines",
    ),
    PublicPart(
        "plans",
        "outreach.plan_publications",
        "意见办理方案 / Plans about opinions",
        _has_status(PUBLISHED),
        "plan, statement, published_on",
        "published_on",
        names="plan",
        says=_standing_of,
        needs=True,
    ),
    PublicPart(
        "contacts",
        "outreach.contact_cards",
        "各单位联系方式 / How to reach units",
        _has_status("in_use"),
        "services, telephone, issued_on",
        "issued_on",
    ),
    PublicPart(
        "supervisors",
        "outreach.supervisors",
        "社会监督员 / Social supervisors",
        _has_status("appointed"),
        "kind, area, term_to",
        "appointed_on",
        until="term_to",
    ),
)
BY_NAME = {one.name: one for one in PARTS}
BY_REGISTER = {one.register: one for one in PARTS}
OPENING, CLOSED, OWED, UNDATED = "opening", "closed", "owed", "owed without a day"
"""What else is kept beside the parts, and is shown to nobody without an account: that the pages are open, or are closed
again, and what must be public and is not, within a period and without one."""
OPENINGS = "outreach.public_openings"
CLOCKS = {
    "cases.penalties": ("publicity", "withdrawal"),
    "cases.list_publications": ("publication",),
    "cases.process_statistics": ("publication",),
}
"""The clocks within which something becomes public, or leaves."""
UNPUBLISHED = "cases.violation_types"
"""What has to be public, without a period that a source states (Penalty Law art. 34)."""
REQUIRED = "cases.publicities"
"""What the bureau has entered as to be public before, during or after an act; no source states a period."""
CHANGED = {"cases.power_items": "changed powers", "cases.duty_items": "changed duties"}
"""Under which part it is kept when an item of a list was changed last, beside the parts too."""
CHANGES = ("enact", "amend", "repeal")
TOUCHED = frozenset({*BY_REGISTER, OPENINGS, REQUIRED, *CHANGED})
