"""Registers of the cases service."""

from contracts.cases import (
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

REGISTERS = (
    power_items.register,
    violation_types.register,
    provisions.register,
    penalties.register,
    case_classes.register,
    digital_cases.register,
    complaints.register,
    rectifications.register,
    supervision_orders.register,
    filing_reports.register,
    designations.register,
    transfers.register,
    emergencies.register,
    appraisals.register,
    norm_checks.register,
)
