"""Registers of the training service."""

from contracts.training import (
    acknowledgements,
    assessments,
    breaches,
    certificates,
    conduct_checks,
    courses,
    cycles,
    integrity_activities,
    norms,
    papers,
    people,
    pledges,
    questions,
    rain_days,
    sessions,
    units,
)

REGISTERS = (
    units.register,
    people.register,
    courses.register,
    cycles.register,
    sessions.register,
    questions.register,
    papers.register,
    assessments.register,
    certificates.register,
    rain_days.register,
    norms.register,
    acknowledgements.register,
    conduct_checks.register,
    breaches.register,
    pledges.register,
    integrity_activities.register,
)
