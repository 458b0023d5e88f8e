"""Who may take a step. The gateway asks before it sends a command, and the owner again before it decides one.

Asked twice, one mistake in one route of the gateway is not enough, and a call past the gateway takes no step that its
role may not take. Which role an account has only the gateway knows.
"""

from __future__ import annotations

from contracts.errors import Forbidden
from contracts.register import Step
from contracts.roles import OUTSIDERS

CAUSED = "reaction"
"""The role of what events cause, which may take every step.

No account bears it, and no call names it: `services/chassis/host/rpc_server.py`.
"""

FOUNDER = "administrator"
"""The role of who sets the suite up."""


def may_take(step: Step, role: str, *, corrects: bool = False) -> bool:
    """Whether a role may take a step; `corrects`: take it again, to correct it."""
    outside = step.outside and role in OUTSIDERS and not corrects
    return outside or (founds(step, role) and not corrects) or role == CAUSED or role in _roles(step, corrects=corrects)


def founds(step: Step, role: str) -> bool:
    """Whether a role may take a step only while its register is empty."""
    return step.founding and role == FOUNDER and role not in step.roles


def admit(step: Step, role: str, *, corrects: bool = False) -> None:
    """Let a role take a step. Raises Forbidden."""
    if not may_take(step, role, corrects=corrects):
        raise Forbidden(step.name, f"for {', '.join(sorted(_roles(step, corrects=corrects)))}")


def _roles(step: Step, *, corrects: bool) -> frozenset[str]:
    return step.correctors if corrects else step.roles
