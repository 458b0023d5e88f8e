"""The pages of registers: which there are, and their records."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.register import Register, Step
from contracts.roles import EVERYONE
from contracts.rpc import PageRow, RecordSummary
from contracts.wire import JsonObject
from services.gateway.display import register_columns
from services.gateway.display.formatting import Wording, short
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.read_model import ReadModel
from services.gateway.record_client import RecordClient
from services.gateway.register_path import readable_at
from services.gateway.web import render
from services.gateway.web.addresses import REGISTER, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, unit_outline, without_empty, wording

ON_PAGE = 50


@dataclass
class RegisterPages:
    """Shows what the owners of registers answer."""

    client: RecordClient
    read_model: ReadModel
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
            "done": finished_step_in(request.query.get("done", "")),
        }
        return html_response(render.page("registers", frame, **about))

    @page(REGISTER, "page_register", EVERYONE, "一本台账 / A register", "status, unit, cursor, q, lang")
    def register(self, request: ApiRequest) -> Response:
        """A page of a register's records."""
        request = without_empty(request)
        register, frame = readable_at(request), page_frame(request, self.signing, LANGUAGE_ONLY)
        page = self.client.page(request, register, ON_PAGE)
        tree = self.read_model.unit_tree()
        worded = wording(frame, tree, clear=True)
        about = {
            "register": register,
            "rows": [row(register, one, worded) for one in page.items],
            "heads": [worded.title(one) for one in register_columns.list_fields(register).values()],
            "next": page.next,
            "units": list(unit_outline(tree, self.read_model.today())),
            "may_open": permissions.may_take(register.opening, request.bearer),
            "may_import": any(permissions.may_take(step, request.bearer) for step in register.steps),
            "kept": {name: request.query[name] for name in ("q", "status", "unit") if name in request.query},
        }
        return html_response(render.page("register", frame, **about))


def record_path(register: Register, id_: str) -> str:
    """The address of a record's page."""
    return f"/registers/{register.service}/{register.slug}/{id_}"


def row(register: Register, one: PageRow | RecordSummary, worded: Wording) -> JsonObject:
    """A record as a list shows it."""
    values = {name: one.fields.get(name) for name in register_columns.list_fields(register)}
    return {
        "id": one.id,
        "short": short(one.id),
        "place": record_path(register, one.id),
        "name": register_columns.name_of(register, one.fields, worded),
        "status": register_columns.word_of(register, one.status, worded.lang),
        "unit": worded.name(one.unit),
        "cells": [worded.text(field, values[name]) for name, field in register_columns.list_fields(register).items()],
    }


def finished_step_in(name: str) -> Step | None:
    """The step that was just taken in a register that is not shown: "training.assessments.sit"."""
    register, _, step = name.rpartition(".")
    return finished_step(catalogue.REGISTERS[register], step) if register in catalogue.REGISTERS else None


def finished_step(register: Register, name: str) -> Step | None:
    """The step that was just taken."""
    return register.step(name) if register.has(name) else None
