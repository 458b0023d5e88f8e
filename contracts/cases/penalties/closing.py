"""How a case ends: without a penalty, or closed when all is settled."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING, ALL, HEADS, IN_CHARGE, NOTICED, OPEN
from contracts.forms import Form, Reason
from contracts.register import Step


class NoViolation(Reason):
    """The violation is not established; the person in charge decides it (Penalty Law art. 57)."""

    decided_by = ask.myself("决定人", "Decided by", required=False)
    cleared_on = ask.happened("决定日期", "Decided on")


class Exemption(Form):
    """No penalty, but education (Penalty Law art. 30, 31, 33); the person in charge decides it (art. 57).

    A breach that was put right says when, unless a re-inspection shows it.
    """

    ground = ask.choice("不予处罚情形", "Ground", choices.EXEMPTIONS)
    corrected_on = ask.day("改正日期", "Put right on", required=False)
    education = ask.text("教育情况", "Education given")
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
    decided_by = ask.myself("决定人", "Decided by", required=False)
    exempted_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("不予处罚决定书", "Paper")


class Suspicion(Reason):
    """The act may be a crime (Penalty Law art. 27)."""

    suspected_on = ask.happened("发现日期", "Suspected on")


class TransferApproval(Form):
    """The person in charge agrees that the case goes to the police (transfer rules art. 5)."""

    approved_by = ask.myself("批准人", "Approved by")
    approved_at = ask.moment("批准时间", "Approved at", now=True)
    approved_on = ask.happened("批准日期", "Approved on")


class HandOverBy(Form):
    """The day on which the 24 hours end."""

    hand_over_by = ask.day("移送期限", "To be handed over by")


class TransferRejection(Reason):
    """The person in charge does not agree; the reason is recorded (transfer rules art. 5)."""

    decided_by = ask.myself("决定人", "Decided by")
    rejected_on = ask.happened("决定日期", "Decided on")


class HandOver(Reason):
    """The case goes to whom it belongs to."""

    receiver = ask.choice("移送对象", "Handed to", choices.RECEIVERS)
    receiver_name = ask.text("接收机关", "Receiver", longest=80)
    number = ask.text("文号", "Number of the letter", longest=60, required=False)
    handed_over_on = ask.happened("移送日期", "Handed over on")
    evidence = ask.evidence("移送函", "Letter")


class CaseReturn(Reason):
    """The case comes back with its papers: the receiver says so in writing, and why (transfer rules art. 8, 10)."""

    return_ground = ask.choice("退回情形", "Why it came back", choices.RETURNS)
    return_number = ask.text("退回（不予立案）通知书文号", "Number of the receiver's paper", longest=60, required=False)
    returned_on = ask.happened("收到退回日期", "Came back on")
    evidence = ask.evidence("退回（不予立案）通知书", "The receiver's paper")


class DecideBy(Form):
    """The day on which the time ends that was left for the decision when the case went out."""

    decide_by = ask.day("作出决定期限", "To be decided by", required=False)


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


# A case goes on after it came back, so these stand before what the inquiry leads to in the order of a case.
RETURNS = (
    Step(
        "take_back",
        "case_returned",
        "移送退回 / Take a case back",
        "handed_over -> filed",
        CaseReturn,
        adds=DecideBy,
        by=HEADS,
    ),
    Step(
        "take_back_noticed",
        "case_returned_noticed",
        "移送退回（已告知的） / Take a case back whose notice was given",
        "handed_over -> noticed",
        CaseReturn,
        adds=DecideBy,
        by=HEADS,
    ),
)
WITHOUT_PENALTY = (
    Step(
        "clear",
        "cleared",
        "违法事实不成立 / Clear",
        "investigated -> no_violation",
        NoViolation,
        version=2,
        by=IN_CHARGE,
        apart_from="find, verify, inspect, close_inquiry",
    ),
    Step(
        "exempt",
        "exempted",
        "不予处罚 / Exempt",
        f"investigated, {NOTICED} -> exempted",
        Exemption,
        version=2,
        by=IN_CHARGE,
        apart_from="find, verify, inspect, close_inquiry, propose",
    ),
    Step("suspect_crime", "crime_suspected", "涉嫌犯罪 / Suspect a crime", OPEN, Suspicion, by=ACTING),
    Step(
        "approve_transfer",
        "transfer_approved",
        "批准移送 / Approve the transfer of a crime",
        OPEN,
        TransferApproval,
        adds=HandOverBy,
        by=IN_CHARGE,
        apart_from="suspect_crime",
    ),
    Step(
        "reject_transfer",
        "transfer_rejected",
        "不批准移送 / Reject the transfer of a crime",
        OPEN,
        TransferRejection,
        by=IN_CHARGE,
        apart_from="suspect_crime",
    ),
    Step(
        "hand_over",
        "handed_over",
        "移送 / Hand over",
        f"{OPEN} -> handed_over",
        HandOver,
        version=2,
        by=HEADS,
    ),
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
        version=2,
    ),
    Step("archive", "archived", "归档 / Archive", "closed -> archived", Archiving, by="clerk, legal"),
    Step("void", "voided", "作废 / Void", f"{ALL} -> voided", Reason, voids=True, by=HEADS, version=2),
)
