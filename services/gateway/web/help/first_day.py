"""The first day of each role: a few stops, each a page that this role opens, and what somebody does there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Request

from contracts.roles import EVERYONE
from services.gateway.web.addresses import HOME

COOKIE = "first-day"
"""In which a browser keeps that the card is not to be shown again; it says nothing of who looks."""
YEAR = 365 * 86_400


@dataclass(frozen=True)
class Stop:
    """A page, and the phrase that says what to do there."""

    phrase: str
    path: str


def _new(register: str) -> str:
    return f"/registers/{register}/new"


WORK, APPROVE = Stop("work", HOME), Stop("work approve", HOME)
DUE, OVERVIEW = Stop("due", "/due"), Stop("overview", "/")
ACCOUNT, MEANING, WORDS = Stop("account", "/account"), Stop("meaning", "/help/meaning"), Stop("words", "/help/words")
EXAMS, IMPORTS, WARNINGS = Stop("exams", "/exams"), Stop("imports", "/imports"), Stop("warnings", "/warnings")
LEND = Stop("lend", _new("training/delegations"))
ORDER = Stop("order", _new("cases/supervision_orders"))
TOURS: Mapping[str, tuple[Stop, ...]] = {
    "clerk": (
        WORK,
        Stop("matter", _new("outreach/matters")),
        Stop("matter sheet", "/registers/outreach/matters/import"),
        DUE,
        EXAMS,
        ACCOUNT,
        MEANING,
    ),
    "captain": (APPROVE, DUE, OVERVIEW, IMPORTS, WARNINGS, LEND, MEANING),
    "officer": (
        WORK,
        Stop("report", _new("cases/digital_cases")),
        Stop("norms", "/registers/training/norms"),
        EXAMS,
        ACCOUNT,
        MEANING,
    ),
    "legal": (
        WORK,
        Stop("penalties", "/registers/cases/penalties"),
        DUE,
        Stop("agencies", "/registers/cases/agencies"),
        Stop("provisions", "/registers/cases/provisions"),
        Stop("reviews", "/registers/cases/case_file_reviews"),
        IMPORTS,
    ),
    "trainer": (
        WORK,
        Stop("people", "/registers/training/people"),
        Stop("session", _new("training/sessions")),
        Stop("papers", "/registers/training/papers"),
        DUE,
        MEANING,
    ),
    "publicist": (
        WORK,
        Stop("features", "/registers/outreach/features"),
        Stop("event", _new("outreach/public_events")),
        Stop("opinion", _new("outreach/opinions")),
        Stop("publicity", _new("outreach/publicity_activities")),
        MEANING,
    ),
    "quartermaster": (
        WORK,
        Stop("assets", "/registers/equipment/assets"),
        Stop("kit", _new("equipment/kits")),
        Stop("labels", "/labels/equipment/vehicles"),
        Stop("equipment norms", "/registers/equipment/equipment_norms"),
        MEANING,
    ),
    "inspector": (
        WORK,
        Stop("conduct check", _new("training/conduct_checks")),
        Stop("rectifications", "/registers/cases/rectifications"),
        ORDER,
        OVERVIEW,
        WARNINGS,
        MEANING,
    ),
    "leader": (APPROVE, OVERVIEW, DUE, WARNINGS, ORDER, LEND, MEANING),
    "auditor": (
        OVERVIEW,
        Stop("log", "/audit"),
        Stop("anomalies", "/audit/anomalies"),
        Stop("gaps", "/audit/log"),
        Stop("registers", "/registers"),
        MEANING,
    ),
    "operator": (Stop("gaps", "/audit/log"), OVERVIEW, Stop("registers", "/registers"), ACCOUNT, WORDS),
    "administrator": (
        Stop("going live", "/going-live"),
        Stop("accounts", "/accounts"),
        Stop("posts", "/registers/training/posts"),
        Stop("people", "/registers/training/people"),
        ACCOUNT,
        WORDS,
    ),
}
"""What waits for somebody comes first, where anything does."""


def tour_of(role: str) -> tuple[Stop, ...]:
    """The stops of a role; none for a program."""
    return TOURS[role] if role in TOURS and role in EVERYONE else ()


def is_dismissed(http: Request) -> bool:
    """Whether the card is not to be shown on this device again."""
    return COOKIE in http.cookies
