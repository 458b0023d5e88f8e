"""Seizures 查封扣押: a line for each list."""

from contracts import forms as ask
from contracts.apart_reasons import APPROVER
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.evidence import Thing
from contracts.cases.penalties.officers import OnSite
from contracts.cases.penalties.phases import ACTING, IN_CHARGE
from contracts.forms import Form, Reason
from contracts.register import Step


class Seizure(OnSite):
    """Premises are sealed or things taken; in an emergency the head hears of it later (Coercion Law art. 18, 19)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    things = ask.text("场所、设施或者财物", "What is seized")
    list_of_things = ask.many(Thing, "物品清单", "List of things", least=0, most=100)
    kept_at = ask.text("存放地点", "Where they are kept", longest=120, required=False)
    reason = ask.text("查封扣押理由", "Why", required=False)
    basis = ask.text("查封扣押依据", "Provision that allows it", longest=200, required=False)
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
    urgent = ask.flag("情况紧急当场实施", "On the spot in an emergency")
    seized_at = ask.moment("实施时间", "Seized at")
    approved_by = ask.myself("批准人", "Approved by", roles=IN_CHARGE, required=False)
    list_handed = ask.flag("已当场交付决定书和清单", "Paper and list handed over")
    seized_on = ask.happened("实施日期", "Seized on")
    evidence = ask.evidence("决定书、清单", "Paper and list")


class ReportBy(Form):
    """The day on which the 24 hours end."""

    report_by = ask.day("报告期限", "Report by", required=False)


class SeizureReport(Late):
    """The head hears of an urgent seizure, and approves it or lifts it (Coercion Law art. 19)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    reported_at = ask.moment("报告时间", "Reported at", now=True)
    approved_by = ask.myself("批准人", "Approved by", roles=IN_CHARGE)
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
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
    approved_by = ask.myself("批准人", "Approved by")
    extended_on = ask.happened("延长日期", "Extended on")
    evidence = ask.evidence("延长决定书", "Paper")


class Release(Late):
    """The seizure is lifted: the things go back, or with the case to where it goes (Coercion Law art. 21, 28)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    things_went = ask.choice("去向", "Where the things went", choices.RELEASES)
    reason = ask.text("解除理由", "Why", required=False)
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
    released_on = ask.happened("解除日期", "Released on")
    evidence = ask.evidence("解除决定书", "Paper")


class Confiscation(Late):
    """What the law lets be confiscated is confiscated (Coercion Law art. 27)."""

    seizure = ask.code("查封扣押编号", "Seizure number")
    confiscated_on = ask.happened("没收日期", "Confiscated on")
    evidence = ask.evidence("处理决定书", "Paper")


STEPS = (
    Step(
        "seize",
        "seized",
        "查封扣押 / Seize",
        "new -> held",
        Seizure,
        adds=ReportBy,
        line="seizure",
        each="seizure",
        during="clue, verified, filed",
        by=f"{ACTING}, {IN_CHARGE}",
        apart_reason=APPROVER,
    ),
    Step(
        "report_seizure",
        "seizure_reported",
        "报告紧急查封扣押 / Report an urgent seizure",
        "held, testing",
        SeizureReport,
        line="seizure",
        each="seizure",
        by=f"{ACTING}, {IN_CHARGE}",
        apart_from="seize",
    ),
    Step(
        "begin_testing",
        "testing_begun",
        "送检 / Begin a test",
        "held -> testing",
        TestingBegun,
        line="seizure",
        each="seizure",
        by=ACTING,
    ),
    Step(
        "end_testing",
        "testing_ended",
        "检验结束 / End a test",
        "testing -> held",
        TestingEnded,
        line="seizure",
        each="seizure",
        by=ACTING,
    ),
    Step(
        "extend_seizure",
        "seizure_extended",
        "延长查封扣押 / Extend a seizure",
        "held",
        SeizureExtension,
        line="seizure",
        each="seizure",
        by=IN_CHARGE,
        apart_reason=APPROVER,
    ),
    Step(
        "release",
        "released",
        "解除查封扣押 / Lift a seizure",
        "held, testing -> released",
        Release,
        line="seizure",
        each="seizure",
        by=ACTING,
    ),
)
# What was seized is confiscated by a decision, so this step stands after it in the order of a case.
CONFISCATION = (
    Step(
        "confiscate",
        "confiscated",
        "没收查封扣押物品 / Confiscate what was seized",
        "held -> confiscated",
        Confiscation,
        line="seizure",
        each="seizure",
        during="decided, served",
        nature="punishes",
        by=ACTING,
        version=2,
    ),
)
