"""Rules for changes of targets: what a target must say, and that it holds from no day that was over by then.

Whether the programme has the measure, whether it may bear a target and which one it bears is the gateway's to say: it
counts by the programme in force (`services/gateway/read_model/targets/door.py`).
"""

import datetime as dt
import re

from contracts.errors import Refused, fault
from contracts.training.target_changes import NEW, OPERATORS, VALUE, WAS, register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units

rules = Rules(register)
CONFIRM = "confirm"


class FaultyTarget(Refused):
    """This is no target as a measure can have it."""

    slug, zh, status, field = "faulty-target", "目标填写有误", 422, "value"


class SameTarget(Refused):
    """The new target is the one that holds: nothing would change."""

    slug, zh, field = "same-target", "新目标与现行目标相同", "value"


class SourceOfBefore(Refused):
    """What set the target in force set another number: name what sets this one."""

    slug, zh, field = "source-of-before", "目标已改，须填写新的依据（局内规定，待定）", "source"


class DueBefore(Refused):
    """A target is to be reached on a day that is not over when it is proposed."""

    slug, zh, field = "target-due-before", "目标期限不得早于提出日期", "by"


class TargetMoved(Refused):
    """Another change of this measure was confirmed since this one was proposed: propose it anew beside that."""

    slug, zh = "target-moved", "该指标的目标此后已另行调整，请按现行目标重新提出"


class TargetConfirmed(Refused):
    """What was confirmed is not corrected: propose another change, so that a second person confirms that too."""

    slug, zh = "target-confirmed", "已确认生效的目标不能直接更正，请另行提出调整"


def latest_record(change: Record, _form: Data, lookup: Lookup) -> Record:
    """The change with what was recorded after this step too."""
    return lookup.record(register.name, change.id)


def changes_of_measure(change: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """Every change that was ever proposed of the measure."""
    return lookup.where(register.name, measure=change["measure"])


@rules.on("propose", latest=latest_record, bureau=units.bureau)
def propose(change: Record, form: Data, _at: Context, latest: Record, bureau: str | None) -> Data:
    """The old target stands beside the new one, and what sets the new one is named."""
    _refuse_if_confirmed(change, latest)
    if found := list(_faults(form)):
        raise FaultyTarget(form["measure"], errors=found)
    was, new = ([form[name] for name in names] for names in (WAS, NEW))
    if was[:3] == new[:3]:
        raise SameTarget(form["measure"])
    if was[3] == new[3] and was[:2] != new[:2]:
        raise SourceOfBefore(form["source"])
    if form["by"] < form["proposed_on"]:
        raise DueBefore(form["by"].isoformat())
    return units.assign_to_bureau(form, bureau)


@rules.on(CONFIRM, latest=latest_record, changes=changes_of_measure)
def confirm(change: Record, form: Data, at: Context, latest: Record, changes: list[Record]) -> Data:
    """It holds from the day of its confirmation, and never from one that was over when that was recorded."""
    before = next((one.data["in_force_on"] for one in latest.effective if one.step.name == CONFIRM), None)
    if before is None:
        _refuse_if_moved(change, changes)
    return form | {
        "in_force_on": max(form["confirmed_on"], before or at.today),
        "target_before": _line(change, WAS) if change.get("was_op") else None,
        "target_after": _line(change, NEW),
    }


def _refuse_if_confirmed(change: Record, latest: Record) -> None:
    """Raises TargetConfirmed where a step is corrected that a confirmation followed."""
    before = {one.place for one in change.effective}
    if any(one.step.name == CONFIRM and one.place not in before for one in latest.effective):
        raise TargetConfirmed(latest.id)


def _refuse_if_moved(change: Record, changes: list[Record]) -> None:
    """Raises TargetMoved where what it was to replace is not the last target that was confirmed."""
    confirmed = [
        (one.at.now, other)
        for other in changes
        if other.id != change.id and other.status() == "confirmed"
        for one in other.effective
        if one.step.name == CONFIRM
    ]
    if not confirmed:
        return
    _, last = max(confirmed, key=lambda one: one[0])
    if [last.get(name) for name in NEW] != [change.get(name) for name in WAS]:
        raise TargetMoved(last.id)


def _faults(form: Data) -> list[dict[str, str]]:
    """What is wrong with either target, each fault at its field."""
    given = [form[name] is not None for name in WAS]
    found = [
        fault(name, "A number, of a share in per cent: 28, 7.5, 95%", "应为数值，比率填百分数，如 28、7.5、95%")
        for name in ("value", "was_value")
        if form[name] is not None and not re.fullmatch(VALUE, form[name])
    ]
    if any(given) and not all(given):
        found.append(
            fault("was_value", "The whole target in force, or nothing of it", "现行目标应填写完整，或者全部留空")
        )
    if all(given) and str(form["was_value"]).endswith("%") != form["value"].endswith("%"):
        found.append(fault("value", "In per cent as the target in force, or not as that", "单位应与现行目标一致"))
    return found


def _line(change: Record, names: tuple[str, ...]) -> str:
    op, value, by, source = (change[name] for name in names)
    day = by.isoformat() if isinstance(by, dt.date) else by
    return f"{OPERATORS[op]} {value}，{day}（{source}）"
