"""Registers of the outreach service."""

from contracts.outreach import (
    contact_cards,
    features,
    managed_objects,
    matters,
    opinions,
    pairings,
    public_events,
    publicity_activities,
    qa_sessions,
    service_calls,
    service_runs,
    solution_plans,
    supervision_reports,
    supervisors,
    visits,
    volunteer_events,
)

REGISTERS = (
    features.register,
    public_events.register,
    volunteer_events.register,
    matters.register,
    qa_sessions.register,
    pairings.register,
    visits.register,
    opinions.register,
    solution_plans.register,
    managed_objects.register,
    contact_cards.register,
    service_calls.register,
    service_runs.register,
    supervisors.register,
    supervision_reports.register,
    publicity_activities.register,
)
