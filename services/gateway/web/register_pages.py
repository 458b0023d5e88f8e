"""The pages by which clerks and captains work with registers, all of them."""

from __future__ import annotations

from services.gateway.record_client import RecordClient
from services.gateway.spreadsheets.importer import SheetImporter
from services.gateway.web.exam import Exams
from services.gateway.web.import_sheet import ImportForm
from services.gateway.web.labels import Labels
from services.gateway.web.record import RecordPages
from services.gateway.web.registers import RegisterPages
from services.gateway.web.step_form import StepForms


def register_pages(client: RecordClient, importer: SheetImporter, signing: bytes, public: str) -> tuple[object, ...]:
    """What answers; `signing` seals the forms, `public` is the address under which people reach the pages."""
    view, evidence = client.view, client.evidence
    return (
        RegisterPages(client, view, signing),
        RecordPages(client, view, evidence, signing),
        StepForms(client, view, evidence, signing),
        ImportForm(importer, signing),
        Labels(client, view, signing, public),
        Exams(client, view, signing),
    )
