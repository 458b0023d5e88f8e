"""Refusals that several registers give for the same reason: one slug for clients, which stands here once.

A register that says it in words of its own (`A vehicle is transferred ...`) has a subclass with that sentence, which
inherits the slug. What one register alone refuses stands with that register's rules.
"""

from collections.abc import Mapping
from typing import Any

from contracts.errors import Invalid, Refused, fault

POINT = ("longitude", "latitude", "datum")


class SameUnit(Refused):
    """A transfer goes to another unit than the present one."""

    slug, zh, field = "same-unit", "接收单位与现单位相同", "unit"


class UnitOfBasis(Refused):
    """What rests on another record is of that record's unit: a plan, a patrol, premises."""

    slug, zh, field = "unit-of-basis", "单位须与所依据记录（计划、巡查、方案、场所）的单位相同", "unit"


class HostJoins(Refused):
    """The host unit does not stand among the joint units."""

    slug, zh, field = "host-joins", "联合单位不应包含主办单位", "counits"


class JointTwice(Refused):
    """Each joint unit is named once."""

    slug, zh, field = "joint-twice", "同一联合单位只列一次", "counits"


class PassedOnAlready(Refused):
    """What was passed on stays so: the record is voided, and what it says is passed on anew."""

    slug, zh = (
        "passed-on-already",
        "已按此转办，去向、类别、责任单位、社区、线索编号等不再更正：请作废本记录后重新登记并转办",
    )


class SourceStays(Refused):
    """What was opened by passing something on stays with what it came from, which waits for its end."""

    slug, zh = "source-stays", "本记录由转办自动登记，来源在等待其结果，不能更正、增填或删去来源"


class HeardOfItself(Refused):
    """What came of it is recorded when the record that it became ends, and by nobody's hand."""

    slug, zh = "heard-of-itself", "转办结果在所转记录办结时自动记入，不由人登记或改写"


class NamedTwice(Refused):
    """Each person is named once."""

    slug, zh, field = "named-twice", "同一人员只登记一次", "attendance"


class NobodyCame(Refused):
    """A meeting to which nobody came was not held."""

    slug, zh, field = "nobody-came", "无人到场的不能登记为已举办", "attendance"


class NotOnStrength(Refused):
    """This person was not on strength on that day."""

    slug, zh, field = "not-on-strength", "该人员当日不在册", "person"


class NotAlike(Refused):
    """A repeat names one of those that were proposed when it came in."""

    slug, zh = "not-alike", "重复的原记录须为收到时提示的疑似重复记录"


class NotLonger(Refused):
    """More time ends later than the limit that it moves."""

    slug, zh = "not-longer", "延期后的时限应晚于原时限"


class NotNewer(Refused):
    """What takes the place of something is newer than that."""

    slug, zh = "not-newer", "新的应晚于被取代的"


class NotReplaced(Refused):
    """What takes another's place is another one, and is in force."""

    slug, zh, field = "not-replaced", "须由另一份现行的取代", "successor"


class ReplacesAnother(Refused):
    """Another was replaced by this one."""

    slug, zh = "replaces-another", "已有记录登记为被其取代"


class DueInThePast(Refused):
    """A reply is not due before the day on which it was asked for."""

    slug, zh, field = "due-in-the-past", "答复期限早于受理、分办日期", "reply_by"


class DueBeforePlanned(Refused):
    """What is planned is due on the day of the plan at the earliest."""

    slug, zh, field = "due-before-planned", "完成期限早于制定日期", "due_on"


class CountDiffers(Refused):
    """The number given is that of the things counted."""

    slug, zh = "count-differs", "所填数目与实际数目不符"


class NoSnapshot(Refused):
    """What was seen on a page is proved by a snapshot of it."""

    slug, zh, field = "no-snapshot", "应附网页快照", "evidence"


class NoSuchEvidence(Invalid):
    """Evidence is named that was never handed in; upload it first."""

    slug, zh = "no-such-evidence", "所列佐证尚未上传，请先上传"


class HalfAPoint(Invalid):
    """A point has longitude, latitude and datum, all three."""

    slug, zh = "half-a-point", "坐标须同时填写经度、纬度和坐标系"

    @classmethod
    def faults(cls, point: Mapping[str, Any], within: str = "") -> list[dict[str, str]]:
        """What a point lacks; nothing of one that is whole, or not there. `within` is where the form has it."""
        missing = [name for name in POINT if point[name] is None]
        halved = 0 < len(missing) < len(POINT)
        return [fault(f"{within}{name}", cls.message(), cls.zh) for name in missing] if halved else []


class OtherCategory(Refused):
    """Style problems are rectified, street problems become cases."""

    slug, zh, field = "other-category", "问题类别与转办方式不符：作风类转整改，市容秩序类转案件", "category"
