"""Rules for penalty cases: a module for each part of the procedure, under the name of its contract."""

from contracts.cases.penalties import register
from services.cases.articles import RulesOfTheDay
from services.cases.penalties import (
    closing,
    correction,
    decision,
    delivery,
    evidence,
    extensions,
    filing,
    hearing,
    notice,
    officers,
    paper_numbers,
    proposal,
    publicity,
    remedies,
    review,
    seizures,
)
from services.cases.penalties.execution import enforcement, payment

rules = RulesOfTheDay(
    register,
    filing.rules,
    officers.rules,
    correction.rules,
    evidence.rules,
    seizures.rules,
    extensions.rules,
    proposal.rules,
    notice.rules,
    hearing.rules,
    review.rules,
    decision.rules,
    delivery.rules,
    publicity.rules,
    payment.rules,
    enforcement.rules,
    remedies.rules,
    closing.rules,
    paper_numbers.rules,
)
