"""Which registers plan: what sets the day, and what carries the plan out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Planning:
    """How one register plans.

    sets    the steps that set a day, each with the field that has it
    does    the step that carries it out
    drops   where the record stands when its plan is given up, or waits for a new day
    """

    register: str
    sets: Mapping[str, str]
    does: str
    drops: tuple[str, ...] = ("cancelled",)


HELD = {"plan": "planned_for"}
PLANNINGS = (
    Planning("training.sessions", HELD, "hold"),
    Planning("training.integrity_activities", HELD, "hold"),
    Planning("outreach.public_events", HELD, "hold", ("cancelled", "postponed")),
    Planning("outreach.publicity_activities", HELD, "hold"),
    Planning("outreach.volunteer_events", HELD, "hold"),
    Planning("outreach.service_runs", HELD, "hold"),
    Planning("outreach.visits", {"schedule": "scheduled_for"}, "make"),
    Planning("outreach.solution_plans", {"make": "due_on", "extend": "until", "reopen": "due_on"}, "finish"),
    Planning("cases.rectifications", {"plan": "due_on", "extend": "until"}, "close"),
)
BY_REGISTER = {one.register: one for one in PLANNINGS}
