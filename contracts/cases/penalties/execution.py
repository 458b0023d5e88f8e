"""After the decision: service, publicity, payment, execution, remedies, the end."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.inquiry import Late
from contracts.forms import Form, Reason


class Service(Late):
    """The decision reaches the party (Penalty Law art. 61)."""

    method = ask.choice("送达方式", "How", choices.SERVICES)
    confirmed = ask.flag("已签订电子送达确认书", "Signed for electronic service", required=False)
    served_on = ask.happened("送达日期", "Served on")
    evidence = ask.evidence("送达回证", "Receipt")


class Payable(Form):
    """Whether there is something to pay."""

    payable = ask.flag("有应缴罚款", "A fine is to be paid")


class Publication(Late):
    """The decision is made public (Penalty Law art. 48)."""

    channel = ask.choice("公开渠道", "Channel", choices.CHANNELS)
    url = ask.url("网址", "Address", required=False)
    published_on = ask.happened("公开日期", "Published on")
    evidence = ask.evidence("网页快照", "Snapshot")


class PublicationExemption(Reason):
    """The decision is not made public, for a reason of the law (Penalty Law art. 48, 50)."""

    ground = ask.choice("不公开情形", "Ground", choices.NOT_PUBLIC)
    not_public_on = ask.happened("认定日期", "Decided on")


class PublicationWithdrawal(Late):
    """The decision no longer stands: it is withdrawn from publication, and why is told in public (art. 48)."""

    explanation = ask.text("公开说明理由", "Reason told in public")
    publication_withdrawn_on = ask.happened("撤回日期", "Withdrawn on")
    evidence = ask.evidence("网页快照", "Snapshot")


class Deferral(Reason):
    """The party may pay later (Penalty Law art. 66)."""

    applied_on = ask.day("申请日期", "Applied on")
    until = ask.day("暂缓至", "Until")
    approved_by = ask.person("批准人", "Approved by")
    deferred_on = ask.happened("批准日期", "Approved on")


class Instalment(Form):
    """One part of the fine."""

    due_on = ask.day("应缴日期", "Due on")
    amount = ask.money("金额（元）", "Amount, yuan")


class Instalments(Reason):
    """The party may pay in parts (Penalty Law art. 66)."""

    applied_on = ask.day("申请日期", "Applied on")
    instalments = ask.many(Instalment, "分期", "Instalments", least=2, most=60)
    approved_by = ask.person("批准人", "Approved by")
    deferred_on = ask.happened("批准日期", "Approved on")


class LastInstalment(Form):
    """When the last part is due."""

    until = ask.day("末期应缴日期", "Until")


class Paying(Form):
    """Money reaches the bank (Penalty Law art. 67)."""

    amount = ask.money("缴纳罚款（元）", "Paid of the fine, yuan")
    receipt = ask.text("票据号", "Receipt number", longest=60)
    paid_on = ask.happened("缴纳日期", "Paid on")
    evidence = ask.evidence("缴款凭证", "Proof of payment")


class Payment(Paying):
    """The rest is paid; with it what was imposed for being late (Penalty Law art. 72)."""

    late_fine = ask.money("加处罚款（元）", "Late fine, yuan", required=False)


class Outstanding(Form):
    """What is left to pay of the fine."""

    outstanding = ask.money("未缴余额（元）", "Outstanding, yuan")


class LateDays(Outstanding):
    """How late it was, and the most that may be imposed for it (Penalty Law art. 72, 73)."""

    late_days = ask.number("逾期天数", "Days late")
    late_fine_most = ask.money("加处罚款上限（元）", "Greatest late fine, yuan")


class OnSpotCash(Form):
    """Officers take the fine on the spot against the finance department's receipt (Penalty Law art. 68 to 70)."""

    ground = ask.choice("当场收缴情形", "Ground", choices.ON_SPOT_CASH)
    amount = ask.money("收缴罚款（元）", "Collected, yuan")
    receipt = ask.text("财政专用票据号", "Number of the finance department's receipt", longest=60)
    paid_on = ask.happened("收缴日期", "Collected on")


class CashHandIn(Late):
    """Officers hand the cash to the agency (Penalty Law art. 71)."""

    handed_in_on = ask.happened("交至机关日期", "Handed in on")


class CashBanking(Late):
    """The agency pays the cash in at the bank (Penalty Law art. 71)."""

    banked_on = ask.happened("缴付银行日期", "Paid in on")
    evidence = ask.evidence("缴款凭证", "Proof of payment")


class Demand(Form):
    """The party is urged in writing 催告 (Coercion Law art. 35, 54)."""

    amount = ask.money("催告金额（元）", "Amount demanded, yuan")
    demanded_on = ask.happened("催告书送达日期", "Demand served on")
    evidence = ask.evidence("催告书", "Demand")


class CourtBy(Form):
    """The last day for asking the court, where the time for remedies is known."""

    court_by = ask.day("申请法院执行期限", "Ask the court by", required=False)


class CourtApplication(Late):
    """The court is asked to enforce (Coercion Law art. 53, 54)."""

    court = ask.text("法院", "Court", longest=80)
    applied_to_court_on = ask.happened("申请日期", "Applied on")
    evidence = ask.evidence("强制执行申请书", "Application")


class Enforcement(Paying):
    """The court has enforced it."""


class Application(Form):
    """The party asks for review by a higher body, or goes to court."""

    filed_with = ask.text("受理机关", "Received by", longest=80)
    received_on = ask.happened("受理日期", "Received on")


class Suit(Application):
    """An administrative suit (Administrative Litigation Law art. 46)."""


class Reconsideration(Application):
    """An application for reconsideration (Reconsideration Law art. 20)."""


class Outcome(Form):
    """What became of it."""

    outcome = ask.choice("结果", "Outcome", choices.REMEDY_OUTCOMES)
    new_fine = ask.money("变更后罚款（元）", "Fine as changed, yuan", required=False)
    remedy_decided_on = ask.happened("决定（判决）日期", "Decided on")
    evidence = ask.evidence("决定书、判决书", "Paper")


class Owed(Form):
    """Whether what was published must be withdrawn (Penalty Law art. 48)."""

    withdrawal_owed = ask.flag("应撤回公开", "To be withdrawn from publication")


class Closing(Form):
    """The case is closed 结案."""

    closed_on = ask.happened("结案日期", "Closed on")
    approved_by = ask.person("批准人", "Approved by")
    evidence = ask.evidence("结案审批表", "Closing form")


class Archiving(Form):
    """The file goes to the archive (Penalty Law art. 47)."""

    file_number = ask.text("档案号", "File number", longest=60)
    archived_on = ask.happened("归档日期", "Archived on")
