"""The pages of registers: which there are, their records, one record."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.cases.supervision_orders import register as supervision_orders
from contracts.register import Register, Step
from contracts.roles import EVERYONE
from contracts.rpc import PageRow, RecordHistory, RecordSummary, RevisionEntry
from contracts.training.assessments import register as assessments
from contracts.wire import JsonObject
from services.gateway.api.records import Records, readable_at
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import RECORD, REGISTER, page
from services.gateway.web.layout import LANG, html_response, page_frame, unit_outline, without_empty, wording

ON_PAGE = 50


@dataclass(frozen=True)
class Beside:
    """A page of its own for records that stand so: its address, the phrase that leads to it, the step it takes."""

    path: str
    phrase: str
    step: Step


BESIDE = {("training.papers", "drawn"): Beside("/exam/", "exam", assessments.opening)}


@dataclass
class RegisterPages:
    """Shows what the owners of registers answer."""

    commands: Records
    signing: bytes

    @page("/registers", "page_registers", EVERYONE, "台账网页 / The registers", "lang, done", others=())
    def registers(self, asking: ApiRequest) -> Response:
        """Every register that this person may read, by service."""
        frame = page_frame(asking, self.signing, LANG)
        seen = [one for one in catalogue.REGISTERS.values() if permissions.may_read(one, asking.bearer)]
        opens = {one.name for one in seen if permissions.may_take(one.opening, asking.bearer)}
        about = {
            "services": register_columns.by_service(seen),
            "opens": opens,
            "done": finished_step_in(asking.query.get("done", "")),
        }
        return html_response(render.page("registers", frame, **about))

    @page(REGISTER, "page_register", EVERYONE, "一本台账 / A register", "status, unit, cursor, q, lang")
    def register(self, asking: ApiRequest) -> Response:
        """A page of a register's records."""
        asking = without_empty(asking)
        register, frame = readable_at(asking), page_frame(asking, self.signing, LANG)
        page = self.commands.page(asking, register, ON_PAGE)
        tree = self.commands.view.unit_tree()
        worded = wording(frame, tree, clear=True)
        about = {
            "register": register,
            "rows": [row(register, one, worded) for one in page.items],
            "heads": [worded.title(one) for one in register_columns.list_fields(register).values()],
            "next": page.next,
            "units": list(unit_outline(tree, self.commands.view.today())),
            "may_open": permissions.may_take(register.opening, asking.bearer),
            "may_import": any(permissions.may_take(step, asking.bearer) for step in register.steps),
            "kept": {name: asking.query[name] for name in ("q", "status", "unit") if name in asking.query},
        }
        return html_response(render.page("register", frame, **about))

    @page(RECORD, "page_record", EVERYONE, "记录网页 / A record", "done, lang")
    def record(self, asking: ApiRequest) -> Response:
        """A record: what it says, what is due, what can be done with it, how it came to be."""
        register, frame = readable_at(asking), page_frame(asking, self.signing, LANG)
        record = self.commands.fetch_record(asking, register, asking.path["id"])
        worded = wording(frame, self.commands.view.unit_tree(), clear=True)
        papers = register_columns.papers(register, record)
        about = {
            "register": register,
            "told": record,
            "base": place(register, record.id),
            "name": register_columns.name_of(register, record.fields, worded),
            "entered": list(register_columns.field_texts(register, record, worded)),
            "steps": self.steps(register, record, asking.bearer),
            "own": self.own(record, asking.bearer),
            "voided": any(register.step(one.step).voids for one in record.history),
            "beside": beside(register, record, asking.bearer),
            "due": due(record),
            "today": self.commands.view.today(),
            "lines": register_columns.side_lines(register, record),
            "orders": [row(supervision_orders, one, worded) for one in record.supervision or ()],
            "history": [self._revision(register, one, worded, asking.bearer) for one in reversed(record.history)],
            "papers": [(sha, worded.title(field)) for sha, field in papers.items()],
            "known": self.commands.evidence.about(papers) if papers else {},
            "done": finished_step(register, asking.query.get("done", "")),
            "wording": worded,
        }
        return html_response(render.page("record", frame, **about))

    def own(self, record: RecordHistory, bearer: Bearer) -> bool:
        """Whether the record belongs to a unit for which this person speaks."""
        within = self.commands.within(bearer)
        return within is None or record.unit in within

    def steps(self, register: Register, record: RecordHistory, bearer: Bearer) -> list[tuple[Step, bool]]:
        """The steps that this person may take in a record now, and whether they end something."""
        if not self.own(record, bearer):
            return []
        possible = [register.step(name) for name in record.next]
        mine = [step for step in possible if permissions.may_take(step, bearer)]
        return sorted(((step, register_columns.ends(register, step)) for step in mine), key=lambda one: one[1])

    def _revision(self, register: Register, one: RevisionEntry, worded: Wording, bearer: Bearer) -> JsonObject:
        step = register.step(one.step)
        correctable = one.stands and permissions.may_take(step, bearer, again=True)
        return one.to_payload() | {
            "of": step,
            "correctable": correctable,
            "entered": list(worded.field_texts(step, one.data)),
            "corrects": one.place not in (0, one.version),
        }


def place(register: Register, id_: str) -> str:
    """The address of a record's page."""
    return f"/registers/{register.service}/{register.slug}/{id_}"


def row(register: Register, one: PageRow | RecordSummary, worded: Wording) -> JsonObject:
    """A record as a list shows it."""
    shown = {name: one.fields.get(name) for name in register_columns.list_fields(register)}
    return {
        "id": one.id,
        "short": short(one.id),
        "place": place(register, one.id),
        "name": register_columns.name_of(register, one.fields, worded),
        "status": register_columns.word_of(register, one.status, worded.lang),
        "unit": worded.name(one.unit),
        "cells": [worded.text(field, shown[name]) for name, field in register_columns.list_fields(register).items()],
    }


def beside(register: Register, record: RecordHistory, bearer: Bearer) -> Beside | None:
    """The page of its own that this person has for a record."""
    found = BESIDE.get((register.name, record.status))
    return found if found and permissions.may_take(found.step, bearer) else None


def due(record: RecordHistory) -> list[JsonObject]:
    """How each clock of a record runs or has run, those that run first."""
    return sorted(record.clocks, key=lambda one: one["ended"] is not None)


def finished_step_in(name: str) -> Step | None:
    """The step that was just taken in a register that is not shown: "training.assessments.sit"."""
    register, _, step = name.rpartition(".")
    return finished_step(catalogue.REGISTERS[register], step) if register in catalogue.REGISTERS else None


def finished_step(register: Register, name: str) -> Step | None:
    """The step that was just taken."""
    return register.step(name) if register.has(name) else None
