"""How the log is, in one line on the overview: what is worst comes first, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.audit.rpc import LogStatus
from services.gateway.audit.log_watch import LogState, LogWatch
from services.gateway.display.formatting import moment
from services.gateway.web.render import Frame

SHAPES = {
    LogState.GOOD: "achieved",
    LogState.NEVER: "not_started",
    LogState.OLD: "at_risk",
    LogState.BEHIND: "at_risk",
    LogState.GAPS: "at_risk",
    LogState.AWAY: "unverifiable",
    LogState.CONFLICT: "behind",
    LogState.FAULT: "behind",
}
"""By which sign of the overview a state is told."""


@dataclass(frozen=True)
class Card:
    """What the card says: a sign, its words, and what else is known, part by part.

    lead   what is said before the parts
    fault  what the last verification named as wrong
    """

    state: LogState
    shape: str
    words: str
    parts: tuple[str, ...]
    lead: str = ""
    fault: str = ""


@dataclass(frozen=True)
class IntegrityCard:
    """Says how the log was when it was last asked."""

    watch: LogWatch

    def write(self, frame: Frame) -> Card:
        """The card in the page's language."""
        state, status = self.watch.state(), self.watch.status
        parts = tuple(_parts(status, frame)) if status else ()
        lead = frame.say("log last heard") if state == LogState.AWAY and parts else ""
        return Card(state, SHAPES[state], frame.say(f"log {state}"), parts, lead, status.fault if status else "")


def _parts(status: LogStatus, frame: Frame) -> Iterator[str]:
    if lost := sum(status.missing.values()):
        yield frame.say("log missing", n=f"{lost:,}")
    yield frame.say("log entries", n=f"{status.size:,}")
    if status.verified_at:
        yield frame.say("log verified at", moment=moment(status.verified_at), n=f"{status.verified_size:,}")
    if status.checkpoint_at:
        yield frame.say("log checkpoint", n=f"{status.checkpoint_size:,}", moment=moment(status.checkpoint_at))
    else:
        yield frame.say("log no checkpoint")
    names = frame.say("comma").join(sorted(status.witnesses))
    yield frame.say("log witnessed", names=names) if names else frame.say("log unwitnessed")
