"""Remedies 救济: reconsideration, suit and its instances, and what the agency takes back itself."""

from contracts.cases.penalties.remedies import reconsideration, revocation, suit
from contracts.cases.penalties.remedies.clocks import CLOCKS

STEPS = (*reconsideration.STEPS, *suit.STEPS, *revocation.STEPS)

__all__ = ["CLOCKS", "STEPS"]
