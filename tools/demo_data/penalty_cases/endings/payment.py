"""Penalties on the spot and in the general procedure that the party pays: at once, later, in parts, too late."""

from __future__ import annotations

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.cases import LEADER, REVIEWER
from tools.demo_data.penalty_cases.endings.before_decision import exempt, order_correction, register_evidence, seize
from tools.demo_data.penalty_cases.endings.course import Course
from tools.demo_data.penalty_cases.endings.kinds import Ending, Way, under_the_new, under_the_old
from tools.demo_data.penalty_cases.years import after

HEAVY = "5000"


def warn(case: Course) -> None:
    """A warning on the spot: nothing to pay."""
    case.decide_on_spot(other="warning").close()


def collect(ground: str) -> Way:
    """A fine on the spot, taken in cash against the finance department's receipt."""

    def end(case: Course) -> None:
        case.fine = case.era.small if ground == "small" else case.era.greatest
        case.decide_on_spot(**case.penalty())
        bank_cash(case, ground)

    return end


def collect_far_away(case: Course) -> None:
    """Far from any bank, and the party asked for it."""
    bank_cash(case.penalise(), "remote")


def bank_cash(case: Course, ground: str) -> None:
    """Cash reaches the agency, then the bank, all on the day of the service; the case is closed."""
    day, receipt = case.day_of("serve"), {"amount": case.fine, "receipt": f"合成财{case.id}"}
    case.take_on("collect", day, ground=ground, **receipt).take_on("hand_in", day).take_on("bank", day).close()


def pay_on_spot(manner: str) -> Way:
    """A fine on the spot that is paid at the bank, or electronically."""

    def end(case: Course) -> None:
        case.fine = case.era.greatest
        case.decide_on_spot(**case.penalty()).pay(manner=manner).close()

    return end


def pay(case: Course) -> None:
    """The plain case."""
    case.penalise().pay(manner="bank").close()


def pay_electronically(case: Course) -> None:
    """Served and paid electronically, as the party has signed for."""
    case.penalise("electronic").pay(manner="electronic").close()


def seize_evidence(case: Course) -> None:
    """What was kept as evidence is seized, and given back; the party puts right what it was told to."""
    seize(register_evidence(case.file(), "seized"))
    order_correction(case)
    case.take("reinspect", corrected=True, findings="已改正（合成）", **case.officers)
    case.take("release", seizure="K1", things_went="returned", reason="已查清（合成）")
    case.close_inquiry().propose().decide().pay().close()


def confiscate_seized(case: Course) -> None:
    """Seized in an emergency, tested, held longer, and confiscated by the decision."""
    case.confiscation = "200"
    seize(case.file(), urgent=True)
    due = case.day + 30 * DAY
    case.take("begin_testing", "1 workdays", seizure="K1", told=True).take("end_testing", "3 workdays", seizure="K1")
    longer = {"until": due + 20 * DAY, "reason": "案情复杂（合成）", "approved_by": LEADER}
    case.take("extend_seizure", "1 workdays", seizure="K1", **longer)
    case.close_inquiry().propose().decide()
    case.take_on("confiscate", case.day_of("serve"), seizure="K1")
    case.pay().close()


def pay_late(case: Course) -> None:
    """Ten days late, with a fine for it."""
    case.penalise().until(after(case.day_of("serve"), "15 days", rolls=True) + 10 * DAY)
    case.pay("", late_fine="200").close()


def pay_deferred(case: Course) -> None:
    """Put off by two months, on the party's application."""
    case.penalise()
    until = case.day + 60 * DAY
    asked = {"applied_on": case.day, "until": until, "reason": "经济困难（合成）", "approved_by": LEADER}
    case.take("defer", "2 workdays", **asked).pay("40 days").close()


def pay_in_parts(case: Course) -> None:
    """Two parts, each on its day."""
    case.penalise()
    first, second = case.day + 20 * DAY, case.day + 50 * DAY
    parts = [{"due_on": str(first), "amount": "400"}, {"due_on": str(second), "amount": "400"}]
    asked = {"applied_on": case.day, "reason": "经济困难（合成）", "approved_by": LEADER}
    case.take("allow_instalments", "1 workdays", instalments=parts, **asked)
    case.take("pay_part", "10 days", amount="400", receipt=f"合成票{case.id}-1", manner="bank")
    case.pay("20 days", amount="400", receipt=f"合成票{case.id}-2").close()


