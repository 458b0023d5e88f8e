"""Refusals that several registers give for the same reason: one slug for clients, which stands here once.

A register that says it in words of its own (`A vehicle is transferred ...`) has a subclass with that sentence, which
inherits the slug. What one register alone refuses stands with that register's rules.
"""

from contracts.errors import Invalid, Refused


class SameUnit(Refused):
    """A transfer goes to another unit than the present one."""

    slug, zh, field = "same-unit", "接收单位与现单位相同", "unit"


class HostJoins(Refused):
    """The host unit does not stand among the joint units."""

    slug, zh, field = "host-joins", "联合单位不应包含主办单位", "counits"


class JointTwice(Refused):
    """Each joint unit is named once."""

    slug, zh, field = "joint-twice", "同一联合单位只列一次", "counits"


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
