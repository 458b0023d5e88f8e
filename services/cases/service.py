"""The cases service."""

from services.cases import (
    appraisals,
    case_classes,
    complaints,
    designations,
    digital_cases,
    emergencies,
    filing_reports,
    norm_checks,
    penalties,
    power_items,
    provisions,
    rectifications,
    supervision_orders,
    transfers,
    violation_types,
)
from services.cases.reactions import reactions
from services.chassis.office import Ears, Office
from services.chassis.owner import Owner


class Service(Owner):
    """What the bureau may do, by which provisions, its penalty cases; city cases, complaints, supervision, rectification.

    It keeps copies of units, people and opinions.
    """

    name = "cases"
    office = Office(
        power_items.rules,
        violation_types.rules,
        provisions.rules,
        penalties.rules,
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
    ears = Ears(reactions)
