"""The pages by which clerks and captains work, all of them."""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.http import Route
from services.gateway.routes.commands import Commands
from services.gateway.routes.exams import Exams
from services.gateway.routes.intake import Intake
from services.gateway.routes.labels import Labels
from services.gateway.routes.ledgers import Ledgers
from services.gateway.routes.sheets import Sheets
from services.gateway.routes.taking import Taking


def routes(commands: Commands, signing: bytes, public: str) -> Iterator[Route]:
    """The addresses; `signing` seals the forms, `public` is the address under which people reach the pages."""
    rooms = (
        Ledgers(commands, signing),
        Taking(commands, signing),
        Intake(Sheets(commands), signing),
        Labels(commands, signing, public),
        Exams(commands, signing),
    )
    for room in rooms:
        yield from room.routes()
