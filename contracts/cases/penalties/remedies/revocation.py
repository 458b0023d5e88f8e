"""The agency's own correction of a decision 自行纠正, and what it decides anew where it was told to."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import DECIDED
from contracts.cases.penalties.remedies.forms import Owed
from contracts.forms import Reason
from contracts.register import Step


class Revocation(Reason):
    """The agency takes its decision back, or makes it lighter, since it was wrong (Penalty Law art. 75)."""

    revocation = ask.choice("纠正方式", "Put right by", choices.REVOCATIONS)
    new_fine = ask.money("变更后罚款（元）", "Fine as changed, yuan", required=False)
    new_confiscation = ask.money("变更后没收（元）", "Confiscation as changed, yuan", required=False)
    discussed = ask.flag("已经集体讨论", "Discussed by the leadership", required=False)
    decided_by = ask.myself("决定人", "Decided by")
    revoked_on = ask.happened("决定日期", "Decided on")
    evidence = ask.evidence("撤销（变更）决定书", "Paper")


class NewDecision(Late):
    """What the agency did that was told to decide anew (Reconsideration Law art. 64, Litigation Law art. 70, 71)."""

    new_case = ask.record("cases.penalties", "重新处理的案件", "The case in which it was decided anew", required=False)
    result = ask.text("重新处理结果", "Result")
    redone_on = ask.happened("重新处理日期", "Decided anew on")
    evidence = ask.evidence("决定书", "Paper")


STEPS = (
    Step(
        "revoke",
        "decision_revoked",
        "自行撤销、变更 / Put right one's own decision",
        "new -> revoked",
        Revocation,
        adds=Owed,
        line="revocation",
        during=DECIDED,
        by="leader",
        apart_reason="机关负责人纠正本机关的错误 / The head puts right what the agency did wrong",
    ),
    Step(
        "settle_anew",
        "settled_anew",
        "责令重新处理的结果 / What was done anew",
        "new, settled -> settled",
        NewDecision,
        line="redo",
        during=DECIDED,
        by="legal",
    ),
)
