"""How the operator's command signs in: with a token that this machine's key signs, as its operator or administrator."""

from __future__ import annotations

from operations.base.environment import Environment
from services.chassis.base import clock
from services.gateway.http import bearer_tokens

OPERATOR, ADMINISTRATOR = "operator", "administrator"


def machine_token(environment: Environment, role: str = OPERATOR) -> str:
    """A token for an hour, of this machine's operator or of its administrator of accounts."""
    return bearer_tokens.issue(bearer_tokens.key(environment.home), role, clock.now())
