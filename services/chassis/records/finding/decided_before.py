"""What a step that is decided again was decided on before: a correction of another step does not change what it saw."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record


@dataclass(frozen=True)
class DecidedBefore:
    """A step as it was recorded: the record before it, what it said, and when it was first entered."""

    record: Record
    data: Data
    entered: dt.datetime


def decided_before(record: Record, lookup: Lookup) -> DecidedBefore | None:
    """How the step stands that is decided now on this record; None: it is new.

    A rule is given the record as it stands before its step; what was recorded from there on begins with that step.
    """
    place = max((one.place for one in record.latest_revisions), default=0)
    whole = lookup.record(record.register.name, record.id)
    step = next((one for one in whole.latest_revisions if one.place > place), None)
    if step is None:
        return None
    entered = min(one.at.now for one in whole.revisions if one.place == step.place)
    return DecidedBefore(whole.before(step.place), step.data, entered)
