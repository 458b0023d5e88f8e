"""Evidence that is registered in advance 先行登记保存: a line for each list."""

from contracts import forms as ask
from contracts.apart_reasons import APPROVER
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.officers import OnSite
from contracts.cases.penalties.phases import ACTING, IN_CHARGE, OPEN
from contracts.forms import Form
from contracts.register import Step

PROVING = (
    "find",
    "verify",
    "inspect",
    "register_evidence",
    "seize",
    "reinspect",
    "add_papers",
    "close_inquiry",
    "hear_party",
    "hold_hearing",
)
"""The steps on whose papers the facts of a decision may rest (Penalty Law art. 46, 59).

A form of approval, a notice and a receipt prove nothing of the act.
"""


class Thing(Form):
    """One line of a list of things (Coercion Law art. 24; Penalty Law art. 56)."""

    name = ask.text("名称", "Thing", longest=80)
    count = ask.text("数量", "How many", longest=20)
    state = ask.text("规格、状态", "Make and state", longest=120, required=False)


class Registration(OnSite):
    """Evidence that may be lost is registered and kept, with the head's approval (Penalty Law art. 56)."""

    batch = ask.code("清单编号", "List number")
    things = ask.text("物品", "Things")
    list_of_things = ask.many(Thing, "物品清单", "List of things", least=0, most=100)
    kept_at = ask.text("保存地点", "Where they are kept", longest=120, required=False)
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
    approved_by = ask.myself("批准人", "Approved by", roles=IN_CHARGE)
    registered_on = ask.happened("登记保存日期", "Registered on")
    evidence = ask.evidence("清单", "List")


class Disposal(Late):
    """What becomes of a batch."""

    batch = ask.code("清单编号", "List number")
    disposal = ask.choice("处理决定", "Disposal", choices.DISPOSALS)
    number = ask.text("文号", "Number of the paper", longest=60, required=False)
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
        by=f"{ACTING}, {IN_CHARGE}",
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
