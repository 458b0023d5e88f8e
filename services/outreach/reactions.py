"""What the outreach service does when it hears of others' events."""

from __future__ import annotations

from contracts.cases.rectifications import OPINION, SUPERVISION_REPORT
from contracts.envelope import Event
from services.chassis.lookup import Lookup
from services.chassis.reactions import Reactions, Wanted
from services.chassis.record import Data

WAITING = {OPINION: "outreach.opinions", SUPERVISION_REPORT: "outreach.supervision_reports"}
"""Where what was converted waits for its outcome, by the source that rectifications and cases name."""


def rectified(event: Event, find: Lookup) -> Wanted | None:
    """What was rectified goes back to the opinion or report that it came from (F057)."""
    of = event.data["of"]
    return _resolved(event, find, (of["source_kind"], of["source"]), _told("done", event.data["outcome"]))


def dropped(event: Event, find: Lookup) -> Wanted | None:
    """A rectification that was cancelled or taken back was no rectification: whoever waits for it hears why."""
    of = event.data["of"]
    return _resolved(event, find, (of["source_kind"], of["source"]), _told("declined", event.data["reason"]))


def closed(event: Event, find: Lookup) -> Wanted | None:
    """So does what came of a case."""
    return _of_case(event, find, _told("done", event.data["outcome"]))


def forced(event: Event, find: Lookup) -> Wanted | None:
    """A case that was closed by force, or taken back, was not dealt with."""
    return _of_case(event, find, _told("declined", event.data["reason"]))


def rejected(event: Event, find: Lookup) -> Wanted | None:
    """No case came of it: somebody had looked and found nothing, or it is none of the bureau's."""
    return _of_case(event, find, _told("unfounded" if event.data["unfounded"] else "declined", event.data["reason"]))


def _told(result: str, text: str) -> Data:
    return {"result": result, "outcome_text": text}


def _of_case(event: Event, find: Lookup, told: Data) -> Wanted | None:
    of = event.data["of"]
    return _resolved(event, find, (of["source"], of["source_record"]), told)


def _resolved(event: Event, find: Lookup, source: tuple[str, str | None], told: Data) -> Wanted | None:
    """The step that tells it, where the source (its kind, its id) still waits for its outcome."""
    kind, id_ = source
    register = WAITING.get(kind)
    if register is None or not id_ or find.record(register, id_).status() != "converted":
        return None
    form = told | {"resolved_on": event.occurredon.isoformat(), "handled_as": event.subject}
    return Wanted(register, "resolve", form, id_)


reactions = Reactions(
    ("cases.rectifications.closed.v1", rectified),
    ("cases.rectifications.cancelled.v1", dropped),
    ("cases.rectifications.voided.v1", dropped),
    ("cases.digital_cases.closed.v1", closed),
    ("cases.digital_cases.forced_closed.v1", forced),
    ("cases.digital_cases.voided.v1", forced),
    ("cases.digital_cases.rejected.v1", rejected),
)
