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
    review,
    seizures,
)
from services.cases.penalties.execution import (
    demand,
    demolition,
    enforcement,
    hold,
    payment,
    performance,
    refund,
)
from services.cases.penalties.grounds import hand_over, notices
from services.cases.penalties.occasions import rules as occasions
from services.cases.penalties.remedies import reconsideration, revocation, suit
from services.cases.referrals import on_penalty_end

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
    notices.rules,
    hearing.rules,
    review.rules,
    decision.rules,
    delivery.rules,
    publicity.rules,
    payment.rules,
    demand.rules,
    performance.rules,
    demolition.rules,
    enforcement.rules,
    hold.rules,
    refund.rules,
    reconsideration.rules,
    suit.rules,
    revocation.rules,
    hand_over.rules,
    closing.rules,
    paper_numbers.rules,
    occasions,
)
rules.causes("not_file", "clear", "exempt", "hand_over", "withdraw", "close", "void")(on_penalty_end)