def hear_statement(result: str) -> Way:
    """What the party stated before the decision was looked into."""

    def end(case: Course) -> None:
        case.investigate().propose().take("hear_party", "1 workdays", statement="请求从轻处罚（合成）")
        case.take("recheck", "1 workdays", result=result, findings="已复核（合成）")
        if result != "rejected":
            case.fine = "600"
        case.decide().pay().close()

    return end


def hear(case: Course) -> None:
    """A hearing, then the legal review that follows it."""
    case.fine = HEAVY
    case.investigate().propose(hearing_ground="large_fine").notify_hearing()
    case.take("hold_hearing", agents=1, signed=True, concluded="事实清楚，建议按拟定处罚决定（合成）")
    case.pass_review().decide().pay().close()


def waive_hearing(ground: str) -> Way:
    """No hearing by the party's own doing: in writing before it, absent from it, or gone from it."""

    def end(case: Course) -> None:
        case.fine = HEAVY
        case.investigate().propose(hearing_ground="large_fine")
        if ground != "in_writing":
            case.notify_hearing().go_on()
        case.take("waive_hearing", ground=ground).decide().pay().close()

    return end


def discuss(case: Course) -> None:
    """A complex case: reviewed, and discussed by the heads."""
    case.investigate().propose(review_ground="complex", major=True)
    case.pass_review().discuss().decide().pay().close()


def return_from_review(case: Course) -> None:
    """The review sent it back: what was done was slight and put right by then, and is spared."""
    case.investigate().propose(review_ground="complex").take("request_review", "1 workdays")
    by = {"reviewer": REVIEWER, "beginner": False, "qualified": True, "opinion": "情节轻微且已改正，退回（合成）"}
    case.take("return_review", "1 workdays", **by)
    exempt(case, "minor", corrected_on=case.day_of("inspect"))


def keep_private(case: Course) -> None:
    """Not made public, for what the law lets be kept."""
    case.investigate().propose().take("waive_defence", "1 workdays").decide_unpublished()
    case.take("keep_private", "2 workdays", ground="privacy", reason="公开将泄露个人隐私（合成）").pay().close()


def reject_transfer(case: Course) -> None:
    """A crime was suspected, the person in charge did not agree, and the penalty went its way."""
    case.investigate().propose()
    case.take("suspect_crime", reason="疑涉犯罪（合成）")
    case.take("reject_transfer", "1 workdays", reason="未达立案追诉标准（合成）", decided_by=LEADER)
    case.go_on().decide().pay().close()


ENDINGS = (
    Ending("当场警告", warn),
    Ending("当场罚款，小额当场收缴", collect("small")),
    under_the_new("当场罚款，事后难以执行当场收缴", collect("hard_later")),
    under_the_old("边远地区经当事人提出当场收缴", collect_far_away),
    under_the_old("当场罚款，到银行缴纳", pay_on_spot("bank")),
    under_the_new("当场罚款，电子支付缴纳", pay_on_spot("electronic")),
    Ending("到银行缴纳罚款", pay),
    under_the_new("电子送达，电子支付缴纳罚款", pay_electronically),
    Ending("先行登记保存转查封扣押后解除，责令改正后处罚", seize_evidence),
    Ending("紧急扣押、检验、延长后没收", confiscate_seized),
    Ending("逾期缴纳并加处罚款", pay_late),
    Ending("批准暂缓缴纳", pay_deferred),
    Ending("批准分期缴纳", pay_in_parts),
    under_the_old("陈述申辩不予采纳", hear_statement("rejected")),
    under_the_new("陈述申辩部分采纳，减轻罚款", hear_statement("partly")),
    Ending("举行听证后处罚", hear),
    under_the_old("书面放弃听证", waive_hearing("in_writing")),
    under_the_new("无正当理由不出席听证", waive_hearing("absent")),
    Ending("疑难复杂，法制审核并集体讨论", discuss),
    Ending("法制审核退回后不予处罚", return_from_review),
    Ending("放弃陈述申辩，决定不予公开", keep_private),
    under_the_new("涉嫌犯罪不批准移送，继续处罚", reject_transfer),
)
