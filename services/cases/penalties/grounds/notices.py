"""A notice, and the one that is given anew when something of it was corrected (Penalty Law art. 44)."""

from contracts.cases.penalties import register
from services.cases.penalties.grounds.told_charge import (
    NoticeStands,
    changed_since_notice,
    is_decided_again,
    whole_case,
)
from services.cases.penalties.notice import notify_once
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


@rules.on("notify", whole=whole_case)
def notify(case: Record, form: Data, at: Context, whole: Record) -> Data:
    """The party is told once of a charge and a penalty, and once more of what was corrected in them (art. 44, 62)."""
    given = case.status() == "noticed" and not is_decided_again(case, whole)
    if given and not changed_since_notice(case):
        raise NoticeStands(case.id)
    return notify_once(case, form, at)
