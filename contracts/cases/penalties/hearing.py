"""The hearing 听证."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING
from contracts.forms import Form
from contracts.register import Step


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
    hearing_at = ask.moment("听证时间", "Time of the hearing", required=False)
    chair = ask.person("主持人", "Chair")
    recorder = ask.person("记录人", "Recorder", required=False)
    public = ask.flag("公开举行", "Held in public")
    reason = ask.text("听证事由", "What it is about", required=False)
    number = ask.text("文号", "Number of the notice", longest=60, required=False)
    notified_on = ask.happened("通知日期", "Notified on")
    evidence = ask.evidence("听证通知书", "Notice")


class Hearing(Form):
    """The hearing as it was held."""

    agents = ask.number("代理人数", "Agents", most=2)
    signed = ask.flag("笔录已核对签字或者注明拒签", "Record signed, or its refusal noted")
    began_at = ask.moment("开始时间", "Began at", required=False)
    ended_at = ask.moment("结束时间", "Ended at", required=False)
    charged = ask.text("调查人员意见", "What the investigators said", required=False)
    argued = ask.text("当事人陈述申辩和质证", "What the party said", required=False)
    concluded = ask.text("听证意见", "What the chair concludes", required=False)
    held_on = ask.happened("听证日期", "Held on")
    evidence = ask.evidence("听证笔录", "Record")


STEPS = (
    Step(
        "request_hearing",
        "hearing_requested",
        "要求听证 / Ask for a hearing",
        "new, waived, held -> requested",
        HearingRequest,
        line="hearing",
        during="noticed",
        by=ACTING,
    ),
    Step(
        "waive_hearing",
        "hearing_waived",
        "放弃听证 / Waive the hearing",
        "new, requested, notified, waived, held -> waived",
        HearingWaiver,
        version=2,
        line="hearing",
        during="noticed",
        by=ACTING,
    ),
    Step(
        "notify_hearing",
        "hearing_notified",
        "听证通知 / Notify of the hearing",
        "requested, notified -> notified",
        HearingNotice,
        version=3,
        line="hearing",
        during="noticed",
        by="legal, captain",
    ),
    Step(
        "hold_hearing",
        "hearing_held",
        "举行听证 / Hold the hearing",
        "notified -> held",
        Hearing,
        version=3,
        line="hearing",
        during="noticed",
        by="legal, captain",
        apart_from="inspect, close_inquiry, propose",
    ),
)
