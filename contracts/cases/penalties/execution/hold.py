"""What holds enforcement up or ends it: suspension, agreement, termination (Coercion Law art. 39, 40, 42)."""

from contracts import forms as ask
from contracts.apart_reasons import APPROVER
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import HEADS, MONEY
from contracts.forms import Form, Reason
from contracts.register import Step


class Suspension(Reason):
    """Enforcement stands still 中止执行 (Coercion Law art. 39)."""

    suspension_ground = ask.choice("中止情形", "Ground", choices.SUSPENSIONS)
    approved_by = ask.myself("批准人", "Approved by")
    enforcement_suspended_on = ask.happened("中止日期", "Suspended on")
    evidence = ask.evidence("中止执行决定书", "Decision")


class ThreeYears(Form):
    """Whether it is not resumed after three years, since the party cannot perform (Coercion Law art. 39)."""

    unable = ask.flag("满三年未恢复则不再执行", "Not enforced any more after three years")


class Resumption(Reason):
    """It goes on: the ground is gone, or the agreement was not kept 恢复执行 (Coercion Law art. 39, 42)."""

    able = ask.flag(
        "有明显社会危害，或者当事人有能力履行", "It does obvious harm, or the party is able to perform", required=False
    )
    approved_by = ask.myself("批准人", "Approved by")
    enforcement_resumed_on = ask.happened("恢复日期", "Resumed on")
    evidence = ask.evidence("恢复执行通知书", "Notice")


class Stage(Form):
    """One stage of what the party performs."""

    due_on = ask.day("应履行日期", "Due on")
    duty = ask.text("履行内容", "What is performed", longest=400)
    amount = ask.money("金额（元）", "Amount, yuan", required=False)


class Agreement(Form):
    """Agency and party agree on how it is performed 执行协议 (Coercion Law art. 42)."""

    stages = ask.many(Stage, "分阶段履行", "Stages", least=1, most=60)
    harmless = ask.flag("不损害公共利益和他人合法权益", "Harms neither the public interest nor the rights of others")
    remedied = ask.flag("当事人已采取补救措施", "The party has made good what it did", required=False)
    late_fine_waived = ask.money("减免加处罚款（元）", "Late fine waived, yuan", required=False)
    approved_by = ask.myself("批准人", "Approved by")
    agreed_on = ask.happened("协议日期", "Agreed on")
    evidence = ask.evidence("执行协议", "Agreement")


class AgreedUntil(Form):
    """The day of the last stage."""

    agreed_until = ask.day("协议履行期限", "To be performed by")


class Fulfilment(Form):
    """The party has kept the agreement."""

    fulfilled_on = ask.happened("履行完毕日期", "Fulfilled on")
    evidence = ask.evidence("履行凭证", "Proof")


class Termination(Reason):
    """Enforcement is over for good 终结执行 (Coercion Law art. 39, 40)."""

    termination_ground = ask.choice("终结情形", "Ground", choices.TERMINATIONS)
    approved_by = ask.myself("批准人", "Approved by")
    enforcement_terminated_on = ask.happened("终结日期", "Ended on")
    evidence = ask.evidence("终结执行决定书", "Decision")


STEPS = (
    Step(
        "suspend_enforcement",
        "enforcement_suspended",
        "中止执行 / Suspend enforcement",
        "new, resumed, fulfilled -> suspended",
        Suspension,
        adds=ThreeYears,
        line="enforcement",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
    ),
    Step(
        "agree_on_enforcement",
        "enforcement_agreed",
        "达成执行协议 / Agree on how it is performed",
        "new, resumed, fulfilled -> agreed",
        Agreement,
        adds=AgreedUntil,
        line="enforcement",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
    ),
    Step(
        "fulfil_agreement",
        "agreement_fulfilled",
        "执行协议履行完毕 / Agreement fulfilled",
        "agreed -> fulfilled",
        Fulfilment,
        line="enforcement",
        during=MONEY,
        by=HEADS,
    ),
    Step(
        "resume_enforcement",
        "enforcement_resumed",
        "恢复执行 / Resume enforcement",
        "suspended, agreed -> resumed",
        Resumption,
        line="enforcement",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
    ),
    Step(
        "terminate_enforcement",
        "enforcement_terminated",
        "终结执行 / End enforcement",
        "new, suspended, agreed, resumed, fulfilled -> terminated",
        Termination,
        line="enforcement",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
    ),
)
