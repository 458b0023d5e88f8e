"""Public events 公众体验活动: forums, experience days, little guardians, open days.

Participants are counts by role; where a list is kept it knows people and households by tokens, never by name.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "forum": "城管家校论坛 / forum of officers, families and schools",
        "experience_day": "公众体验日 / public experience day",
        "little_guardian": "城管小卫士 / little guardians",
        "open_day": "开放日",
    }
)
ROLES = Words({"pupil": "学生", "parent": "家长", "teacher": "教师", "resident": "居民", "officer": "城管队员"})
BEFORE = "proposed, approved, planned, postponed"
LEADERS = "leader, publicist"
HOSTS = "clerk, captain, publicist"


class Proposal(Form):
    """A unit proposes an event, alone or with a partner."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("主办单位", "Host unit")
    counits = ask.units("协办单位", "Joint units")
    title = ask.text("活动名称", "Title", longest=80)
    kind = ask.choice("活动类别", "Event kind", KINDS)
    partner = ask.text("合作单位", "Partner", longest=80, required=False)
    topic = ask.text("主题", "Topic", longest=80, required=False)
    place = ask.text("地点", "Place", longest=80, required=False)
    capacity = ask.number("容纳人数", "Capacity", least=1, required=False)
    proposed_on = ask.happened("提出日期", "Proposed on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("合作协议", "Agreement with the partner")


class Approval(Form):
    """The bureau agrees."""

    approved_on = ask.happened("批准日期", "Approved on")


class Plan(Form):
    """A day is set; the event counts nothing until it was held (F082)."""

    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟举办日期", "Planned for")


class Postponement(Reason):
    """The event will be held on another day, which a new plan sets."""

    postponed_on = ask.happened("延期日期", "Postponed on")


class Cancellation(Reason):
    """The event will not be held."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


class Holding(Form):
    """The event took place: how many came, by role."""

    held_on = ask.happened("举办日期", "Held on")
    pupils = ask.number("学生人数", "Pupils", most=100_000, required=False)
    parents = ask.number("家长人数", "Parents", most=100_000, required=False)
    teachers = ask.number("教师人数", "Teachers", most=100_000, required=False)
    residents = ask.number("居民人数", "Residents", most=100_000, required=False)
    officers = ask.number("城管队员人数", "Officers", most=100_000, required=False)
    consents = ask.number("监护人同意份数", "Guardians' consents", most=100_000, required=False)
    evidence = ask.evidence("活动佐证", "Proof of the event")


class Counted(Form):
    """Who came from the public, and how many of them beyond what the place holds."""

    participants = ask.number("参与人次", "Participants", required=False)
    beyond_capacity = ask.number("超出容纳人数", "Beyond capacity", required=False)


class Participant(Form):
    """One entry of the sign-in list: tokens, no names."""

    participant = ask.code("参与者编号", "Participant's token")
    role = ask.choice("身份", "Role", ROLES)
    household = ask.code("家庭编号", "Household's token", required=False)
    consent = ask.flag("监护人同意", "Guardian's consent", required=False)


class SignIn(Form):
    """Who came, where a list by tokens is kept."""

    people = ask.many(Participant, "参与者", "Participants")
    evidence = ask.evidence("签到表", "Sign-in sheet")


class TookPart(Form):
    """They took part on the day of the event, whenever the list was entered."""

    took_part_on = ask.happened("参与日期", "Took part on")


class Feedback(Form):
    """Answer sheets that came back."""

    collected_on = ask.happened("收回日期", "Collected on")
    answers = ask.number("收回答卷数", "Answers", least=1, most=2000)
    positive = ask.number("满意答卷数", "Positive answers", most=2000)
    evidence = ask.evidence("答卷", "Answer sheets")


class Ballot(Form):
    """One answer."""

    ballot = ask.number("答卷序号", "Number of the answer", least=1)
    satisfied = ask.flag("满意", "Satisfied")


class Ballots(Form):
    """The answers one by one, so that a ratio is over answers and not over sheets handed in."""

    ballots = ask.many(Ballot, "逐份答卷", "Answers one by one", most=2000)


class HouseholdAsked(Form):
    """What a household says, known by its token; no names."""

    household = ask.code("家庭编号", "Household's token")
    family = ask.flag("家人照做", "Others than the child do so too")
    community = ask.flag("带动邻里", "Neighbours were moved")


class FollowUp(Form):
    """Households that took part are asked again, whether one child moved a family and a community (F083)."""

    asked_on = ask.happened("回访日期", "Asked again on")
    households = ask.many(HouseholdAsked, "回访家庭", "Households", most=500)
    evidence = ask.evidence("回访记录", "Record of the follow-up")


class Summary(Form):
    """What it brought."""

    summarised_on = ask.happened("总结日期", "Summarised on")
    summary = ask.text("活动总结", "Summary")
    evidence = ask.evidence("总结材料", "Papers")


register = Register(
    "outreach.public_events",
    "公众体验活动",
    "Public events",
    keys="kind, partner",
    words={
        "proposed": "已提出",
        "approved": "已批准",
        "planned": "已计划",
        "postponed": "已延期",
        "held": "已举办",
        "summarised": "已总结",
        "cancelled": "已取消",
        "voided": "已作废",
    },
    steps=(
        Step("propose", "proposed", "提出 / Propose", "new -> proposed", Proposal, by=HOSTS),
        Step(
            "approve",
            "approved",
            "批准 / Approve",
            "proposed -> approved",
            Approval,
            by=LEADERS,
            apart_from="propose",
            task="approve",
        ),
        Step("plan", "planned", "计划 / Plan", "approved, postponed -> planned", Plan, nature="plan", by=HOSTS),
        Step("postpone", "postponed", "延期 / Postpone", "planned -> postponed", Postponement, by=HOSTS),
        Step("hold", "held", "举办 / Hold", "planned -> held", Holding, adds=Counted, by=HOSTS),
        Step(
            "sign_in",
            "participation_recorded",
            "登记参与者 / Sign in",
            "held, summarised",
            SignIn,
            adds=TookPart,
            by=HOSTS,
        ),
        Step(
            "collect",
            "feedback_received",
            "收回答卷 / Collect answers",
            "held, summarised",
            Feedback,
            adds=Ballots,
            by=HOSTS,
        ),
        Step(
            "follow_up",
            "households_asked",
            "回访家庭 / Follow up",
            "held, summarised",
            FollowUp,
            by=HOSTS,
        ),
        Step("summarise", "summarised", "总结 / Summarise", "held -> summarised", Summary, by=HOSTS),
        Step("cancel", "cancelled", "取消 / Cancel", f"{BEFORE} -> cancelled", Cancellation, by=HOSTS),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"{BEFORE}, held, summarised, cancelled -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
)
