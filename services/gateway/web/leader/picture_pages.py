"""The leader's pages of pictures, which ask one thing: how measures went by month."""

from __future__ import annotations

from services.gateway.api.measures.trends import Trends
from services.gateway.web.leader.trend_page import TrendPage


def picture_pages(trends: Trends, signing: bytes) -> tuple[object, ...]:
    """All of them."""
    return (TrendPage(trends, signing),)
