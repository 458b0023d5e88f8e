"""What the cases service does when it hears of others' events."""

from __future__ import annotations

from contracts.cases.rectifications import OPINION
from contracts.envelope import Event
from contracts.outreach.opinions import RECTIFICATION
from services.chassis.desk import Find
from services.chassis.reactions import Reactions, Wanted


def rectify(event: Event, _find: Find) -> Wanted | None:
    """An opinion that was converted into a rectification raises one (F057, M-A1-5)."""
    said = event.data
    if said["target"] != RECTIFICATION:
        return None
    form = {
        "unit": said["responsible_unit"],
        "category": said["category"],
        "problem": said["summary"],
        "source_kind": OPINION,
        "source": event.subject,
        "raised_on": event.occurredon.isoformat(),
    }
    return Wanted("cases.rectifications", "raise", form)


reactions = Reactions(("outreach.opinions.converted.v1", rectify))
