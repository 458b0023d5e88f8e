"""The policy: every route, and who may take it. A route that does not stand here does not exist."""

from __future__ import annotations

from contracts.errors import Forbidden
from contracts.register import Register, Step
from services.gateway.http.bearer_tokens import ROLES, Bearer

OUTSIDE = frozenset({"outsider"})
EVERYONE = frozenset(ROLES) - OUTSIDE
NOBODY_NEEDED = frozenset({"anonymous"})
WRITERS = EVERYONE - {"auditor"}
CASE_READERS = EVERYONE - {"trainer", "quartermaster"}
POLICY: dict[str, frozenset[str]] = {
    "progress": EVERYONE,
    "item": EVERYONE,
    "measure": EVERYONE,
    "facts": EVERYONE,
    "gaps": EVERYONE,
    "fact": EVERYONE,
    "stream": EVERYONE,
    "due": EVERYONE,
    "changes": EVERYONE,
    "ranking": EVERYONE,
    "indicators": EVERYONE,
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
    "case_paper": CASE_READERS,
    "case_file": CASE_READERS,
    "rebuild": frozenset({"operator"}),
    "forget": frozenset({"operator"}),
    "digest": frozenset({"operator", "auditor"}),
    "page": EVERYONE,
    "page_measure": EVERYONE,
    "page_fact": EVERYONE,
    "page_due": EVERYONE,
    "page_registers": EVERYONE,
    "page_register": EVERYONE,
    "page_record": EVERYONE,
    "page_new": WRITERS,
    "page_open": WRITERS,
    "page_step": WRITERS,
    "page_take": WRITERS,
    "page_import": WRITERS,
    "page_imported": WRITERS,
    "page_labels": EVERYONE,
    "page_exam": WRITERS,
    "page_hand_in": WRITERS,
    "page_result": EVERYONE,
    "signout": EVERYONE,
    "openapi": NOBODY_NEEDED,
    "asyncapi": NOBODY_NEEDED,
    "schema": NOBODY_NEEDED,
    "open311_discovery": NOBODY_NEEDED,
    "open311_services": NOBODY_NEEDED,
    "open311_service": NOBODY_NEEDED,
    "open311_requests": NOBODY_NEEDED,
    "open311_request": NOBODY_NEEDED,
    "open311_token": NOBODY_NEEDED,
    "open311_updates": NOBODY_NEEDED,
    "open311_post": OUTSIDE,
    "healthz": NOBODY_NEEDED,
    "readyz": NOBODY_NEEDED,
    "metrics": NOBODY_NEEDED,
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


def may_take(step: Step, bearer: Bearer, *, again: bool = False) -> bool:
    """Whether a bearer's role may take a step of a register; `again`: tell it again, to correct it."""
    return bearer.role in _roles(step, again=again) or bearer.role == "operator"


def admit_step(step: Step, bearer: Bearer, *, again: bool = False) -> None:
    """Let a bearer take a step of a register; the operator may, for imports and repairs. Raises Forbidden."""
    if not may_take(step, bearer, again=again):
        raise Forbidden(step.name, f"for {', '.join(sorted(_roles(step, again=again)))}")


def _roles(step: Step, *, again: bool) -> frozenset[str]:
    return step.correctors if again else step.roles


def may_read(register: Register, bearer: Bearer) -> bool:
    """Whether a bearer may read a register's records: personal ones are for the roles that it names."""
    return not register.reader_roles or bearer.role in {*register.reader_roles, "operator"}


def admit_reading(register: Register, bearer: Bearer) -> None:
    """Let a bearer read a register's records. Raises Forbidden."""
    if not may_read(register, bearer):
        raise Forbidden(register.name, f"for {', '.join(sorted(register.reader_roles))}")
