"""The inquiry: inspections, evidence, seizures, and what the inquiry comes to."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.forms import Form, Reason


class OnSite(Form):
    """Who was there: two officers with certificates, nobody in their stead (Penalty Law art. 42)."""

    first_officer = ask.person("执法人员一", "First officer")
    second_officer = ask.person("执法人员二", "Second officer")


class Late(Form):
    """A step that comes after its limit says why; the breach stays visible."""

    late_reason = ask.text("逾期说明", "Why it is late", required=False)


class Inspection(OnSite):
    """An inspection, an inquiry, a sample (Penalty Law art. 54 to 56)."""

    kind = ask.choice("取证方式", "Kind", choices.INSPECTIONS)
    shown = ask.flag("已出示执法证件", "Certificates shown")
    inspected_on = ask.happened("日期", "Done on")
    evidence = ask.evidence("笔录", "Record")


class Registration(OnSite):
    """Evidence that may be lost is registered and kept, with the head's approval (Penalty Law art. 56)."""

    batch = ask.code("清单编号", "List number")
    things = ask.text("物品", "Things")
    approved_by = ask.person("批准人", "Approved by")
    registered_on = ask.happened("登记保存日期", "Registered on")
    evidence = ask.evidence("清单", "List")


class Disposal(Late):
    """What becomes of a batch."""

    batch = ask.code("清单编号", "List number")
    disposal = ask.choice("处理决定", "Disposal", choices.DISPOSALS)
    disposed_on = ask.happened("处理日期", "Disposed on")
    evidence = ask.evidence("处理决定书", "Paper")


class Seizure(OnSite):
    """Premises are sealed or things taken; in an emergency the head hears of it later (Coercion Law art. 18, 19)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    things = ask.text("场所、设施或者财物", "What is seized")
    urgent = ask.flag("情况紧急当场实施", "On the spot in an emergency")
    seized_at = ask.moment("实施时间", "Seized at")
    approved_by = ask.person("批准人", "Approved by", required=False)
    list_handed = ask.flag("已当场交付决定书和清单", "Paper and list handed over")
    seized_on = ask.happened("实施日期", "Seized on")
    evidence = ask.evidence("决定书、清单", "Paper and list")


class ReportBy(Form):
    """The day on which the 24 hours end."""

    report_by = ask.day("报告期限", "Report by", required=False)


class SeizureReport(Late):
    """The head hears of an urgent seizure, and approves it or lifts it (Coercion Law art. 19)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    reported_at = ask.moment("报告时间", "Reported at")
    approved_by = ask.person("批准人", "Approved by")
    reported_on = ask.happened("报告日期", "Reported on")


class TestingBegun(Form):
    """Things go to a test; its time does not count (Coercion Law art. 25)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    told = ask.flag("已书面告知期间", "Party told in writing")
    begun_on = ask.happened("送检日期", "Begun on")


class TestingEnded(Form):
    """They come back."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    ended_on = ask.happened("检验结束日期", "Ended on")


class SeizureExtension(Reason):
    """A complex case: at most 30 days more (Coercion Law art. 25)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    until = ask.day("延长至", "Until")
    approved_by = ask.person("批准人", "Approved by")
    extended_on = ask.happened("延长日期", "Extended on")
    evidence = ask.evidence("延长决定书", "Paper")


class Release(Late):
    """The seizure is lifted: the things go back, or with the case to where it goes (Coercion Law art. 21, 28)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    things_went = ask.choice("去向", "Where the things went", choices.RELEASES)
    released_on = ask.happened("解除日期", "Released on")
    evidence = ask.evidence("解除决定书", "Paper")


class Confiscation(Late):
    """What the law lets be confiscated is confiscated (Coercion Law art. 27)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    confiscated_on = ask.happened("没收日期", "Confiscated on")
    evidence = ask.evidence("处理决定书", "Paper")


class InquiryClosing(Form):
    """The inquiry is at its end (Penalty Law art. 57)."""

    investigated_on = ask.happened("调查终结日期", "Inquiry closed on")
    findings = ask.text("查明事实", "Facts found")
    evidence = ask.evidence("调查终结报告", "Report")


class NoViolation(Reason):
    """The violation is not established (Penalty Law art. 57)."""

    cleared_on = ask.happened("决定日期", "Decided on")


class Exemption(Form):
    """No penalty, but education (Penalty Law art. 30, 31, 33)."""

    ground = ask.choice("不予处罚情形", "Ground", choices.EXEMPTIONS)
    education = ask.text("教育情况", "Education given")
    exempted_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("不予处罚决定书", "Paper")


class Suspicion(Reason):
    """The act may be a crime (Penalty Law art. 27)."""

    suspected_on = ask.happened("发现日期", "Suspected on")


class HandOver(Reason):
    """The case goes to whom it belongs to."""

    receiver = ask.choice("移送对象", "Handed to", choices.RECEIVERS)
    receiver_name = ask.text("接收机关", "Receiver", longest=80)
    handed_over_on = ask.happened("移送日期", "Handed over on")
    evidence = ask.evidence("移送函", "Letter")


class Withdrawal(Reason):
    """The case is struck off before it is decided 销案, with approval."""

    approved_by = ask.person("批准人", "Approved by")
    withdrawn_on = ask.happened("销案日期", "Withdrawn on")


class Extension(Reason):
    """More time to decide, by a provision (Penalty Law art. 60)."""

    until = ask.day("延长至", "Until")
    basis = ask.record("cases.provisions", "依据", "Provision")
    discussed = ask.flag("经集体讨论", "Discussed collectively")
    extended_on = ask.happened("批准日期", "Approved on")
    evidence = ask.evidence("审批表", "Approval")


class Suspension(Reason):
    """Time that does not count, by a provision (Penalty Law art. 60)."""

    basis = ask.record("cases.provisions", "依据", "Provision")
    suspended_on = ask.happened("中止计算日期", "Stands still from")


class Resumption(Form):
    """Time counts again."""

    resumed_on = ask.happened("恢复计算日期", "Counts again from")
