"""The pages of registers: which there are, and their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.forms import fields_of
from contracts.register import OPENED, Register, Step, split_names
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import PageRow, RecordSummary
from contracts.wire import JsonObject
from services.chassis.storage.lists.question import EXACT_UP_TO
from services.gateway import callers
from services.gateway.accounts.lists.saved_filters import SavedFilters
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.display.list_columns import SHOW, Columns, all_columns, cell, chosen_columns
from services.gateway.display.list_filter import NARROWING, list_order
from services.gateway.display.messages import pages
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web import render
from services.gateway.web.addresses import REGISTER, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, unit_outline, without_empty, wording
from services.gateway.web.work.batch_steps import batch_path, batch_steps_at, box_value

ON_PAGE = 50
KEPT = f"{NARROWING}, {SHOW}"
"""What of a list's query its links keep."""
KEPT_NAMES = frozenset(split_names(KEPT))


@dataclass
class RegisterPages:
    """Shows what the owners of registers answer."""

    client: RecordClient
    read_model: ReadModel
    filters: SavedFilters
    signing: bytes

    @page("/registers", "page_registers", EVERYONE, "台账网页 / The registers", "lang, done", others=())
    def registers(self, request: ApiRequest) -> Response:
        """Every register that this person may read, by service."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        readable = [one for one in catalogue.REGISTERS.values() if permissions.may_read(one, request.bearer)]
        opens = {one.name for one in readable if permissions.may_take(one.opening, request.bearer)}
        about = {
            "services": register_columns.by_service(readable),
            "opens": opens,
            "sits": request.bearer.role in WRITERS,
            "done": finished_step_in(request.query.get("done", "")),
        }
        return html_response(render.page("registers", frame, **about))

    @page(REGISTER, "page_register", EVERYONE, "一本台账 / A register", f"{KEPT}, cursor, lang")
    def register(self, request: ApiRequest) -> Response:
        """A page of a register's records."""
        request = without_empty(request)
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        listed = self.client.page(request, register, ON_PAGE)
        tree = self.read_model.unit_tree()
        worded, columns = wording(frame, tree, clear=True), chosen_columns(request, register)
        steps_at = {one.status: batch_steps_at(register, one.status, request.bearer) for one in listed.items}
        batch = {step.name: step for steps in steps_at.values() for step in steps}.values()
        about = {
            "register": register,
            "rows": [row(register, one, worded, columns) | {"box": _box(one, steps_at)} for one in listed.items],
            "buttons": [(batch_path(register, step), step) for step in batch],
            "page": listed,
            "heads": _heads(register, worded, columns),
            "choices": [(name, worded.title(one), name in columns) for name, one in all_columns(register).items()],
            "usual": columns == register_columns.list_fields(register),
            "filters": self.filters.of(request.bearer.id, register.name),
            "orders": _orders(register, worded),
            "order": list_order(request, register),
            "units": list(unit_outline(tree, self.read_model.today())),
            "may_open": callers.opens_records(register, request.bearer, self.read_model),
            "may_import": any(permissions.may_take(step, request.bearer) for step in register.steps),
            "has_unit": request.bearer.unit is not None,
            "most_counted": EXACT_UP_TO,
            "narrowed": {name: request.query[name] for name in split_names(NARROWING) if name in request.query},
            "named": _named(request),
            "without_name": {name: one for name, one in request.query.items() if name in KEPT_NAMES - {"names"}},
            "kept": {name: request.query[name] for name in split_names(KEPT) if name in request.query},
        }
        return html_response(render.page("register", frame, **about))


def _named(request: ApiRequest) -> JsonObject | None:
    """The record to whose namers a list is narrowed."""
    if not (text := request.query.get("names", "")):
        return None
    target, _, id_ = text.partition("/")
    return {"place": record_path(catalogue.REGISTERS[target], id_), "short": short(id_)}


def _box(one: PageRow, steps_at: Mapping[str, Sequence[Step]]) -> str:
    """What ticking a record says; empty where nothing can be done in it together with others."""
    return box_value(one) if steps_at[one.status] else ""


@dataclass(frozen=True)
class ColumnHead:
    """A column of a list; `order`: by what it is sorted, empty where it cannot be."""

    title: str
    order: str


def _heads(register: Register, worded: Wording, columns: Columns) -> list[ColumnHead]:
    day = register.opening.form.business_day_field()
    orders = {name: name for name in register.list_orders} | ({day: OPENED} if day else {})
    return [ColumnHead(worded.title(one), orders.get(name, "")) for name, one in columns.items()]


def _orders(register: Register, worded: Wording) -> dict[str, str]:
    """The titles of what a register's list can be sorted by."""
    fields = fields_of(register.opening.form)
    opened = pages.say(worded.lang, "opened")
    return {name: worded.title(fields[name]) if name in fields else opened for name in register.list_orders}


def list_path(register: Register) -> str:
    """The address of a register's page."""
    return f"/registers/{register.service}/{register.slug}"


def record_path(register: Register, id_: str) -> str:
    """The address of a record's page."""
    return f"{list_path(register)}/{id_}"


def row(register: Register, one: PageRow | RecordSummary, worded: Wording, columns: Columns) -> JsonObject:
    """A record as a list shows it."""
    return {
        "id": one.id,
        "short": short(one.id),
        "place": record_path(register, one.id),
        "name": register_columns.name_of(register, one.fields, worded),
        "status": register_columns.word_of(register, one.status, worded.lang),
        "unit": worded.name(one.unit),
        "cells": [cell(field, one.fields.get(name), worded) for name, field in columns.items()],
    }


def finished_step_in(name: str) -> Step | None:
    """The step that was just taken in a register that is not shown: "training.assessments.sit"."""
    register, _, step = name.rpartition(".")
    return (
        next(iter(finished_steps(catalogue.REGISTERS[register], step)), None)
        if register in catalogue.REGISTERS
        else None
    )


def finished_steps(register: Register, names: str) -> list[Step]:
    """The steps that were just taken: "propose,notify"."""
    return [register.step(name) for name in dict.fromkeys(names.split(",")) if register.has(name)]
