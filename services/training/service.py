"""The training service."""

from services.chassis.host.providers import RegisterProvider
from services.chassis.host.rpc_server import OwnerRpc
from services.training import (
    acknowledgements,
    assessments,
    breaches,
    calendar_years,
    campaign_documents,
    certificates,
    conduct_checks,
    courses,
    cycles,
    delegations,
    duty_sheets,
    integrity_activities,
    norms,
    papers,
    people,
    pledges,
    posts,
    programmes,
    questions,
    rain_days,
    sessions,
    target_changes,
    training_needs,
    units,
)


class Service(OwnerRpc):
    """Units and people, what they learn, the norms they keep, the pledges they give."""

    name = "training"
    provider = RegisterProvider(
        units.rules,
        people.rules,
        posts.rules,
        delegations.rules,
        courses.rules,
        cycles.rules,
        sessions.rules,
        questions.rules,
        papers.rules,
        assessments.rules,
        certificates.rules,
        rain_days.rules,
        norms.rules,
        acknowledgements.rules,
        conduct_checks.rules,
        breaches.rules,
        pledges.rules,
        integrity_activities.rules,
        calendar_years.rules,
        campaign_documents.rules,
        duty_sheets.rules,
        training_needs.rules,
        target_changes.rules,
        programmes.rules,
    )
