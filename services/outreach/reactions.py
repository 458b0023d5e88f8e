"""What the outreach service does when it hears of others' events."""

from __future__ import annotations

from contracts.cases.rectifications import OPINION
from contracts.envelope import Event
from services.chassis.desk import Find
from services.chassis.reactions import Reactions, Wanted

OPINIONS = "outreach.opinions"


def resolve(event: Event, find: Find) -> Wanted | None:
    """What came of a converted opinion goes back to it, once it is known (F057)."""
    of = event.data["of"]
    if of["source_kind"] != OPINION or find.record(OPINIONS, of["source"] or "").status() != "converted":
        return None
    form = {
        "resolved_on": event.occurredon.isoformat(),
        "result": "done",
        "outcome_text": event.data["outcome"],
        "handled_as": event.subject,
    }
    return Wanted(OPINIONS, "resolve", form, of["source"])


reactions = Reactions(("cases.rectifications.closed.v1", resolve))
