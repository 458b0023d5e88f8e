"""The page on which a spreadsheet is checked and imported."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Forbidden, Invalid, Problem, fault
from contracts.register import Register
from contracts.roles import WRITERS
from services.chassis.records.release import may_await
from services.gateway.api.evidence import LONGEST_NAME
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.register_path import register_at
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.faults import ImportRefused
from services.gateway.spreadsheets.grid import MOST_BYTES
from services.gateway.spreadsheets.importer import SheetImporter
from services.gateway.spreadsheets.mapping import FIELD
from services.gateway.web import render
from services.gateway.web.addresses import REGISTER, form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame

FILE, KEPT, NAME, DO, PARTIAL = "sheet", "_kept", "_name", "_do", "partial"
IMPORT = "import"
MOST_KEPT = 1024 * 1024
"""A file up to here goes along in the page from the check to the import; larger ones are chosen again."""


class NoFile(Invalid):
    """No file was chosen."""

    slug, zh, field = "no-file", "未选择文件", FILE


@dataclass(frozen=True)
class UploadedFile:
    """A file as it was sent."""

    name: str
    body: bytes

    @property
    def base64_body(self) -> str:
        """The file as the page carries it; empty: it is too large."""
        return base64.b64encode(self.body).decode() if len(self.body) <= MOST_KEPT else ""


@dataclass
class ImportForm:
    """Takes in a sheet as the interface does, from a form: first on trial, then in earnest."""

    importer: SheetImporter
    signing: bytes

    @page(f"{REGISTER}/import", "page_import", WRITERS, "导入网页 / Import")
    def ask(self, request: ApiRequest) -> Response:
        """Which file?"""
        return self._import_page(request, _register(request))

    @form(f"{REGISTER}/import", "page_imported", WRITERS, "提交表格 / Import from a form", kept=True)
    def take(self, request: ApiRequest) -> Response:
        """Check a sheet, or import it; what is wrong stands in a table by row and column."""
        register, fields = _register(request), request.http.form
        dry, partial = bool(request.draft) or fields.get(DO) != IMPORT, PARTIAL in fields
        steps = fields.getlist(upload.STEPS)
        choices: dict[str, Any] = {"partial": partial, "columns": fields.get(FIELD, "").strip(), "steps": steps}
        file = None  # until it is read: what is refused before leaves none to carry along
        try:
            file = _uploaded_file(request)
            sent = upload.UploadedSheets(upload.read_book(file.body), choices["columns"], ",".join(steps))
            outcome = self.importer.import_rows(request, register, sent, partial=partial, dry=dry)
        except Problem as problem:
            return self._import_page(request, register, file, wrong=problem.to_dict(), status=problem.status, **choices)
        if not dry:
            request.settle()
        return self._import_page(request, register, file, told=outcome, **choices)

    def _import_page(
        self,
        request: ApiRequest,
        register: Register,
        file: UploadedFile | None = None,
        *,
        status: int = 200,
        **about: Any,
    ) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        outcome = {"told": None, "wrong": None, "partial": False, "columns": "", "steps": [], **about}
        own = [step for step in register.steps if permissions.may_take(step, request.bearer)]
        refused = outcome["wrong"] if outcome["wrong"] and outcome["wrong"]["slug"] == ImportRefused.slug else None
        return html_response(
            render.page(
                "import",
                frame,
                register=register,
                sent=file,
                refused=refused,
                own=own,
                waits=_awaits_release(outcome["told"], register, outcome["steps"]),
                **outcome,
            ),
            status,
        )


def _awaits_release(told: Mapping[str, Any] | None, register: Register, steps: Sequence[str]) -> bool:
    """Whether something may have been imported that a second person must release."""
    kinds = [register.step(name) for name in steps] or register.steps
    done = told is not None and not told["dry_run"] and told["accepted"] > 0
    return done and any(map(may_await, kinds))


def _register(request: ApiRequest) -> Register:
    """The register in the path, for one who may take any of its steps. Raises Unknown, Forbidden."""
    register = register_at(request)
    if not any(permissions.may_take(step, request.bearer) for step in register.steps):
        raise Forbidden(register.name)
    return register


def _uploaded_file(request: ApiRequest) -> UploadedFile:
    """The file that was chosen now, or the one that the page has kept. Raises NoFile, Invalid."""
    fields, file = request.http.form, request.http.files.get(FILE)
    if file is not None and file.filename:
        return UploadedFile(file.filename[-LONGEST_NAME:], file.stream.read(MOST_BYTES + 1))
    if not fields.get(KEPT):
        raise NoFile
    try:
        return UploadedFile(fields.get(NAME, ""), base64.b64decode(fields[KEPT], validate=True))
    except binascii.Error:
        raise Invalid(errors=[fault(FILE, "Choose it again", "请重新选择")]) from None
