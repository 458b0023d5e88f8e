"""The incremental read side: numbers that cost no rows, kept with each event and equal to what queries would count."""

from services.gateway.read_model.tallies.fact_counts import FactCount, count, count_since
from services.gateway.read_model.tallies.fact_pages import facts
from services.gateway.read_model.tallies.gap_pages import missing_members
from services.gateway.read_model.tallies.milestones import forget_from
from services.gateway.read_model.tallies.reading import value
from services.gateway.read_model.tallies.serving import serves, why_not
from services.gateway.read_model.tallies.upkeep import clear, put, put_again

__all__ = [
    "FactCount",
    "clear",
    "count",
    "count_since",
    "facts",
    "forget_from",
    "missing_members",
    "put",
    "put_again",
    "serves",
    "value",
    "why_not",
]
