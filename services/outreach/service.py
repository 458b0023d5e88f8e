"""The outreach service."""

from services.chassis.host.providers import EventConsumer, RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc
from services.outreach import (
    account_posts,
    captions,
    contact_cards,
    features,
    hardship_help,
    honours,
    managed_objects,
    matters,
    opinions,
    pairings,
    plan_publications,
    praise,
    public_events,
    public_openings,
    publicity_activities,
    qa_sessions,
    service_calls,
    service_runs,
    solution_plans,
    supervision_reports,
    supervisors,
    survey_sheets,
    surveys,
    visits,
    volunteer_events,
)
from services.outreach.reactions import reactions


class Service(OwnerRpc):
    """Features, public and volunteer events, practical matters, questions, visits, and what the public says on them;
    the service brand with its cards, calls and outings; social supervisors; publicity; surveys, honours, posts,
    help in hardship, praise; what papers show.

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
        surveys.rules,
        survey_sheets.rules,
        honours.rules,
        account_posts.rules,
        hardship_help.rules,
        praise.rules,
        plan_publications.rules,
        public_openings.rules,
        captions.rules,
    )
    consumer = EventConsumer(reactions)
