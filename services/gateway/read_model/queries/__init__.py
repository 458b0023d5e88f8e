"""Questions to the ledger: the number of a measure, the facts that it is made of, the members that are missing."""

from services.gateway.read_model.queries.facts import facts, facts_among, gaps, gaps_among
from services.gateway.read_model.queries.values import Answer, parts, value

__all__ = ["Answer", "facts", "facts_among", "gaps", "gaps_among", "parts", "value"]
