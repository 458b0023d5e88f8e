"""Legal review 法制审核, and the discussion by the heads."""

from contracts import forms as ask
from contracts.cases.penalties.phases import ACTING, IN_CHARGE, NOTICED
from contracts.forms import Form
from contracts.register import Step


class ReviewRequest(Form):
    """The case goes to legal review (Penalty Law art. 58)."""

    review_requested_on = ask.happened("送审日期", "Sent on")
    evidence = ask.evidence("送审材料", "Papers")


class Review(Form):
    """Who reviews: not an investigator; a beginner has the legal professional qualification (Penalty Law art. 58)."""

    reviewer = ask.myself("审核人", "Reviewer")
    beginner = ask.flag("初次从事法制审核", "First-time reviewer")
    qualified = ask.flag("有法律职业资格", "Legal professional qualification")
    opinion = ask.text("审核意见", "Opinion")
    number = ask.text("审核编号", "Number of the opinion", longest=60, required=False)
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


class HeadOpinion(Form):
    """What one of the heads said."""

    person = ask.person("参加人", "Who took part")
    opinion = ask.text("发表意见", "Opinion")


class Discussion(Form):
    """The heads discuss a complex or major case: who took part and what each said (Penalty Law art. 57)."""

    chair = ask.person("主持人", "Chair")
    opinions = ask.many(HeadOpinion, "参加人员及意见", "Who took part, and what each said", least=0, most=50)
    attendance = ask.number("参加人数", "Present", least=2, most=50, required=False)
    place = ask.text("讨论地点", "Place", longest=120, required=False)
    reporter = ask.person("汇报人", "Who reported", required=False)
    recorder = ask.person("记录人", "Recorder", required=False)
    conclusion = ask.text("讨论结论", "Conclusion")
    discussed_on = ask.happened("讨论日期", "Discussed on")
    evidence = ask.evidence("讨论记录", "Minutes")


STEPS = (
    Step(
        "request_review",
        "review_requested",
        "送法制审核 / Ask for review",
        "new, returned, passed -> requested",
        ReviewRequest,
        line="review",
        during=NOTICED,
        by=ACTING,
    ),
    Step(
        "pass_review",
        "review_passed",
        "法制审核通过 / Pass review",
        "requested -> passed",
        ReviewPass,
        line="review",
        during=NOTICED,
        version=3,
        by="legal",
        apart_from="find, verify, inspect, close_inquiry, propose, request_review, hold_hearing",
        task="approve",
    ),
    Step(
        "return_review",
        "review_returned",
        "法制审核退回 / Return from review",
        "requested -> returned",
        ReviewReturn,
        line="review",
        during=NOTICED,
        version=3,
        by="legal",
        apart_from="find, verify, inspect, close_inquiry, propose, request_review, hold_hearing",
    ),
    Step("discuss", "discussed", "集体讨论 / Discuss", NOTICED, Discussion, version=3, by=IN_CHARGE),
)
