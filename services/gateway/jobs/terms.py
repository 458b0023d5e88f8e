"""How the file of a job is to be taken, as it is kept beside the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.choosing.choice import CONSTANTS, FIELDS, HeadingChoice
from services.gateway.spreadsheets.upload import UploadedSheets

CHOICE = "choice"
"""Under which name what was chosen for headings is kept."""


@dataclass(frozen=True)
class JobTerms:
    """What is asked for: how the file is called, what of it is taken and how (see `UploadedSheets`)."""

    name: str = ""
    columns: str = ""
    steps: str = ""
    sheets: str = ""
    hidden: str = ""
    partial: bool = False
    dry_run: bool = False

    def to_upload(self, book: Book, about: dict[str, Any], sheets: str | None = None) -> UploadedSheets:
        """A book as the importer takes it; `about` is what is kept of the job."""
        chosen = HeadingChoice(about[CHOICE][FIELDS], about[CHOICE][CONSTANTS])
        named = self.sheets if sheets is None else sheets
        return UploadedSheets(book, self.columns, self.steps, named, self.hidden, chosen)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @staticmethod
    def from_dict(about: dict[str, Any]) -> JobTerms:
        """As it was kept."""
        return JobTerms(**{name: about[name] for name in JobTerms.__dataclass_fields__})
