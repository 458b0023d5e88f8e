"""The cases service."""

from typing import Any

from contracts.cases.penalties import register as penalty_cases
from contracts.rpc import CaseFileReply, CaseFileRequest, RecordHistory, RecordRequest
from contracts.wire import JsonObject
from services.cases import (
    agencies,
    appraisals,
    case_classes,
    case_file_reviews,
    casefile,
    class_editions,
    complaints,
    designations,
    digital_cases,
    duty_items,
    emergencies,
    file_review_templates,
    filing_reports,
    grid_editions,
    grids,
    list_publications,
    norm_checks,
    paper_templates,
    patrol_findings,
    patrol_plans,
    patrols,
    penalties,
    power_items,
    process_records,
    process_statistics,
    provisions,
    publicities,
    recordings,
    rectifications,
    supervision,
    supervision_orders,
    transfers,
    violation_types,
    warning_answers,
)
from services.cases.reactions import reactions
from services.chassis.host.answers import answer
from services.chassis.host.providers import EventConsumer, RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc
from services.chassis.host.signed_rpc import rpc


class Service(OwnerRpc):
    """What the bureau may do, its penalty cases, city cases and complaints, supervision, rectification.

    It keeps replicas of units, people, opinions, managed objects, assets and dashcams.
    """

    name = "cases"
    provider = RegisterProvider(
        power_items.rules,
        duty_items.rules,
        grid_editions.rules,
        grids.rules,
        list_publications.rules,
        violation_types.rules,
        provisions.rules,
        agencies.rules,
        paper_templates.rules,
        penalties.rules,
        process_records.rules,
        file_review_templates.rules,
        case_file_reviews.rules,
        process_statistics.rules,
        case_classes.rules,
        digital_cases.rules,
        class_editions.rules,
        complaints.rules,
        rectifications.rules,
        supervision_orders.rules,
        filing_reports.rules,
        designations.rules,
        transfers.rules,
        emergencies.rules,
        patrol_plans.rules,
        patrols.rules,
        patrol_findings.rules,
        appraisals.rules,
        norm_checks.rules,
        warning_answers.rules,
        recordings.rules,
        publicities.rules,
    )
    consumer = EventConsumer(reactions)

    def find_record(self, request: RecordRequest) -> RecordHistory:
        """A record as every owner shows it, with the supervision orders that lie over it. Raises Unknown."""
        return supervision.with_supervision(self.provider.commands, super().find_record(request))

    @rpc  # type: ignore[untyped-decorator]
    def case_file(self, *payload: Any) -> JsonObject:
        """A penalty case as somebody may read it, with all that its papers name, or the problem that there is none."""
        return answer(self._find_case_file, CaseFileRequest.from_payload(payload))

    def _find_case_file(self, request: CaseFileRequest) -> CaseFileReply:
        case = self.find_record(RecordRequest(penalty_cases.name, request.id, request.actor))
        return casefile.present(self.provider.commands, case)
