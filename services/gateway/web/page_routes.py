"""The pages by which clerks and captains work, all of them."""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.api.records import Records
from services.gateway.api.spreadsheets import Sheets
from services.gateway.http.app import Route
from services.gateway.web.exam import Exams
from services.gateway.web.import_sheet import ImportForm
from services.gateway.web.labels import Labels
from services.gateway.web.registers import RegisterPages
from services.gateway.web.step_form import StepForms


def page_routes(commands: Records, signing: bytes, public: str) -> Iterator[Route]:
    """The addresses; `signing` seals the forms, `public` is the address under which people reach the pages."""
    rooms = (
        RegisterPages(commands, signing),
        StepForms(commands, signing),
        ImportForm(Sheets(commands), signing),
        Labels(commands, signing, public),
        Exams(commands, signing),
    )
    for room in rooms:
        yield from room.routes()
