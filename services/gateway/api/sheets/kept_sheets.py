"""A spreadsheet in rounds: sent once, looked at, its headings chosen for, tried, given back marked, imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents import endpoints
from contracts.documents.endpoints import FORM, GET, JSON, POST
from contracts.errors import Invalid, Unknown, fault
from contracts.register import Register
from contracts.roles import WRITERS
from services.gateway.accounts.sheets.kept_headings import KeptChoice
from services.gateway.accounts.sheets.kept_sheets import KeptSheet
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.choosing.choice import CONSTANTS, FIELDS, HeadingChoice
from services.gateway.spreadsheets.choosing.desk import OpenSheet, SheetDesk, SheetTerms, admit
from services.gateway.spreadsheets.tables.choice import HIDDEN, SHEETS

SHEETS_PATH, HEADINGS_PATH = "/v1/sheets", "/v1/headings"
GROUP = "sheets"
REGISTER, NAME, SAVE = "register", "name", "save"


class _Choice(Schema):
    """The body by which a program chooses."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), load_default=dict)
    constants = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    steps = fields.List(fields.String(), load_default=list)
    sheets = fields.List(fields.String(), load_default=list)
    hidden = fields.String(load_default="")
    save = fields.Boolean(load_default=False)


@dataclass
class KeptSheetRoutes:
    """Answers what a file holds and what its columns may mean, takes in what is chosen, and imports by it."""

    desk: SheetDesk

    @Route(
        POST,
        SHEETS_PATH,
        "keep_sheet",
        WRITERS,
        "上传表格 / Send a spreadsheet",
        "KeptSheet",
        f"{REGISTER}, {NAME}",
        takes=(endpoints.XLSX, endpoints.CSV, FORM),
        status=201,
        others=(404, 413, 422, 503),
        headers=("Location",),
        group=GROUP,
    )
    def keep(self, request: ApiRequest) -> Response:
        """Keep a file for this session, a day at most; the answer says what its columns may mean."""
        register = _register_in(request)
        admit(register, request.bearer)
        sheet = self.desk.keep(request.bearer, register, request.query.get(NAME, ""), upload.read_body(request))
        return responses.answer(self._description(request, sheet), 201, Location=f"{SHEETS_PATH}/{sheet.kept.id}")

    @Route(
        GET, SHEETS_PATH, "sheets", WRITERS, "已上传的表格 / Spreadsheets sent", "KeptSheets", others=(), group=GROUP
    )
    def sheets(self, request: ApiRequest) -> Response:
        """The files that this session has sent and that are kept, the newest first."""
        items = [_item(one, name) for one, name in self.desk.of(request.bearer)]
        return responses.answer({"items": items})

    @Route(
        GET,
        f"{SHEETS_PATH}/{{id}}",
        "sheet",
        WRITERS,
        "表格各列 / The columns of a spreadsheet",
        "KeptSheet",
        others=(404, 422, 503),
        group=GROUP,
    )
    def sheet(self, request: ApiRequest) -> Response:
        """A file's columns with their first values, what they may mean, and what is missing by what is chosen."""
        return responses.answer(self._description(request, self._open(request)))

    @Route(
        POST,
        f"{SHEETS_PATH}/{{id}}/choice",
        "choose_headings",
        WRITERS,
        "选择列对应 / Choose what columns mean",
        "KeptSheet",
        takes=(JSON,),
        body="SheetChoice",
        others=(404, 413, 422, 503),
        group=GROUP,
    )
    def choose(self, request: ApiRequest) -> Response:
        """Choose what each column means; with `save` it is offered for the unit's next such file. Raises Mismapped."""
        sheet, terms, save = self._open(request), *_terms(request)
        return responses.answer(self._description(request, self.desk.choose(request.bearer, sheet, terms, save=save)))

    @Route(
        POST,
        f"{SHEETS_PATH}/{{id}}/import",
        "import_sheet",
        WRITERS,
        "导入已上传的表格 / Import a spreadsheet that was sent",
        "Imported",
        "partial, dry_run",
        others=(207, 404, 413, 422, 503),
        group=GROUP,
    )
    def import_sheet(self, request: ApiRequest) -> Response:
        """Import a file by what was chosen for it: all of it or nothing, unless `partial`; `dry_run` only tries."""
        partial, dry = request.flag("partial"), request.flag("dry_run")
        outcome = self.desk.run(request, self._open(request), partial=partial, dry=dry)
        return responses.answer(outcome, 207 if outcome["errors"] else 200)

    @Route(
        GET,
        f"{SHEETS_PATH}/{{id}}/marked",
        "marked_sheet",
        WRITERS,
        "标出错误的表格 / The spreadsheet with its mistakes marked",
        endpoints.XLSX,
        others=(404, 413, 422, 503),
        group=GROUP,
    )
    def mark(self, request: ApiRequest) -> Response:
        """The file with its wrong cells coloured and commented on, a last column that says why; to be sent again."""
        sheet = self._open(request)
        marked = Response(self.desk.mark(request, sheet), content_type=endpoints.XLSX)
        return responses.as_attachment(marked, f"{sheet.kept.register}.xlsx")

    @Route(
        POST,
        f"{SHEETS_PATH}/{{id}}/discard",
        "discard_sheet",
        WRITERS,
        "删除已上传的表格 / Delete a spreadsheet that was sent",
        "Nothing",
        others=(),
        group=GROUP,
    )
    def discard(self, request: ApiRequest) -> Response:
        """Let a file of this session go; one that is not there is let be."""
        self.desk.discard(request.bearer, request.path["id"])
        return responses.answer({})

    @Route(
        GET,
        HEADINGS_PATH,
        "headings",
        WRITERS,
        "本单位的列对应 / What one's unit chose for headings",
        "HeadingChoices",
        REGISTER,
        others=(404, 422),
        group=GROUP,
    )
    def headings(self, request: ApiRequest) -> Response:
        """What somebody's unit chose for files of a register, the newest first."""
        register = _register_in(request)
        admit(register, request.bearer)
        items = [_choice(one) for one in self.desk.kept_choices(request.bearer, register)]
        return responses.answer({"items": items})

    @Route(
        POST,
        f"{HEADINGS_PATH}/{{id}}/discard",
        "discard_headings",
        WRITERS,
        "删除列对应 / Delete what was chosen for headings",
        "Nothing",
        others=(),
        group=GROUP,
    )
    def forget(self, request: ApiRequest) -> Response:
        """Let go of what one's unit chose; what is not there, or another unit's, is let be."""
        self.desk.forget_choice(request.bearer, request.path["id"])
        return responses.answer({})

    def _open(self, request: ApiRequest) -> OpenSheet:
        return self.desk.open(request.bearer, request.path["id"])

    def _description(self, request: ApiRequest, sheet: OpenSheet) -> dict[str, Any]:
        return {**_item(sheet.kept, sheet.name), **self.desk.look(request.bearer, sheet).to_dict()}


