"""What names a person, and under which unit: so that nothing is left about somebody who was never there."""

import datetime as dt
from collections.abc import Iterable, Iterator

from contracts.forms import values_of_kind
from contracts.register import PEOPLE
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record, Revision

NAMING_FIELDS = {
    "training.assessments": ("person", "invigilator"),
    "training.certificates": ("person",),
    "training.acknowledgements": ("person",),
    "training.pledges": ("person", "superior"),
    "training.breaches": ("person", "inquirer"),
    "training.posts": ("person",),
    "training.duty_sheets": ("person",),
    "training.campaign_documents": (PEOPLE,),
    "training.delegations": ("delegator", "delegate"),
    **dict.fromkeys(("training.sessions", "training.integrity_activities", "training.conduct_checks"), (PEOPLE,)),
}
"""By what a register's records are found that name a person, in lists too."""
Postings = Iterable[tuple[dt.date, str]]


def naming(person: str, lookup: Lookup) -> list[Record]:
    """Every record of training that names a person."""
    found = (
        one
        for register, by in NAMING_FIELDS.items()
        for field in by
        for one in lookup.where(register, **{field: person})
    )
    records = {(one.register.name, one.id): one for one in found if _names(one, person)}
    return [records[key] for key in sorted(records)]


def _names(record: Record, person: str) -> bool:
    texts = (text for entry in record.effective for _, _, text in values_of_kind(entry.step.data, entry.data, "person"))
    return person in texts


def posting_conflicts(records: Iterable[Record], person: str, postings: Postings) -> list[Record]:
    """The records that place a person in another unit than these postings (day, unit) do."""
    by_day = sorted(postings, key=lambda posting: posting[0])
    return [one for one in records if any(unit != _unit(by_day, day) for day, unit in _placings(one, person))]


def _unit(postings: list[tuple[dt.date, str]], day: dt.date) -> str | None:
    return next((unit for on, unit in reversed(postings) if on <= day), None)


def _placings(record: Record, person: str) -> Iterator[tuple[dt.date, str]]:
    """On which day a record places a person in which unit: an entry of its lists, or the whole of it."""
    own = record.get("person") == person
    for entry in record.effective:
        if own and entry.data.get("unit"):
            yield _day(entry), entry.data["unit"]
        for one in _list_entries(entry.data):
            if one.get("person") == person and one.get("unit"):
                yield _day(entry), one["unit"]


def _list_entries(data: Data) -> Iterator[Data]:
    lists = (value for value in data.values() if isinstance(value, list))
    yield from (one for value in lists for one in value if isinstance(one, dict))


def _day(entry: Revision) -> dt.date:
    """The day on which a person's unit counts: that of a session, of a breach, and else that of the step."""
    day: dt.date = entry.data.get("held_on") or entry.data.get("committed_on") or entry.on
    return day
