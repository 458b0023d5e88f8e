"""How a case ends: without a penalty, or closed when all is settled."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING, ALL, HEADS, NOTICED, OPEN
from contracts.forms import Form, Reason
from contracts.register import Step


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

    approved_by = ask.myself("批准人", "Approved by")
    withdrawn_on = ask.happened("销案日期", "Withdrawn on")


class Closing(Form):
    """The case is closed 结案."""

    closed_on = ask.happened("结案日期", "Closed on")
    approved_by = ask.myself("批准人", "Approved by")
    evidence = ask.evidence("结案审批表", "Closing form")


class Archiving(Form):
    """The file goes to the archive (Penalty Law art. 47)."""

    file_number = ask.text("档案号", "File number", longest=60)
    archived_on = ask.happened("归档日期", "Archived on")


WITHOUT_PENALTY = (
    Step(
        "clear",
        "cleared",
        "违法事实不成立 / Clear",
        "investigated -> no_violation",
        NoViolation,
        by=HEADS,
        apart_from="inspect, close_inquiry",
    ),
    Step(
        "exempt",
        "exempted",
        "不予处罚 / Exempt",
        f"investigated, {NOTICED} -> exempted",
        Exemption,
        by=HEADS,
        apart_from="inspect, close_inquiry, propose",
    ),
    Step("suspect_crime", "crime_suspected", "涉嫌犯罪 / Suspect a crime", OPEN, Suspicion, by=ACTING),
    Step("hand_over", "handed_over", "移送 / Hand over", f"{OPEN} -> handed_over", HandOver, by=HEADS),
    Step(
        "withdraw",
        "withdrawn",
        "销案 / Withdraw",
        f"clue, verified, {OPEN} -> withdrawn",
        Withdrawal,
        by=HEADS,
        apart_from="find, verify, inspect",
    ),
)
STEPS = (
    Step(
        "close",
        "closed",
        "结案 / Close",
        "served -> closed",
        Closing,
        by=HEADS,
        apart_from="inspect, close_inquiry, propose, serve",
    ),
    Step("archive", "archived", "归档 / Archive", "closed -> archived", Archiving, by="clerk, legal"),
    Step("void", "voided", "作废 / Void", f"{ALL} -> voided", Reason, voids=True, by=HEADS),
)