def _register_in(request: ApiRequest) -> Register:
    """The register that the query names. Raises Unknown."""
    name = request.query.get(REGISTER, "")
    if name not in catalogue.REGISTERS:
        raise Unknown(name, errors=[fault(REGISTER, f"There is no such register: {name}", f"没有此台账：{name}")])
    return catalogue.REGISTERS[name]


def _terms(request: ApiRequest) -> tuple[SheetTerms, bool]:
    """What a body chooses, and whether it is to be kept for the unit. Raises Unreadable, Invalid."""
    try:
        chosen: dict[str, Any] = _Choice().load(request.json())
    except ValidationError as error:
        named = sorted(error.messages) if isinstance(error.messages, dict) else []
        raise Invalid(*named, errors=[fault(one, "Not as documented", "不符合接口文档") for one in named]) from None
    columns = {key: name or "" for key, name in chosen[FIELDS].items()}
    choice = HeadingChoice(columns, chosen[CONSTANTS])
    return SheetTerms(choice, ",".join(chosen["steps"]), ";".join(chosen[SHEETS]), chosen[HIDDEN]), chosen[SAVE]


def _item(one: KeptSheet, name: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "register": one.register,
        "name": name,
        "bytes": one.bytes,
        "made_at": one.made_at,
        "until": one.until,
    }


def _choice(one: KeptChoice) -> dict[str, Any]:
    about = {"id": one.id, "register": one.register, "made_at": one.made_at, "made_by": one.made_by}
    return {**about, "headings": list(one.headings), FIELDS: one.choice[FIELDS], CONSTANTS: one.choice[CONSTANTS]}
