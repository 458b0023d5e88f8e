"""The outreach service."""

from services.chassis.host.providers import EventConsumer, RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc
from services.outreach import (
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
from services.outreach.reactions import reactions


class Service(OwnerRpc):
    """Features, public and volunteer events, practical matters, questions, visits, and what the public says on them;
    the service brand with its cards, calls and outings; social supervisors; publicity.

    It keeps replicas of units, people and rectifications.
    """

    name = "outreach"
    provider = RegisterProvider(
        features.rules,
        public_events.rules,
        volunteer_events.rules,
        matters.rules,
        qa_sessions.rules,
        pairings.rules,
        visits.rules,
        opinions.rules,
        solution_plans.rules,
        managed_objects.rules,
        contact_cards.rules,
        service_calls.rules,
        service_runs.rules,
        supervisors.rules,
        supervision_reports.rules,
        publicity_activities.rules,
    )
    consumer = EventConsumer(reactions)
