"""The pages by which clerks and captains work with registers, all of them."""

from __future__ import annotations

from services.gateway.accounts.lists.saved_filters import SavedFilters
from services.gateway.api.naming.mentions import Mentions
from services.gateway.jobs.desk import JobDesk
from services.gateway.record_client import RecordClient
from services.gateway.spreadsheets.choosing.desk import SheetDesk
from services.gateway.warnings.desk import WarningDesk
from services.gateway.web.exams.exam import Exams
from services.gateway.web.exams.my_exams import MyExams
from services.gateway.web.forms.names import NameScript, NameSuggestions
from services.gateway.web.import_sheet import ImportForm
from services.gateway.web.labels import Labels
from services.gateway.web.lists.saved_filters import FilterForms
from services.gateway.web.people.drafts import DraftPages
from services.gateway.web.record import RecordPages
from services.gateway.web.records.paper_page import PaperPages
from services.gateway.web.records.versions import VersionPages
from services.gateway.web.registers import RegisterPages
from services.gateway.web.step_form import StepForms


def register_pages(
    client: RecordClient,
    desks: tuple[SheetDesk, JobDesk],
    kept: tuple[SavedFilters, DraftPages],
    signing: bytes,
    public: str,
) -> tuple[object, ...]:
    """What answers; `signing` is the csrf tokens' key, `public` is the address under which people reach the pages."""
    filters, drafts = kept
    read_model, evidence, warnings = client.read_model, client.evidence, WarningDesk(client)
    return (
        RegisterPages(client, read_model, filters, signing),
        FilterForms(filters, signing),
        RecordPages(client, Mentions(client), evidence, signing),
        VersionPages(client, evidence, signing),
        PaperPages(client, evidence, signing),
        StepForms(client, warnings, evidence, drafts, signing),
        NameSuggestions(client),
        NameScript(),
        ImportForm(*desks, signing),
        Labels(client, read_model, signing, public),
        Exams(client, signing),
        MyExams(client, signing),
    )
