"""The pages by which clerks and captains work, all of them."""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.http import Route
from services.gateway.routes.commands import Records
from services.gateway.routes.exams import Exams
from services.gateway.routes.intake import ImportForm
from services.gateway.routes.labels import Labels
from services.gateway.routes.ledgers import RegisterPages
from services.gateway.routes.sheets import Sheets
from services.gateway.routes.taking import StepForms


def routes(commands: Records, signing: bytes, public: str) -> Iterator[Route]:
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
