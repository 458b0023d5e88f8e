"""Bearer tokens and the sign-in link, signed with the home's own key."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from contracts.roles import ROLES
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer

BUREAU = "bureau"
LIFETIME = dt.timedelta(hours=12)
SIGN_IN_ROLE = "operator"


class NoSuchRole(OperatorError):
    """There is no role {0}; the roles are {1}. 没有此角色。"""


def token(environment: Environment, role: str, unit: str = "") -> str:
    """A token for twelve hours; the account is `role@unit`. Raises NoSuchRole."""
    bearer = Bearer(f"{role}@{unit or BUREAU}", role, unit or None)
    try:
        return bearer_tokens.issue(bearer_tokens.key(environment.home), bearer, clock.now(), LIFETIME)
    except ValueError:
        raise NoSuchRole(role, ", ".join(ROLES)) from None


def sign_in_link(environment: Environment) -> str:
    """The address that signs a person in."""
    return f"{environment.address()}signin?token={quote(token(environment, SIGN_IN_ROLE))}"
