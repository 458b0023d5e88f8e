"""Rules for penalty cases: each module keeps the guards of one part of the procedure."""

from services.cases.penalties import (
    charge,
    closing,
    decision,
    delivery,
    enforcement,
    evidence,
    hearing,
    limits,
    notice,
    officers,
    payment,
    proposal,
    publicity,
    review,
    seizures,
)
from services.cases.penalties.rules import rules

__all__ = [
    "charge",
    "closing",
    "decision",
    "delivery",
    "enforcement",
    "evidence",
    "hearing",
    "limits",
    "notice",
    "officers",
    "payment",
    "proposal",
    "publicity",
    "review",
    "rules",
    "seizures",
]
