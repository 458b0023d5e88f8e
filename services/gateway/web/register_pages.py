"""The pages by which clerks and captains work with registers, all of them."""

from __future__ import annotations

from services.gateway.api.records import Records
from services.gateway.api.spreadsheets import Sheets
from services.gateway.web.exam import Exams
from services.gateway.web.import_sheet import ImportForm
from services.gateway.web.labels import Labels
from services.gateway.web.record import RecordPages
from services.gateway.web.registers import RegisterPages
from services.gateway.web.step_form import StepForms


def register_pages(commands: Records, sheets: Sheets, signing: bytes, public: str) -> tuple[object, ...]:
    """What answers; `signing` seals the forms, `public` is the address under which people reach the pages."""
    return (
        RegisterPages(commands, signing),
        RecordPages(commands, signing),
        StepForms(commands, signing),
        ImportForm(sheets, signing),
        Labels(commands, signing, public),
        Exams(commands, signing),
    )
