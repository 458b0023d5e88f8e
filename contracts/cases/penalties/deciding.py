"""Proposal, notice, defence, hearing, review, discussion, decision."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.filing import Charge, PowerItem
from contracts.cases.penalties.inquiry import Late
from contracts.forms import Form


class Penalty(Form):
    """What is to be suffered: a fine, a confiscation, something else."""

    fine = ask.money("罚款（元）", "Fine, yuan", required=False)
    confiscation = ask.money("没收（元）", "Confiscation, yuan", required=False)
    other = ask.choice("其他处罚", "Other penalty", choices.OTHERS, required=False)


class Tiered(Penalty):
    """Which tier of the published benchmark it lies in, or why in none (Penalty Law art. 34)."""

    tier = ask.code("裁量档次", "Tier", required=False)
    tier_reason = ask.text("裁量说明", "Why outside the tier", required=False)


class Proposal(Tiered):
    """The penalty that the inquiry proposes, and what it will need before it is decided."""

    proposed_on = ask.happened("拟定日期", "Proposed on")
    major = ask.flag("情节复杂或者重大违法", "Complex or major")
    hearing_ground = ask.choice("听证情形", "Ground for a hearing", choices.HEARING_GROUNDS, required=False)
    review_ground = ask.choice("法制审核情形", "Ground for a review", choices.REVIEW_GROUNDS, required=False)
    evidence = ask.evidence("处罚建议", "Proposal")


class Needs(Form):
    """What the law asks for before this penalty is decided."""

    hearing_required = ask.flag("应告知听证权利", "Right to a hearing")
    review_required = ask.flag("应经法制审核", "Legal review needed")


class Notice(Form):
    """The party hears what is proposed, why, by which rule, and which rights it has (Penalty Law art. 44)."""

    noticed_on = ask.happened("告知日期", "Notice served on")
    defence_until = ask.day("陈述申辩期限", "Defence until")
    hearing_told = ask.flag("已告知听证权利", "Told of the right to a hearing")
    evidence = ask.evidence("告知书", "Notice")


class Statement(Form):
    """What the party says (Penalty Law art. 45)."""

    statement = ask.text("陈述申辩", "Statement")
    stated_on = ask.happened("收到日期", "Received on")
    evidence = ask.evidence("陈述申辩材料", "Papers")


class Recheck(Form):
    """What became of it: it must be looked into (Penalty Law art. 45)."""

    result = ask.choice("复核结果", "Result", choices.RECHECKS)
    findings = ask.text("复核意见", "Findings")
    rechecked_on = ask.happened("复核日期", "Rechecked on")


class DefenceWaiver(Form):
    """The party says clearly that it will not state anything (Penalty Law art. 62)."""

    waived_on = ask.happened("放弃日期", "Waived on")
    evidence = ask.evidence("放弃声明", "Waiver")


class HearingRequest(Form):
    """The party asks to be heard (Penalty Law art. 64)."""

    requested_on = ask.happened("申请日期", "Requested on")
    evidence = ask.evidence("听证申请", "Request")


class HearingWaiver(Form):
    """There will be no hearing, by the party's own doing (Penalty Law art. 64)."""

    ground = ask.choice("放弃方式", "How", choices.WAIVERS)
    hearing_waived_on = ask.happened("放弃日期", "Waived on")
    evidence = ask.evidence("放弃声明", "Paper")


class HearingNotice(Form):
    """Time and place of the hearing, and who chairs it (Penalty Law art. 64)."""

    hearing_on = ask.day("听证日期", "Hearing on")
    place = ask.text("听证地点", "Place", longest=120)
    chair = ask.person("主持人", "Chair")
    public = ask.flag("公开举行", "Held in public")
    notified_on = ask.happened("通知日期", "Notified on")
    evidence = ask.evidence("听证通知书", "Notice")


class Hearing(Form):
    """The hearing as it was held."""

    agents = ask.number("代理人数", "Agents", most=2)
    signed = ask.flag("笔录已核对签字或者注明拒签", "Record signed, or its refusal noted")
    held_on = ask.happened("听证日期", "Held on")
    evidence = ask.evidence("听证笔录", "Record")


class ReviewRequest(Form):
    """The case goes to legal review (Penalty Law art. 58)."""

    review_requested_on = ask.happened("送审日期", "Sent on")
    evidence = ask.evidence("送审材料", "Papers")


class Review(Form):
    """Who reviews: not an investigator; a beginner has the legal professional qualification (Penalty Law art. 58)."""

    reviewer = ask.person("审核人", "Reviewer")
    beginner = ask.flag("初次从事法制审核", "First-time reviewer")
    qualified = ask.flag("有法律职业资格", "Legal professional qualification")
    opinion = ask.text("审核意见", "Opinion")
    evidence = ask.evidence("审核意见书", "Opinion")


class ReviewPass(Review):
    """The seven points are in order."""

    body_ok = ask.flag("主体合法", "Body")
    authority_ok = ask.flag("权限合法", "Authority")
    procedure_ok = ask.flag("程序合法", "Procedure")
    facts_ok = ask.flag("事实清楚、证据充分", "Facts")
    law_ok = ask.flag("适用法律正确", "Law")
    discretion_ok = ask.flag("裁量适当", "Discretion")
    form_ok = ask.flag("文书规范", "Form")
    passed_on = ask.happened("通过日期", "Passed on")


class ReviewReturn(Review):
    """It goes back, to be amended or given up."""

    returned_on = ask.happened("退回日期", "Returned on")


class Discussion(Form):
    """The heads discuss a complex or major case (Penalty Law art. 57)."""

    chair = ask.person("主持人", "Chair")
    attendance = ask.number("参加人数", "Present", least=2, most=50)
    conclusion = ask.text("讨论结论", "Conclusion")
    discussed_on = ask.happened("讨论日期", "Discussed on")
    evidence = ask.evidence("讨论记录", "Minutes")


class Decision(Tiered, Late):
    """The penalty is decided (Penalty Law art. 57, 59)."""

    number = ask.text("决定书文号", "Number of the decision", longest=60)
    rule_applied = ask.choice("适用规定", "Rule applied", choices.RULES_APPLIED, required=False)
    decided_by = ask.person("决定人", "Decided by")
    decided_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("处罚决定书", "Decision")


class Decided(Form):
    """What the decision was measured by."""

    took_days = ask.number("办案天数", "Days since filing")
    late = ask.flag("逾期作出", "Late")
    review_required = ask.flag("应经法制审核", "Legal review needed")


class OnSpotDecision(Charge, Tiered):
    """Decided on the spot, on a numbered form, by two who show their certificates (Penalty Law art. 51, 52)."""

    number = ask.text("决定书编号", "Number of the form", longest=60)
    shown = ask.flag("已出示执法证件", "Certificates shown")
    told = ask.flag("已告知并听取陈述申辩", "Told and heard")
    decided_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("当场处罚决定书", "Decision")


class OnSpotDecided(PowerItem):
    """A simple case needs no review."""

    review_required = ask.flag("应经法制审核", "Legal review needed")


class Recording(Form):
    """An on-spot decision is reported to the agency for the record 备案 (Penalty Law art. 52)."""

    recorded_on = ask.happened("备案日期", "Recorded on")
