"""The event of an act: who did what to which record, from where, and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.audit import acts
from contracts.audit.acts import MOST_RECORDS
from contracts.envelope import Event
from services.chassis.base import clock, ids
from services.chassis.handling.audit.doer import Doer
from services.chassis.records.command import BUREAU

OUTCOMES = {"denied": "denied", "refused": "refused", "call_refused": "refused", "sign_in_failed": "failed"}
"""How acts end that do not end well; the others are done."""


@dataclass(frozen=True, slots=True)
class ActEvents:
    """Makes the events of one service's acts; `source` is the CloudEvents source of its events."""

    source: str
    service: str
    now: Callable[[], dt.datetime]

    def make(self, act: str, doer: Doer, about: Mapping[str, Any], id_: str = "") -> Event:
        """The event of an act that happens now."""
        at, id_ = self.now(), id_ or ids.new_id()
        return Event(
            id_,
            self.source,
            acts.event_type(self.service, act),
            subject=id_,
            time=at,
            occurredon=clock.day_of(at),
            recordversion=1,
            place=1,
            unit=doer.unit or BUREAU,
            actor=doer.actor,
            evidencelevel="E0",
            data=_data(act, {"route": doer.route, "address": doer.address, **about}),
            correlationid=doer.request,
            traceparent=doer.traceparent,
            post=doer.post,
            onbehalfof=doer.on_behalf_of,
        )


def _data(act: str, about: dict[str, Any]) -> dict[str, Any]:
    """What an event says beside who did it: no member is empty, and of many records some are named."""
    data = {name: value for name, value in about.items() if value not in ("", None, ())}
    if "records" in data:
        data["records"] = list(data["records"][:MOST_RECORDS])
    return {"outcome": OUTCOMES.get(act, "done")} | data
