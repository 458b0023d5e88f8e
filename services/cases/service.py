"""The cases service."""

from nameko.rpc import rpc

from contracts.cases.penalties import register as penalty_cases
from services.cases import (
    appraisals,
    case_classes,
    case_file_reviews,
    casefile,
    complaints,
    designations,
    digital_cases,
    duty_items,
    emergencies,
    file_review_templates,
    filing_reports,
    list_publications,
    norm_checks,
    overlay,
    penalties,
    power_items,
    process_records,
    process_statistics,
    provisions,
    rectifications,
    supervision_orders,
    transfers,
    violation_types,
)
from services.cases.reactions import reactions
from services.chassis.host.providers import EventConsumer, RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc, Told


class Service(OwnerRpc):
    """What the bureau may do, its penalty cases, city cases and complaints, supervision, rectification.

    It keeps copies of units, people and opinions.
    """

    name = "cases"
    office = RegisterProvider(
        power_items.rules,
        duty_items.rules,
        list_publications.rules,
        violation_types.rules,
        provisions.rules,
        penalties.rules,
        process_records.rules,
        file_review_templates.rules,
        case_file_reviews.rules,
        process_statistics.rules,
        case_classes.rules,
        digital_cases.rules,
        complaints.rules,
        rectifications.rules,
        supervision_orders.rules,
        filing_reports.rules,
        designations.rules,
        transfers.rules,
        emergencies.rules,
        appraisals.rules,
        norm_checks.rules,
    )
    ears = EventConsumer(reactions)

    @rpc  # type: ignore[untyped-decorator]
    def record(self, register: str, id_: str, actor: Told | None = None) -> Told:
        """A record as every owner tells it, with the supervision orders that lie over it."""
        return overlay.with_supervision(self.office.registers, super().record(register, id_, actor))

    @rpc  # type: ignore[untyped-decorator]
    def case_file(self, id_: str, actor: Told) -> Told:
        """A penalty case as somebody may read it, with all that its papers name, or the problem that there is none."""
        case = self.record(penalty_cases.name, id_, actor)
        return case if "problem" in case else casefile.present(self.office.registers, case)
