"""The leader's pages of pictures: trends, plans, the wall."""

from __future__ import annotations

from services.gateway.api.measures.trends import Trends
from services.gateway.api.plans.plans import Plans
from services.gateway.web.leader.plan_page import PlanPage
from services.gateway.web.leader.trend_page import TrendPage
from services.gateway.web.leader.wall_page import WallPage


def picture_pages(trends: Trends, plans: Plans, signing: bytes) -> tuple[object, ...]:
    """All of them, over what answers them."""
    return (TrendPage(trends, signing), PlanPage(plans, signing), WallPage(trends, signing))
