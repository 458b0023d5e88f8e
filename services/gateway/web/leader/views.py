"""The views of the campaign's numbers, as the navigation below the head of each of them lists them."""

from __future__ import annotations

from contracts.training.assessments import register as assessments
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import Visit

VIEWS: list[tuple[str, str]] = [
    ("/", "overview"),
    ("/comparison", "comparison"),
    ("/matrix", "matrix"),
    ("/trends", "trends"),
    ("/rankings", "rankings"),
    ("/indicators", "indicators"),
    ("/plans", "plans"),
    ("/surveys", "surveys"),
    ("/assessments", "examinations"),
    ("/programmes", "programmes"),
    ("/reports", "reports"),
    ("/article", "claims"),
    ("/wall", "wall"),
]
"""The address of each view, and the phrase that names it."""
OF_REGISTERS = {"/assessments": assessments}
"""Views of those alone who read the records of a register."""


def opens(visit: Visit, path: str) -> bool:
    """Whether somebody may open a page: their role is admitted there, and reads the register that it tells of."""
    of = OF_REGISTERS.get(path)
    return visit.admits(path) and (of is None or (visit.bearer is not None and permissions.may_read(of, visit.bearer)))


def views_of(bearer: Bearer | None) -> list[tuple[str, str]]:
    """The views that somebody may open."""
    return [
        (path, phrase)
        for path, phrase in VIEWS
        if path not in OF_REGISTERS or (bearer is not None and permissions.may_read(OF_REGISTERS[path], bearer))
    ]
