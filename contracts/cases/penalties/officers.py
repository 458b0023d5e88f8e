"""The two officers who have the case, and what they see on the spot."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING, HEADS, IN_CHARGE, OPEN
from contracts.forms import Form, Note, Reason
from contracts.register import Step


class Officers(Form):
    """The two who have the case (Penalty Law art. 42)."""

    lead_officer = ask.person("主办执法人员", "Lead officer", certified=True)
    assisting_officer = ask.person("协办执法人员", "Assisting officer", certified=True)


class OnSite(Form):
    """Who was there: two officers with certificates, nobody in their stead (Penalty Law art. 42)."""

    first_officer = ask.doer("执法人员一", "First officer", roles="officer", certified=True)
    second_officer = ask.person("执法人员二", "Second officer", certified=True)


class Assignment(Officers):
    """Other officers take the case."""

    assigned_on = ask.happened("指派日期", "Assigned on")


class Recusal(Reason):
    """An officer withdraws for an interest in the case; the inquiry goes on (Penalty Law art. 43)."""

    person = ask.person("回避人员", "Who withdraws")
    replaced_by = ask.person("接替人员", "Replaced by", certified=True)
    decided_by = ask.myself("决定人", "Decided by")
    recused_on = ask.happened("决定日期", "Decided on")


class Inspection(OnSite):
    """An inspection, an inquiry, a sample (Penalty Law art. 54 to 56)."""

    kind = ask.choice("取证方式", "Kind", choices.INSPECTIONS)
    shown = ask.flag("已出示执法证件", "Certificates shown")
    began_at = ask.moment("开始时间", "Began at", required=False)
    ended_at = ask.moment("结束时间", "Ended at", required=False)
    site = ask.text("检查（询问）地点", "Where it was done", longest=120, required=False)
    asked = ask.private("被检查（询问）人", "Who was inspected or asked", same="name", longest=60, required=False)
    asked_as = ask.text("与本案关系", "Relation to the case", longest=60, required=False)
    witness = ask.private("见证人", "Witness", same="name", longest=60, required=False)
    content = ask.text("笔录内容", "What the record says", longest=8000, required=False)
    inspected_on = ask.happened("日期", "Done on")
    evidence = ask.evidence("笔录", "Record")


STEPS = (
    Step("assign", "officers_assigned", "指派人员 / Assign officers", OPEN, Assignment, by=HEADS),
    Step(
        "recuse",
        "recused",
        "回避 / Recuse",
        OPEN,
        Recusal,
        adds=Officers,
        by=IN_CHARGE,
        apart_from="inspect, close_inquiry, propose",
        not_by="person",
    ),
    Step("inspect", "inspected", "调查取证 / Inspect", "clue, verified, filed", Inspection, by=ACTING),
    Step("add_papers", "papers_added", "补充材料 / Add papers", OPEN, Note, by=ACTING),
)
