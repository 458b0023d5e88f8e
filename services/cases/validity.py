"""From which day to which something holds 有效期间 that one step brings into force and another ends."""

import datetime as dt
from dataclasses import dataclass

from contracts.register import Register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record


@dataclass(frozen=True)
class Validity:
    """The days of a register's records: `begins` and `ends` name the steps between which they hold."""

    register: Register
    begins: str
    ends: str

    def span(self, record: Record) -> tuple[dt.date, dt.date]:
        """The first day of a record, and the first day without it."""
        days = {entry.step.name: entry.on for entry in record.effective}
        return days.get(self.begins, dt.date.max), days.get(self.ends, dt.date.max)

    def until(self, record: Record, _form: Data, lookup: Lookup) -> dt.date:
        """A look-up of the first day without a record, where its beginning is corrected after its end."""
        return self.span(lookup.record(self.register.name, record.id))[1]

    def meets(self, record: Record, begun: dt.date, ended: dt.date) -> bool:
        """Whether a record holds on any day from the first up to the last, which is not one of them."""
        first, last = self.span(record)
        return first < ended and begun < last

    def holds(self, record: Record, day: dt.date) -> bool:
        """Whether a record holds on a day."""
        return self.meets(record, day, day + dt.timedelta(1))


def content_on(record: Record, day: dt.date, ends: str) -> Data | None:
    """What a record said on a day; None: nothing yet, or no more since the step that ends it, or it was voided."""
    revisions = [entry for entry in record.effective if entry.on <= day]
    if not revisions or revisions[-1].step.name == ends or record.voided:
        return None
    return revisions[-1].data
