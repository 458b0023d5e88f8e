"""Who may do what: an address says which roles it admits, a step who takes it, a register who reads it."""

from __future__ import annotations

from contracts.documents.endpoints import Endpoint
from contracts.errors import Forbidden
from contracts.register import Register, Step
from services.chassis.records import authorization
from services.gateway.http.bearer_tokens import Bearer


def admit(endpoint: Endpoint, bearer: Bearer | None) -> None:
    """Let a bearer through to an address. Raises Forbidden."""
    if endpoint.anonymous:
        return
    if bearer is None or bearer.role not in endpoint.roles:
        raise Forbidden(endpoint.name)


def may_take(step: Step, bearer: Bearer, *, again: bool = False) -> bool:
    """Whether a bearer's role may take a step of a register; `again`: to correct it."""
    return authorization.may_take(step, bearer.role, corrects=again)


def admit_step(step: Step, bearer: Bearer, *, again: bool = False) -> None:
    """Let a bearer take a step of a register. Raises Forbidden."""
    authorization.admit(step, bearer.role, corrects=again)


def may_read(register: Register, bearer: Bearer) -> bool:
    """Whether a bearer may read a register's records: personal ones are for the roles that it names."""
    return is_reader(register, bearer.role)


def is_reader(register: Register, role: str) -> bool:
    """Whether a role may read a register's records."""
    return not register.reader_roles or role in {*register.reader_roles, "operator"}


def admit_reading(register: Register, bearer: Bearer) -> None:
    """Let a bearer read a register's records. Raises Forbidden."""
    if not may_read(register, bearer):
        raise Forbidden(register.name, f"for {', '.join(sorted(register.reader_roles))}")
