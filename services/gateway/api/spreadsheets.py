"""Spreadsheets: import, export, template."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents import endpoints
from contracts.documents.endpoints import FORM, GET, POST, REGISTER
from contracts.errors import Invalid, fault
from contracts.register import Register
from contracts.roles import EVERYONE, WRITERS
from contracts.rpc import Caller, ListFilter, PageFilter
from services.gateway import callers
from services.gateway.display.list_filter import NARROWING, list_filter
from services.gateway.display.paging import Cursor
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights
from services.gateway.register_path import readable_at, register_at
from services.gateway.spreadsheets import exporting, mapping, template, upload
from services.gateway.spreadsheets.exporting import CSV, XLSX
from services.gateway.spreadsheets.importer import SheetImporter
from services.gateway.spreadsheets.tables import choice

LONGEST_WAIT = 5.0
SORTED = frozenset({"q", "sort", "opened_from", "opened_to", "names"})
"""What in a query asks for the order of a list, or for what is looked for along it."""
FORMATS = {"xlsx": XLSX, "csv": CSV}


@dataclass
class Sheets:
    """Registers as spreadsheets, in and out."""

    owners: OwnerClient
    importer: SheetImporter
    read_model: ReadModel

    @Route(
        POST,
        f"{REGISTER}/import",
        "import",
        WRITERS,
        "导入表格 / Import a spreadsheet",
        "Imported",
        f"after, partial, dry_run, {mapping.FIELD}, {upload.STEPS}, {choice.SHEETS}, {choice.HIDDEN}",
        takes=(endpoints.XLSX, endpoints.CSV, FORM),
        others=(207, 413, 422, 503),
    )
    def import_file(self, request: ApiRequest) -> Response:
        """Import a sheet: all of it or nothing, unless `partial`; `dry_run` only tries. Raises ImportRefused.

        `mapping.FIELD`, in the query or beside the file in a form, says what headings mean that are not ours, and
        `upload.STEPS` which steps alone are taken: the sheet is handed on to others for theirs. `choice.SHEETS` names
        the sheets of a workbook that are taken, with ; between, else all; `choice.HIDDEN` says whether what is hidden
        is taken or left, else a file that hides anything is refused and says what.
        """
        register, sent = register_at(request), upload.read_upload(request)
        if (after := request.query.get("after")) is not None:
            self.read_model.wait_for(after, LONGEST_WAIT)
        outcome = self.importer.import_rows(
            request, register, sent, partial=request.flag("partial"), dry=request.flag("dry_run")
        )
        return responses.answer(outcome, 207 if outcome["errors"] else 200)

    @Route(
        GET,
        f"{REGISTER}/export",
        "export",
        EVERYONE,
        "导出表格 / Export a spreadsheet",
        f"{endpoints.XLSX}, {endpoints.CSV}",
        f"format, {NARROWING}",
        others=(422, 503),
    )
    def export_file(self, request: ApiRequest) -> Response:
        """Export the records that a list shows for the same query, all of them, in its order; in the order of their ids
        where the query says nothing of an order, of days or of a text.
        """
        register, form = readable_at(request), request.query.get("format", "xlsx")
        if form not in FORMATS:
            raise Invalid("format", errors=[fault("format", "Must be xlsx or csv", "应为 xlsx 或 csv")])
        names = {code: str(unit["name"]) for code, unit in self.read_model.unit_tree().items()}
        caller = callers.caller_of(request, self.read_model)
        within = self._within(request, register, caller)
        rights = ReadingRights(request.bearer, self.read_model)
        owner = exporting.RecordSource(self.owners, self.read_model, register, within, caller, rights)
        request.acts.record("exported", register=register.name, about=form)
        return exporting.download(exporting.file(owner, names, FORMATS[form]), f"{register.name}.{form}")

    def _within(self, request: ApiRequest, register: Register, caller: Caller) -> PageFilter | ListFilter:
        units = callers.list_units(request, caller, self.read_model)
        meant = list_filter(request, register, units, Cursor())
        if SORTED.isdisjoint(request.query):
            return PageFilter(meant.status or None, units=meant.units)
        return meant

    @Route(
        GET,
        f"{REGISTER}/template",
        "template",
        EVERYONE,
        "表格模板 / A spreadsheet to fill in",
        endpoints.XLSX,
        others=(),
    )
    def template(self, request: ApiRequest) -> Response:
        """An empty workbook with the usual headings, and a sheet that explains each."""
        register = register_at(request)
        names = {code: str(unit["name"]) for code, unit in self.read_model.unit_tree().items()}
        return exporting.download(template.build_template(register, names), f"{register.name}.xlsx")
