"""The policy: every route, and who may take it. A route that does not stand here does not exist."""

from __future__ import annotations

from contracts.errors import Forbidden
from contracts.register import Step
from services.gateway.tokens import ROLES, Bearer

EVERYONE = frozenset(ROLES)
NOBODY_NEEDED = frozenset({"anonymous"})
WRITERS = EVERYONE - {"auditor"}
POLICY: dict[str, frozenset[str]] = {
    "progress": EVERYONE,
    "item": EVERYONE,
    "measure": EVERYONE,
    "facts": EVERYONE,
    "gaps": EVERYONE,
    "fact": EVERYONE,
    "stream": EVERYONE,
    "list": EVERYONE,
    "export": EVERYONE,
    "record": EVERYONE,
    "open": WRITERS,
    "step": WRITERS,
    "batch": WRITERS,
    "import": WRITERS,
    "template": EVERYONE,
    "keep_evidence": WRITERS,
    "evidence": EVERYONE,
    "rebuild": frozenset({"operator"}),
    "digest": frozenset({"operator", "auditor"}),
    "page": EVERYONE,
    "page_measure": EVERYONE,
    "page_fact": EVERYONE,
    "openapi": NOBODY_NEEDED,
    "asyncapi": NOBODY_NEEDED,
    "schema": NOBODY_NEEDED,
    "healthz": NOBODY_NEEDED,
    "readyz": NOBODY_NEEDED,
    "signin": NOBODY_NEEDED,
    "style": NOBODY_NEEDED,
}


def admit(route: str, bearer: Bearer | None) -> None:
    """Let a bearer through to a route. Raises Forbidden."""
    allowed = POLICY[route]
    if allowed is NOBODY_NEEDED:
        return
    if bearer is None or bearer.role not in allowed:
        raise Forbidden(route)


def admit_step(step: Step, bearer: Bearer) -> None:
    """Let a bearer take a step of a register; the operator may, for imports and repairs. Raises Forbidden."""
    if bearer.role not in step.roles and bearer.role != "operator":
        raise Forbidden(step.name, f"for {', '.join(sorted(step.roles))}")
