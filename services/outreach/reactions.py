"""What the outreach service does when it hears of others' events."""

from __future__ import annotations

from contracts.cases.rectifications import OPINION, SERVICE_CALL, SUPERVISION_REPORT
from contracts.envelope import Event
from services.chassis.handling.reactions import Reactions
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import has_become
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data
from services.outreach.referrals import ending

WAITING = {
    OPINION: "outreach.opinions",
    SUPERVISION_REPORT: "outreach.supervision_reports",
    SERVICE_CALL: "outreach.service_calls",
}
"""Where what was passed on waits for its outcome, by the source that rectifications and cases name."""


def on_rectification_closed(event: Event, lookup: Lookup) -> CommandRequest | None:
    """What was rectified goes back to the opinion or report that it came from (F057)."""
    of = event.data["of"]
    return _resolve(event, lookup, (of["source_kind"], of["source"]), _outcome("done", event.data["outcome"]))


def on_rectification_dropped(event: Event, lookup: Lookup) -> CommandRequest | None:
    """A rectification that was cancelled or taken back was no rectification: whoever waits for it hears why."""
    of = event.data["of"]
    return _resolve(event, lookup, (of["source_kind"], of["source"]), _outcome("declined", event.data["reason"]))


def on_case_closed(event: Event, lookup: Lookup) -> CommandRequest | None:
    """So does what came of a case."""
    return _resolve_by_case(event, lookup, _outcome("done", event.data["outcome"]))


def on_case_dropped(event: Event, lookup: Lookup) -> CommandRequest | None:
    """A case that was closed by force, or taken back, was not dealt with."""
    return _resolve_by_case(event, lookup, _outcome("declined", event.data["reason"]))


def on_case_rejected(event: Event, lookup: Lookup) -> CommandRequest | None:
    """No case came of it: somebody had looked and found nothing, or it is none of the bureau's."""
    return _resolve_by_case(
        event, lookup, _outcome("unfounded" if event.data["unfounded"] else "declined", event.data["reason"])
    )


def _outcome(result: str, text: str) -> Data:
    return {"result": result, "outcome_text": text}


def _resolve_by_case(event: Event, lookup: Lookup, outcome: Data) -> CommandRequest | None:
    of = event.data["of"]
    return _resolve(event, lookup, (of["source"], of["source_record"]), outcome)


def _resolve(event: Event, lookup: Lookup, source: tuple[str, str | None], outcome: Data) -> CommandRequest | None:
    """The step that records it, where the source (its kind, its id) still waits for its outcome."""
    kind, id_ = source
    register = WAITING.get(kind)
    if register is None or not id_:
        return None
    record = lookup.record(register, id_)
    # Anybody may type the source of what they raise: only what came of the conversion resolves it.
    if record.status() != "converted" or not has_become(record, "convert", event.subject):
        return ending(event, record, (outcome["result"], outcome["outcome_text"]))
    form = outcome | {"resolved_on": event.occurredon.isoformat(), "handled_as": event.subject}
    return CommandRequest(register, "resolve", form, id_)


reactions = Reactions(
    ("cases.rectifications.closed.v1", on_rectification_closed),
    ("cases.rectifications.cancelled.v1", on_rectification_dropped),
    ("cases.rectifications.voided.v1", on_rectification_dropped),
    ("cases.digital_cases.closed.v1", on_case_closed),
    ("cases.digital_cases.forced_closed.v1", on_case_dropped),
    ("cases.digital_cases.voided.v1", on_case_dropped),
    ("cases.digital_cases.rejected.v1", on_case_rejected),
)
