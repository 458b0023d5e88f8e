"""What the forms ask for while a unit has a case: dispatch, send-back, extension, deferral, disposal."""

from contracts import forms as ask
from contracts.cases.digital_cases.intake import Photo
from contracts.cases.digital_cases.phases import APPROVERS, CENTRE, FILED, TAKERS
from contracts.forms import Form, Reason
from contracts.register import Step
from contracts.words import Words

ENFORCED = "enforced"
WAYS = Words(
    {
        "put_right": "整治、维修 / put right or repaired",
        "educated": "教育劝导 / persuaded",
        ENFORCED: "立案查处 / case filed",
    }
)
"""A case may end in education or in a penalty case."""


class Limits(Form):
    """Until when it has to be disposed of and closed."""

    dispose_due_on = ask.day("处置期限（日）", "Day by which it is to be disposed of")
    close_due_at = ask.moment("结案期限", "To be closed by")
    close_due_on = ask.day("结案期限（日）", "Day by which it is to be closed")


class Lying(Form):
    """With whom the case lies from now on: the centre checks and closes, not the unit that disposed of it."""

    unit = ask.unit("现处单位", "Unit that the case lies with")


class Approved(Reason):
    """What needs an approval, with its reason (Jiangsu's rule asks for approval and ledger of what delays a case)."""

    approved_by = ask.myself("批准人", "Approved by")


class Dispatch(Form):
    """The case goes to the unit that disposes of it: the limit begins."""

    dispatched_at = ask.moment("派遣时间", "Dispatched at", now=True)
    unit = ask.unit("处置单位", "Unit that disposes of it")


class Dispatched(Limits):
    """The business day and the limit."""

    dispatched_on = ask.happened("派遣日期", "Dispatched on")
    dispose_due_at = ask.moment("处置期限", "To be disposed of by")


class Receipt(Form):
    """The unit has it."""

    received_on = ask.happened("接收日期", "Received on")


class SendingBack(Approved):
    """It is not this unit's."""

    sent_back_on = ask.happened("回退日期", "Sent back on")


class Beginning(Form):
    """Work begins."""

    begun_on = ask.happened("开始日期", "Begun on")


class ExtensionRequest(Reason):
    """The unit asks for more time."""

    asked_on = ask.happened("申请日期", "Asked for on")
    wanted_until = ask.moment("申请延至", "Until when it is wanted")


class Extension(Form):
    """More time is granted."""

    granted_on = ask.happened("批准日期", "Granted on")
    approved_by = ask.myself("批准人", "Approved by")
    dispose_due_at = ask.moment("延期后处置期限", "To be disposed of by")


class Extended(Limits):
    """The day on which the clock now ends."""

    until = ask.day("延至", "Until")


class ExtensionRefusal(Approved):
    """No more time is granted."""

    refused_on = ask.happened("不准日期", "Refused on")


class Deferral(Approved):
    """It cannot be done now: it is put off until a new limit."""

    deferred_on = ask.happened("缓办日期", "Deferred on")
    dispose_due_at = ask.moment("缓办后处置期限", "To be disposed of by")


class Resumption(Form):
    """It can be done now."""

    resumed_on = ask.happened("恢复日期", "Resumed on")


class Disposal(Form):
    """The unit has dealt with it."""

    disposed_at = ask.moment("处置时间", "Disposed of at", now=True)
    outcome = ask.text("处置情况", "Outcome")
    way = ask.choice("处置方式", "Way of disposal", WAYS, required=False)
    penalty_case = ask.record("cases.penalties", "行政处罚案件", "Penalty case", required=False)
    handler = ask.doer("处置人", "Handler", required=False)
    photos = ask.many(Photo, "照片", "Photographs", least=0, most=20)


class Disposed(Lying):
    """The business day, how long it took in the limit's own clock, whether in time, and until when it is checked."""

    disposed_on = ask.happened("处置日期", "Disposed of on")
    took = ask.number("处置用时（按时限类型）", "Time taken, in the limit's own clock")
    disposed_in_time = ask.flag("按期处置", "Disposed of in time")
    check_due_at = ask.moment("核查期限", "To be checked by")
    check_due_on = ask.day("核查期限（日）", "Day by which it is to be checked")


STEPS = (
    Step(
        "dispatch",
        "dispatched",
        "派遣 / Dispatch",
        "filed, sent_back -> dispatched",
        Dispatch,
        adds=Dispatched,
        by=CENTRE,
        task="redo: sent_back",
    ),
    Step("receive", "received", "接收 / Receive", "dispatched -> received", Receipt, by=TAKERS, task="accept"),
    Step(
        "send_back",
        "sent_back",
        "回退 / Send back",
        "dispatched, received -> sent_back",
        SendingBack,
        adds=Lying,
        by=APPROVERS,
        apart_from="receive",
    ),
    Step("begin", "begun", "开始处置 / Begin", "received -> disposing", Beginning, by=TAKERS),
    Step(
        "ask_extension",
        "extension_requested",
        "申请延期 / Ask for an extension",
        "new, granted, refused -> requested",
        ExtensionRequest,
        line="extension",
        during="received, disposing",
        by=TAKERS,
    ),
    Step(
        "grant_extension",
        "extension_granted",
        "准予延期 / Grant the extension",
        "requested -> granted",
        Extension,
        adds=Extended,
        line="extension",
        during="received, disposing",
        by=APPROVERS,
        apart_from="ask_extension",
        task="approve",
    ),
    Step(
        "refuse_extension",
        "extension_refused",
        "不准延期 / Refuse the extension",
        "requested -> refused",
        ExtensionRefusal,
        line="extension",
        during=FILED,
        by=APPROVERS,
        apart_from="ask_extension",
    ),
    Step(
        "defer",
        "deferred",
        "缓办 / Defer",
        "received, disposing -> deferred",
        Deferral,
        adds=Extended,
        by=APPROVERS,
        apart_from="receive, begin",
    ),
    Step("resume", "resumed", "恢复处置 / Resume", "deferred -> disposing", Resumption, by=TAKERS),
    Step(
        "dispose",
        "disposed",
        "处置 / Dispose",
        "received, disposing -> disposed",
        Disposal,
        adds=Disposed,
        by=TAKERS,
    ),
)
