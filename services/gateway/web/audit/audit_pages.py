"""The pages of the audit log, all of them."""

from __future__ import annotations

from services.gateway.audit.desk import AuditDesk
from services.gateway.web.audit.anomaly_page import AnomalyPages
from services.gateway.web.audit.integrity import IntegrityCard
from services.gateway.web.audit.log_page import LogPages
from services.gateway.web.audit.search_page import AuditPages
from services.gateway.web.audit.trail_page import TrailPages


def audit_pages(desk: AuditDesk, card: IntegrityCard, signing: bytes) -> tuple[object, ...]:
    """What answers; `signing` is the csrf tokens' key."""
    return (
        AuditPages(desk, signing),
        TrailPages(desk, signing),
        AnomalyPages(desk, signing),
        LogPages(desk.log, card, signing),
    )
