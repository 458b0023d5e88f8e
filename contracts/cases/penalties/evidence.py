"""Evidence that is registered in advance 先行登记保存: a line for each list."""

from contracts import forms as ask
from contracts.apart_reasons import APPROVER
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.officers import OnSite
from contracts.cases.penalties.phases import ACTING, HEADS, OPEN
from contracts.register import Step


class Registration(OnSite):
    """Evidence that may be lost is registered and kept, with the head's approval (Penalty Law art. 56)."""

    batch = ask.code("清单编号", "List number")
    things = ask.text("物品", "Things")
    approved_by = ask.myself("批准人", "Approved by", roles=HEADS)
    registered_on = ask.happened("登记保存日期", "Registered on")
    evidence = ask.evidence("清单", "List")


class Disposal(Late):
    """What becomes of a batch."""

    batch = ask.code("清单编号", "List number")
    disposal = ask.choice("处理决定", "Disposal", choices.DISPOSALS)
    disposed_on = ask.happened("处理日期", "Disposed on")
    evidence = ask.evidence("处理决定书", "Paper")


STEPS = (
    Step(
        "register_evidence",
        "evidence_registered",
        "先行登记保存 / Register evidence",
        "new -> held",
        Registration,
        line="evidence",
        each="batch",
        during="clue, verified, filed",
        by=f"{ACTING}, leader",
        apart_reason=APPROVER,
    ),
    Step(
        "dispose_evidence",
        "evidence_disposed",
        "处理登记保存物品 / Dispose of evidence",
        "held -> disposed",
        Disposal,
        line="evidence",
        each="batch",
        during=f"clue, verified, {OPEN}, decided, served",
        by=ACTING,
    ),
)
