"""What compares, together: the interface and the pages that show it."""

from __future__ import annotations

from services.gateway.api.comparison.matrix import UnitMatrices
from services.gateway.api.comparison.month_comparison import MonthComparisons
from services.gateway.api.indicators import Indicators
from services.gateway.api.progress import Progress
from services.gateway.api.rankings import Rankings
from services.gateway.web.leader.indicator_page import IndicatorPage
from services.gateway.web.leader.matrix_page import MatrixPage
from services.gateway.web.leader.month_page import MonthPages
from services.gateway.web.leader.ranking_page import RankingPages


def compared_pages(progress: Progress, indicators: Indicators, signing: bytes) -> tuple[object, ...]:
    """Everything that compares: months with each other, units with each other."""
    months, matrices, rankings = MonthComparisons(progress), UnitMatrices(progress), Rankings(progress.read_model)
    pages = (MonthPages(months, signing), MatrixPage(matrices, signing), RankingPages(rankings, signing))
    return (months, matrices, rankings, indicators, *pages, IndicatorPage(indicators, signing))
