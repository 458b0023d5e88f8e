"""Reconsideration 行政复议: the application, the agency's answer to it, its end."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import DECIDED
from contracts.cases.penalties.remedies.forms import ELSEWHERE, Application, Outcome, Owed
from contracts.forms import Form, Reason
from contracts.register import Step


class Reconsideration(Application):
    """An application for reconsideration (Reconsideration Law art. 20); a simple procedure halves its periods."""

    simple = ask.flag("适用简易程序", "Simple procedure", required=False)
    applicant = ask.choice("申请人", "Applicant", choices.APPLICANTS, required=False)
    unwilling = ask.flag("能证明前次撤回违背真实意愿", "An earlier withdrawal was not the true will", required=False)


class ReconsiderationTimes(Form):
    """By when the agency answers in writing, and the reviewing body decides (Reconsideration Law art. 48, 54, 62)."""

    reply_by = ask.day("书面答复期限", "Reply by", required=False)
    reviewed_by = ask.day("复议期限", "Reconsideration ends by", required=False)


class ReconsiderationExtension(Reason):
    """The reviewing body takes thirty days more at most, and says so in writing (Reconsideration Law art. 62)."""

    until = ask.day("延长至", "Until")
    extension_told_on = ask.happened("书面告知日期", "Told in writing on")
    evidence = ask.evidence("延长通知", "Notice")


class Reply(Late):
    """The agency answers in writing, with evidence and basis (Reconsideration Law art. 48, 54, 70)."""

    replied_on = ask.happened("提出答复日期", "Replied on")
    evidence = ask.evidence("行政复议答复书、证据目录", "Reply and list of evidence")


STEPS = (
    Step(
        "ask_reconsideration",
        "reconsideration_received",
        "申请行政复议 / Ask for reconsideration",
        "new, decided -> pending",
        Reconsideration,
        adds=ReconsiderationTimes,
        line="reconsideration",
        during=DECIDED,
        by="legal",
        version=3,
    ),
    Step(
        "extend_reconsideration",
        "reconsideration_extended",
        "延长复议期限 / Extend the reconsideration",
        "pending",
        ReconsiderationExtension,
        line="reconsideration",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "reply_reconsideration",
        "reconsideration_answered",
        "提出书面答复 / Reply in the reconsideration",
        "pending",
        Reply,
        line="reconsideration",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "end_reconsideration",
        "reconsideration_decided",
        "复议决定 / Reconsideration decided",
        "pending -> decided",
        Outcome,
        adds=Owed,
        line="reconsideration",
        during=DECIDED,
        by="legal",
        apart_reason=ELSEWHERE,
        version=2,
    ),
)
