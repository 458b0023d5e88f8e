"""Rules for integrity activities."""

from contracts.errors import Refused
from contracts.refusals import HostJoins, NamedTwice, NobodyCame
from contracts.training.integrity_activities import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.joint import check_joint_units
from services.training.postings import Staff, duplicate_entries, staff_of, with_units

rules = Rules(register)


class OrganiserJoins(HostJoins):
    """The organising unit does not stand among the joint units."""

    zh = "联合单位不应包含组织单位"


class NobodyCameToActivity(NobodyCame):
    """A visit, a film or a lecture to which nobody came was not held."""

    zh = "无人到场的活动不能登记为已举办"


class EssayElsewhere(Refused):
    """Essays are handed in to an activity whose form is the essay."""

    slug, zh, field = "essay-elsewhere", "心得只能在“撰写廉政心得”活动中提交", "essays"


class EssayTwice(Refused):
    """A person's essay for one activity counts once."""

    slug, zh, field = "essay-twice", "同一人员同一活动的心得只登记一次", "essays"


@rules.on("plan")
def plan(_new: Record, form: Data, _at: Context) -> Data:
    """A joint activity has one host and others that join it; each counts it once."""
    check_joint_units(form, OrganiserJoins)
    return form


@rules.on("hold", upto=1, staff=staff_of("attendance"))
def hold_as_before(activity: Record, form: Data, _at: Context, staff: Staff) -> Data:
    """Somebody came; an essay is set without a meeting (M-A2-3, M-A2-4)."""
    if twice := duplicate_entries(form["attendance"]):
        raise NamedTwice(errors=[NamedTwice.fault(f"attendance.{number}.person") for number in twice])
    came = any(one["status"] in ("present", "late") for one in form["attendance"])
    if not came and activity["form"] != "essay":
        raise NobodyCameToActivity(activity.id)
    return form | {"attendance": with_units(form, "attendance", form["held_on"], staff)}


@rules.on("hold", staff=staff_of("attendance"))
def hold(activity: Record, form: Data, at: Context, staff: Staff) -> Data:
    """The same; the months in which there was something are counted (F064, 常态化)."""
    return hold_as_before(activity, form, at, staff) | {"month": f"{form['held_on']:%Y-%m}"}


@rules.on("submit", staff=staff_of("essays"))
def submit(activity: Record, form: Data, _at: Context, staff: Staff) -> Data:
    """Essays are handed in, a person's once (M-A2-3, M-A2-5)."""
    if activity["form"] != "essay":
        raise EssayElsewhere(activity["form"])
    before = [essay["person"] for portion in activity.all("submit") for essay in portion["essays"]]
    if twice := duplicate_entries(form["essays"], before):
        raise EssayTwice(errors=[EssayTwice.fault(f"essays.{number}.person") for number in twice])
    return form | {"essays": with_units(form, "essays", form["submitted_on"], staff)}
