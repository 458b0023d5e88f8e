"""Whose step it is: the roles that may take it, and who may not though their role allows it. Plain functions."""

from __future__ import annotations

from collections.abc import Iterator

from contracts import separation
from contracts.register import Register, Step
from contracts.roles import ROLES
from services.gateway.display.messages import pages


def role_title(lang: str, role: str) -> str:
    """A role in words."""
    return pages.titles(lang, ROLES).get(role, role)


def whose_step(lang: str, register: Register, step: Step, *, corrects: bool = False) -> list[str]:
    """Who may take a step, or correct it, in a few sentences."""
    return list(_sentences(lang, register, step, step.correctors if corrects else step.roles))


def _sentences(lang: str, register: Register, step: Step, roles: frozenset[str]) -> Iterator[str]:
    titles = [role_title(lang, one) for one in ROLES if one in roles]
    yield pages.say(lang, "steps roles", roles=pages.say(lang, "comma").join(titles))
    if step.founding:
        yield pages.say(lang, "steps founding")
    if rule := separation.describe(register, step)[0 if lang == pages.ZH else 1]:
        yield pages.say(lang, "steps apart", rule=rule)
