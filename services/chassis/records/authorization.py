"""Who may take a step. The gateway asks before it sends a command, and the owner again before it decides one.

The owner would be right to trust the gateway as long as nobody else reaches the broker; asked twice, a forged call
gains nothing.
"""

from __future__ import annotations

from contracts.errors import Forbidden
from contracts.register import Step
from contracts.roles import OUTSIDERS

UNBOUND = frozenset({"operator", "reaction"})
"""Roles that may take every step: imports and repairs, and what events cause (no account bears that one)."""


def may_take(step: Step, role: str, *, corrects: bool = False) -> bool:
    """Whether a role may take a step; `corrects`: take it again, to correct it."""
    outside = step.outside and role in OUTSIDERS and not corrects
    return outside or role in UNBOUND or role in _roles(step, corrects=corrects)


def admit(step: Step, role: str, *, corrects: bool = False) -> None:
    """Let a role take a step. Raises Forbidden."""
    if not may_take(step, role, corrects=corrects):
        raise Forbidden(step.name, f"for {', '.join(sorted(_roles(step, corrects=corrects)))}")


def _roles(step: Step, *, corrects: bool) -> frozenset[str]:
    return step.correctors if corrects else step.roles
