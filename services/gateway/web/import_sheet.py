"""The page on which a spreadsheet is sent, its headings are chosen for, and it is checked and imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from contracts.documents.endpoints import XLSX
from contracts.errors import Forbidden, Invalid, Problem, TooLarge
from contracts.register import Register
from contracts.roles import WRITERS
from services.chassis.records.release import may_await
from services.gateway.accounts.jobs.kept_jobs import KeptJob
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.jobs.desk import JobDesk
from services.gateway.jobs.terms import JobTerms
from services.gateway.register_path import register_at
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.choosing.choice import NOT_TAKEN, HeadingChoice
from services.gateway.spreadsheets.choosing.desk import OpenSheet, SheetDesk, SheetTerms
from services.gateway.spreadsheets.choosing.survey import Survey
from services.gateway.spreadsheets.faults import ImportRefused
from services.gateway.spreadsheets.grid import MOST_BYTES
from services.gateway.spreadsheets.tables.choice import HIDDEN, SHEETS
from services.gateway.web import render
from services.gateway.web.addresses import REGISTER, form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect

FILE, KEPT, DO, PARTIAL, SAVE, CHOSEN = "sheet", "_sheet", "_do", "partial", "save", "_chosen"
IMPORT = "import"
HEADING, CONSTANT = "h.", "k."
"""What the names of fields begin with that say what a column means, and what stands for one that there is not."""
LEAVE_OUT, UNDECIDED = "-", ""
FEW_ROWS, PIECE = 300, 512 * 1024
"""Up to so many rows it is done before anybody would wonder; and how much of a long file is taken at a time."""


class NoFile(Invalid):
    """No file was chosen."""

    slug, zh, field = "no-file", "未选择文件", FILE


@dataclass
class ImportForm:
    """Takes in a sheet as the interface does, from a form: sent once, chosen for, tried, then in earnest."""

    desk: SheetDesk
    jobs: JobDesk
    signing: bytes

    @page(f"{REGISTER}/import", "page_import", WRITERS, "导入网页 / Import")
    def ask(self, request: ApiRequest) -> Response:
        """Which file?"""
        return self._import_page(request, _register(request))

    @page(f"{REGISTER}/import/sheet/{{id}}", "page_import_sheet", WRITERS, "继续导入 / Go on with a sheet")
    def resume(self, request: ApiRequest) -> Response:
        """A file that was sent before, with what was chosen for it."""
        register = _register(request)
        sheet = self.desk.open(request.bearer, request.path["id"])
        return self._import_page(request, register, sheet, choose=True)

    @page(
        f"{REGISTER}/import/sheet/{{id}}/marked",
        "page_import_marked",
        WRITERS,
        "标出错误的表格 / The sheet with its mistakes",
    )
    def mark(self, request: ApiRequest) -> Response:
        """The person's own sheet with what is wrong in it marked."""
        _register(request)
        sheet = self.desk.open(request.bearer, request.path["id"])
        return workbook_to_mend(self.desk.mark(request, sheet), sheet.name)

    @form(f"{REGISTER}/import", "page_imported", WRITERS, "提交表格 / Import from a form", kept=True)
    def take(self, request: ApiRequest) -> Response:
        """Keep a sheet, choose for it, check it or import it; what is wrong stands in a table by row and column."""
        register, fields = _register(request), request.http.form
        dry, partial = bool(request.draft) or fields.get(DO) != IMPORT, PARTIAL in fields
        about: dict[str, Any] = {"partial": partial, "steps": fields.getlist(upload.STEPS)}
        sheet = None  # what is refused before it is kept leaves none to go on with
        try:
            sheet, new = self._sheet(request, register)
            terms = _terms(fields, sheet.terms)
            about["typed"] = terms
            sheet = self.desk.choose(request.bearer, sheet, terms, save=SAVE in fields)
            if new and self.desk.look(request.bearer, sheet).open:
                return self._import_page(request, register, sheet, choose=True, **about)
            if _is_long(sheet) and not request.draft:
                job = self.jobs.begin_with(request.bearer, self.desk, sheet, partial=partial, dry_run=dry)
                return self._to_job(request, job)
            outcome = self.desk.run(request, sheet, partial=partial, dry=dry)
        except TooLarge as problem:
            if sheet is None and FILE in request.http.files and not request.draft:
                return self._long_file(request, register, partial=partial, dry=dry)
            return self._import_page(request, register, sheet, wrong=problem.to_dict(), status=problem.status, **about)
        except Problem as problem:
            if not dry:
                request.acts.note_problem(problem)
            return self._import_page(request, register, sheet, wrong=problem.to_dict(), status=problem.status, **about)
        if not dry:
            request.settle()
        return self._import_page(request, register, sheet, told=outcome, **about)

    def _to_job(self, request: ApiRequest, job: KeptJob) -> Response:
        """What is long goes on by itself: the page is that of the job."""
        return redirect(page_frame(request, self.signing).plain(f"/jobs/{job.id}"))

    def _long_file(self, request: ApiRequest, register: Register, *, partial: bool, dry: bool) -> Response:
        """A file that is too long to be looked at first, taken as its headings say."""
        file, fields = request.http.files[FILE], request.http.form
        file.stream.seek(0)
        steps = ",".join(fields.getlist(upload.STEPS))
        terms = JobTerms(file.filename or "", steps=steps, partial=partial, dry_run=dry)
        chunks = iter(lambda: file.stream.read(PIECE), b"")
        return self._to_job(request, self.jobs.begin(request.bearer, register, terms, chunks))

    def _sheet(self, request: ApiRequest, register: Register) -> tuple[OpenSheet, bool]:
        """The file that was chosen now, which is new, or the one with which the form goes on. Raises NoFile."""
        fields, file = request.http.form, request.http.files.get(FILE)
        if file is not None and file.filename:
            return self.desk.keep(request.bearer, register, file.filename, file.stream.read(MOST_BYTES + 1)), True
        if not fields.get(KEPT):
            raise NoFile
        return self.desk.go_on(request, fields[KEPT]), False

    @form(f"{REGISTER}/import/sheet/{{id}}", "page_import_gone", WRITERS, "丢弃表格 / Discard a sheet", others=(303,))
    def discard(self, request: ApiRequest) -> Response:
        """Let a file go."""
        self.desk.discard(request.bearer, request.path["id"])
        return redirect(page_frame(request, self.signing).plain(_path(request)))

    @form(
        f"{REGISTER}/import/headings/discard",
        "page_headings_gone",
        WRITERS,
        "删除表头对应 / Forget headings",
        others=(303,),
    )
    def forget(self, request: ApiRequest) -> Response:
        """Let go of what one's unit chose for the headings of such files."""
        self.desk.forget_choice(request.bearer, request.http.form.get("id", ""))
        return redirect(page_frame(request, self.signing).plain(_path(request)))

    def _import_page(
        self,
        request: ApiRequest,
        register: Register,
        sheet: OpenSheet | None = None,
        *,
        status: int = 200,
        **about: Any,
    ) -> Response:
        frame, bearer = page_frame(request, self.signing, LANGUAGE_ONLY), request.bearer
        outcome: dict[str, Any] = {
            "told": None,
            "wrong": None,
            "partial": False,
            "steps": [],
            "choose": False,
            "typed": None,
        }
        outcome |= about
        refused = outcome["wrong"] if outcome["wrong"] and outcome["wrong"]["slug"] == ImportRefused.slug else None
        return html_response(
            render.page(
                "import",
                frame,
                register=register,
                sent=sheet,
                view=self._view(request, sheet),
                chosen=outcome["typed"] or (sheet.terms if sheet else SheetTerms()),
                refused=refused,
                wrong_at=_wrong_at(outcome["wrong"]),
                own=[step for step in register.steps if permissions.may_take(step, bearer)],
                waits=_awaits_release(outcome["told"], register, outcome["steps"]),
                waiting=[] if sheet else self.desk.of(bearer, register),
                choices=[] if sheet else self.desk.kept_choices(bearer, register),
                path=_path(request),
                **outcome,
            ),
            status,
        )

    def _view(self, request: ApiRequest, sheet: OpenSheet | None) -> Survey | None:
        """The columns of a file; None without one, or where its sheets are named that there are not."""
        try:
            return self.desk.look(request.bearer, sheet) if sheet else None
        except Invalid:
            return None


