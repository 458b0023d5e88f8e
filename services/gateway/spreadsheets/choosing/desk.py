"""A file from its sending to its import: kept, looked at, chosen for, checked, marked; by pages and interface alike."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import exc

from contracts import catalogue
from contracts.errors import Forbidden, Unknown
from contracts.forms import personal
from contracts.register import Register
from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.gateway.accounts.sheets.kept_headings import KeptChoice, KeptHeadings
from services.gateway.accounts.sheets.kept_sheets import Holder, KeptSheet, KeptSheets
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.spreadsheets import importing, subprocess, template, upload
from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.choosing import survey
from services.gateway.spreadsheets.choosing.choice import CONSTANTS, FIELDS, NOTHING_CHOSEN, HeadingChoice, meaning_of
from services.gateway.spreadsheets.choosing.survey import Survey
from services.gateway.spreadsheets.faults import Fault, ImportRefused
from services.gateway.spreadsheets.field_columns import FieldColumn, vocabulary
from services.gateway.spreadsheets.importer import SheetImporter
from services.gateway.spreadsheets.marking.marks import Marks
from services.gateway.spreadsheets.tables import choice, finding
from services.gateway.spreadsheets.tables.choice import TAKE
from services.gateway.spreadsheets.tables.table import SheetTable
from services.gateway.spreadsheets.upload import UploadedSheets

NAME = "name"
LOOK = 600.0
"""Seconds between two looks for what was kept for its time."""


@dataclass(frozen=True)
class SheetTerms:
    """How a file is to be taken: what was chosen for its columns, which steps, sheets and hidden parts are taken."""

    choice: HeadingChoice = NOTHING_CHOSEN
    steps: str = ""
    sheets: str = ""
    hidden: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As it is kept beside the file."""
        return {**self.choice.to_dict(), "steps": self.steps, "sheets": self.sheets, "hidden": self.hidden}

    @staticmethod
    def from_dict(about: dict[str, Any]) -> SheetTerms:
        """As it was kept."""
        chosen = HeadingChoice(about.get(FIELDS, {}), about.get(CONSTANTS, {}))
        return SheetTerms(chosen, about.get("steps", ""), about.get("sheets", ""), about.get("hidden", ""))


@dataclass(frozen=True)
class OpenSheet:
    """A file that is kept, as it was read, with what was chosen for it so far."""

    kept: KeptSheet
    name: str
    book: Book
    terms: SheetTerms

    @property
    def register(self) -> Register:
        """The register for which it was sent."""
        return catalogue.REGISTERS[self.kept.register]

    @property
    def as_uploaded(self) -> UploadedSheets:
        """As the importer takes it."""
        terms = self.terms
        return UploadedSheets(self.book, "", terms.steps, terms.sheets, terms.hidden, terms.choice)

    def tables(self) -> list[SheetTable]:
        """Its tables by the register's own words. Raises Invalid for a choice of sheets that there is not."""
        # What is hidden is shown here to who sent it; whether it is taken is asked when the file is checked.
        chosen = choice.choose(self.terms.sheets, self.terms.hidden or TAKE, self.book.pages)
        ours = vocabulary(self.register).meanings
        return list(finding.find(self.book, ours, chosen, template.EXPLANATIONS).tables)


