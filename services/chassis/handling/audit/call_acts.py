"""Calls between services that were refused, on record."""

from __future__ import annotations

from contracts import catalogue
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder

CALL = "CALL"


def note_refusal(trail: ActRecorder, method: str, fault: str, service: str) -> None:
    """Note a call that was refused. Who it says makes it is told where there is such a service: it proved nothing."""
    says = service if service in catalogue.SUITE else ""
    trail.note("call_refused", Doer(route=f"{CALL} {method}"), problem=fault, about=says)