def workbook_to_mend(body: bytes, name: str) -> Response:
    """A workbook to be mended, under the name of the file that it was."""
    stem = name.rpartition(".")[0] or name or "sheet"
    response = Response(body, content_type=XLSX)
    # A header is plain ASCII: a name in Chinese is written as RFC 8187 has it, or the server could not send it.
    quoted_name = quote(f"{stem}-错误说明.xlsx", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"sheet.xlsx\"; filename*=UTF-8''{quoted_name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _terms(fields: MultiDict[str, str], before: SheetTerms) -> SheetTerms:
    """What a form says of a file; without the choosing part of it what was said before stands."""
    if CHOSEN not in fields:
        return SheetTerms(before.choice, ",".join(fields.getlist(upload.STEPS)), before.sheets, before.hidden)
    chosen = {name.removeprefix(HEADING): text for name, text in fields.items() if name.startswith(HEADING)}
    constants = {name.removeprefix(CONSTANT): text for name, text in fields.items() if name.startswith(CONSTANT)}
    return SheetTerms(
        HeadingChoice(
            {key: NOT_TAKEN if text == LEAVE_OUT else text for key, text in chosen.items() if text != UNDECIDED},
            {name: text for name, text in constants.items() if text.strip()},
        ),
        ",".join(fields.getlist(upload.STEPS)),
        ";".join(fields.getlist(SHEETS)),
        fields.get(HIDDEN, ""),
    )


def _is_long(sheet: OpenSheet) -> bool:
    """Whether an import of it takes longer than a person waits without a word."""
    return sum(len(page.rows) for page in sheet.book.pages) > FEW_ROWS


def _wrong_at(wrong: Mapping[str, Any] | None) -> dict[str, dict[str, str]]:
    """What is wrong with what was chosen, by the place of it."""
    return {str(one["field"]): one for one in wrong["errors"] if one.get("field")} if wrong else {}


def _awaits_release(told: Mapping[str, Any] | None, register: Register, steps: Sequence[str]) -> bool:
    """Whether something may have been imported that a second person must release."""
    kinds = [register.step(name) for name in steps] or register.steps
    done = told is not None and not told["dry_run"] and told["accepted"] > 0
    return done and any(map(may_await, kinds))


def _path(request: ApiRequest) -> str:
    """The address of the page of this register's imports."""
    return f"/registers/{request.path['service']}/{request.path['register']}/import"


def _register(request: ApiRequest) -> Register:
    """The register in the path, for one who may take any of its steps. Raises Unknown, Forbidden."""
    register = register_at(request)
    if not any(permissions.may_take(step, request.bearer) for step in register.steps):
        raise Forbidden(register.name)
    return register