@dataclass(frozen=True)
class SheetDesk:
    """Keeps files between their rounds, and knows what is chosen for them."""

    importer: SheetImporter
    sheets: KeptSheets
    headings: KeptHeadings

    def keep(self, bearer: Bearer, register: Register, name: str, body: bytes) -> OpenSheet:
        """Keep a file that can be read. Raises NotASheet, TooLarge, Forbidden."""
        admit(register, bearer)
        book, short = upload.read_book(body), name[-upload.LONGEST_NAME :]
        kept = self.sheets.keep(holder_of(bearer), register.name, body, {NAME: short})
        return OpenSheet(kept, short, book, SheetTerms())

    def open(self, bearer: Bearer, id_: str) -> OpenSheet:
        """A file of this session. Raises SheetGone, Forbidden."""
        kept = self.sheets.get(holder_of(bearer), id_)
        admit(catalogue.REGISTERS[kept.register], bearer)
        about = self.sheets.about(kept)
        return OpenSheet(kept, str(about[NAME]), upload.read_book(self.sheets.read(kept)), SheetTerms.from_dict(about))

    def go_on(self, request: ApiRequest, id_: str) -> OpenSheet:
        """The file with which a form goes on; a form that is shown again brings it over from the session before."""
        if request.draft:
            self.sheets.hand_on(holder_of(request.bearer), id_)
        return self.open(request.bearer, id_)

    def of(self, bearer: Bearer, register: Register | None = None) -> list[tuple[KeptSheet, str]]:
        """The files of this session with their names, of one register or of all."""
        kept = [one for one in self.sheets.of(holder_of(bearer)) if register is None or one.register == register.name]
        return [(one, self._name(one)) for one in kept]

    def _name(self, kept: KeptSheet) -> str:
        """How a file is called; empty where that cannot be read."""
        try:
            return str(self.sheets.about(kept)[NAME])
        except Unknown:
            return ""

    def discard(self, bearer: Bearer, id_: str) -> None:
        """Let a file go."""
        self.sheets.discard(holder_of(bearer), id_)

    def look(self, bearer: Bearer, sheet: OpenSheet) -> Survey:
        """A file's columns, with what its unit chose before where nothing is chosen yet. Raises Invalid."""
        names = importing.unit_names(self.importer.read_model)
        view = Survey(sheet.register, sheet.tables(), sheet.terms.choice, names=names)
        if sheet.terms.choice.fields:
            return view
        return replace(view, kept=survey.best_kept(view.headings, self.kept_choices(bearer, sheet.register)))

    def choose(self, bearer: Bearer, sheet: OpenSheet, terms: SheetTerms, *, save: bool = False) -> OpenSheet:
        """Note what is chosen for a file; with `save` also for the next such file of the unit. Raises Mismapped."""
        chosen = replace(sheet, terms=terms)
        view = Survey(sheet.register, chosen.tables())
        terms.choice.check(view.words, [one.key for one in view.columns])
        self.sheets.note(sheet.kept, {NAME: sheet.name, **terms.to_dict()})
        if save:
            place, shared = (bearer.unit or "", sheet.kept.register), _without_private(view, terms.choice)
            self.headings.keep(place, view.headings, shared.to_dict(), by=bearer.id)
        return chosen

    def watch(self) -> None:
        """Let go, now and then, of files that were kept for their time or whose session was ended."""
        while True:
            clock.pause(LOOK)
            with suppress(exc.DBAPIError, StorageDamaged):  # what cannot be written now is tried again
                self.sheets.discard_old()

    def kept_choices(self, bearer: Bearer, register: Register) -> list[KeptChoice]:
        """What somebody's unit chose for files of a register."""
        return self.headings.of(bearer.unit or "", register.name)

    def forget_choice(self, bearer: Bearer, id_: str) -> None:
        """Let a choice of one's unit go."""
        self.headings.discard(bearer.unit or "", id_)

    def run(self, request: ApiRequest, sheet: OpenSheet, *, partial: bool, dry: bool) -> dict[str, Any]:
        """Check or import a file by what is chosen for it. Raises what the importer raises."""
        outcome = self.importer.import_rows(request, sheet.register, sheet.as_uploaded, partial=partial, dry=dry)
        if not dry:
            self.sheets.settle(sheet.kept)
        return outcome

    def mark(self, request: ApiRequest, sheet: OpenSheet) -> bytes:
        """The file with what is wrong in it marked. Raises what the importer raises of a file as a whole."""
        faults: Sequence[Fault] = ()
        try:
            self.importer.import_rows(request, sheet.register, sheet.as_uploaded, partial=False, dry=True)
        except ImportRefused as refused:
            faults = refused.faults
        unit = request.bearer.unit or next(iter(sorted(self.importer.read_model.unit_tree())), "")
        marks = Marks(sheet.register, sheet.book, sheet.tables(), faults, unit)
        return subprocess.mark_workbook(marks, self.sheets.read(sheet.kept))


def holder_of(bearer: Bearer) -> Holder:
    """As whose a bearer's files are kept."""
    return Holder(bearer.id, bearer.session)


def admit(register: Register, bearer: Bearer) -> None:
    """Raises Forbidden for who may take none of a register's steps."""
    if not any(permissions.may_take(step, bearer) for step in register.steps):
        raise Forbidden(register.name)


def _without_private(view: Survey, chosen: HeadingChoice) -> HeadingChoice:
    """A choice without texts that stand for private fields: these are nobody's to keep for others."""
    slots = ((name, meaning_of(view.words, name)) for name in chosen.constants)
    private = {name for name, slot in slots if isinstance(slot, FieldColumn) and personal(slot.field)}
    return replace(chosen, constants={name: text for name, text in chosen.constants.items() if name not in private})
