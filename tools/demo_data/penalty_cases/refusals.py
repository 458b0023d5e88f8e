"""Sheets that the import must refuse: in each row the law is broken once, but for the first, which is sound.

Which article refuses a row is for the tests to say.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases import lists, records_and_reviews
from tools.demo_data.penalty_cases.cases import Case
from tools.demo_data.penalty_cases.lists import POWERS
from tools.demo_data.penalty_cases.sheet_rows import Row
from tools.demo_data.penalty_cases.years import NEW, PERSON, after

Steps = Mapping[str, Mapping[str, Any]]
Wrong = Callable[[Steps], Mapping[str, Any]]
AROUND = dt.date(2026, 6, 10)
"""No holiday is near."""


@dataclass(frozen=True)
class Breach:
    """A case that is sound up to a step, whose form says something else.

    lacks  the steps before it that were left out
    sharp  evidence was registered
    """

    kind: str
    step: str
    says: Wrong = lambda _: {}
    lacks: tuple[str, ...] = ()
    sharp: bool = False

    def row(self, id_: str) -> Row:
        """The case up to the step at which it is refused."""
        steps = Case(NEW, id_, self.kind, AROUND, self.sharp, random.Random(id_)).row().steps  # noqa: S311 -- always the same
        before = takewhile(lambda name: name != self.step, steps)
        sound = {name: steps[name] for name in before if name not in self.lacks}
        wrong = {**steps[self.step], **self.says(steps)}
        return Row({**sound, self.step: {name: value for name, value in wrong.items() if value is not None}}, id_)


def one_officer(steps: Steps) -> Mapping[str, Any]:
    """The same officer twice."""
    return {"second_officer": steps["inspect"]["first_officer"]}


def auxiliary(steps: Steps) -> Mapping[str, Any]:
    """An auxiliary of the unit as the second."""
    return {"second_officer": f"{steps['find']['unit']}-X01"}


def day_91(steps: Steps) -> Mapping[str, Any]:
    """Decided a day too late."""
    return {"decided_on": steps["file"]["filed_on"] + 91 * DAY}


def six_days_ahead(steps: Steps) -> Mapping[str, Any]:
    """A hearing a working day too soon."""
    return {"hearing_on": after(steps["notify_hearing"]["notified_on"], "6 workdays")}


def day_8(field: str, step: str, since: str) -> Wrong:
    """The eighth working day, of seven, from a step's day."""
    return lambda steps: {field: after(steps[step][since], "8 workdays")}


def two_years_ago(steps: Steps) -> Mapping[str, Any]:
    """An act that was found two years and a day later."""
    return {"act_on": steps["find"]["found_on"].replace(year=NEW.year - 2) - DAY}


def citizen_of_age(age: int) -> Wrong:
    """A citizen, of an age, who is to pay more than may be decided on the spot."""
    named = {"party_kind": PERSON, "party": None, "person_name": "合成当事人", "person_age": age}
    return lambda _: {**named, "fine": "300", "tier": "A", "other": None}


BREACHES = (
    Breach("general", "archive"),
    Breach("general", "inspect", one_officer),
    Breach("general", "inspect", auxiliary),
    Breach("general", "file", two_years_ago),
    Breach("general", "dispose_evidence", day_8("disposed_on", "register_evidence", "registered_on"), sharp=True),
    Breach("general", "decide", lacks=("notify",)),
    Breach("general", "decide", day_91),
    Breach("reviewed", "decide", lacks=("request_review", "pass_review")),
    Breach("heard", "notify_hearing", six_days_ahead),
    Breach("general", "serve", day_8("served_on", "decide", "decided_on")),
    Breach("general", "publish", day_8("published_on", "decide", "decided_on")),
    Breach("spot", "decide_on_spot", citizen_of_age(13)),
    Breach("spot", "decide_on_spot", citizen_of_age(40)),
)


def penalties(cases: Sequence[Row]) -> list[Row]:
    """Cases that must not stand, and one that was fined already."""
    rows = [breach.row(f"XS-2026-9{number:02}") for number, breach in enumerate(BREACHES)]
    return [*rows, _again(next(case for case in cases if "fine" in case.steps.get("decide_on_spot", {})))]


def _again(case: Row) -> Row:
    steps = {name: dict(case.steps[name]) for name in ("find", "decide_on_spot")}
    steps["decide_on_spot"]["number"] = "锡合成当罚重复号"
    return Row(steps, "XS-2026-999")


def power_items() -> list[Row]:
    """An entrusted matter that names nobody who entrusts it."""
    steps = next(row for row in lists.powers() if row.steps["draft"]["entrusted"]).steps
    return [Row({"draft": {**steps["draft"], "code": f"QL-{POWERS + 1}", "entrusted_by": ""}})]


def list_publications() -> list[Row]:
    """A second version where the first still stands."""
    steps = lists.publications()[0].steps
    prepared = {**steps["prepare"], "version": 2, "formed_on": "2017-06-01"}
    published = {**steps["publish"], "published_on": "2017-06-08"}
    return [Row({"prepare": prepared, "publish": published}, "XS-POWERS-GOVERNMENT-V2")]


def process_records(cases: Sequence[Row]) -> list[Row]:
    """A record without a file, and a review that was needed and is said not to have been."""
    start, *_ = records_and_reviews.records(cases)
    reviewed = next(case for case in cases if "pass_review" in case.steps)
    excuse = {"case": reviewed.id, "stage": "review", "reason": "漏录（合成）"}
    bare = {**start.steps["capture"], "evidence": []}
    return [
        Row({"capture": bare}, "XS-RECORD-901"),
        Row({"excuse": excuse | {"excused_on": reviewed.steps["decide"]["decided_on"]}}, "XS-RECORD-902"),
    ]


def case_file_reviews(cases: Sequence[Row]) -> list[Row]:
    """An officer who is to review the file of their own case, and a file of a case that goes on."""
    archived = next(case for case in cases if "archive" in case.steps and "file" in case.steps)
    open_ = next(case for case in cases if list(case.steps)[-1] == "decide")
    sampled = {"template": records_and_reviews.TEMPLATE, "round": "2026-1", "sampled_on": NEW.last}
    assigned = {"reviewer": archived.steps["file"]["lead_officer"], "assigned_on": NEW.last}
    return [
        Row({"sample": {"case": archived.id} | sampled, "assign": assigned}, "PC-2026-901"),
        Row({"sample": {"case": open_.id} | sampled}, "PC-2026-902"),
    ]
