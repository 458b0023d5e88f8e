"""What compares, together: the interface and the pages that show it."""

from __future__ import annotations

from services.gateway.api.comparison.month_comparison import MonthComparisons
from services.gateway.api.progress import Progress
from services.gateway.web.leader.month_page import MonthPages


def compared_pages(progress: Progress, signing: bytes) -> tuple[object, ...]:
    """Everything that compares: months with each other, units with each other."""
    months = MonthComparisons(progress)
    return (months, MonthPages(months, signing))
