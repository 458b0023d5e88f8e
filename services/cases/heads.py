"""Who is one of the heads of the agency 行政机关负责人 on a day (Penalty Law art. 57).

By the personnel register, by a post beside it, or for somebody who is, by a delegation: as one signs in.
"""

import datetime as dt

from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record

HEAD = "leader"
PEOPLE, POSTS, DELEGATIONS = "training.people", "training.posts", "training.delegations"
ROLES = ("join", "appoint")
"""The steps of the personnel register that give somebody a role."""


def is_head(lookup: Lookup, person: str, day: dt.date) -> bool:
    """Whether somebody is one of the heads on a day, or acts for one."""
    if not _is_at_work(lookup.record(PEOPLE, person), day):
        return False
    return _in_own_right(lookup, person, day) or any(
        _in_own_right(lookup, one["delegator"], day)
        for one in lookup.where(DELEGATIONS, delegate=person)
        if _gives(one, day, "recalled_on")
    )


def _in_own_right(lookup: Lookup, person: str, day: dt.date) -> bool:
    known = lookup.record(PEOPLE, person)
    roles = [one.data["role"] for one in known.effective if one.step.name in ROLES and one.on <= day]
    held = (_gives(one, day, "ended_on") for one in lookup.where(POSTS, person=person))
    return _is_at_work(known, day) and (roles[-1:] == [HEAD] or any(held))


def _is_at_work(person: Record, day: dt.date) -> bool:
    steps = {one.step.name for one in person.effective if one.on <= day}
    return "join" in steps and "leave" not in steps and not person.voided


def _gives(post: Record, day: dt.date, ended: str) -> bool:
    """Whether an appointment or a delegation gives the post of a head on a day; that on which it ends not any more."""
    last, end = post.get("until"), post.get(ended)
    runs = post["from_on"] <= day and (last is None or day <= last) and (end is None or day < end)
    return bool(runs and post["role"] == HEAD and not post.voided)
