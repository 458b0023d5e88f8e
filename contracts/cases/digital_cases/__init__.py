"""Digital city cases 数字城管案件: from the report to the closing, each limit to the minute.

Extensions and appeals are lines of their own. A supervision order lies over a case in a register of its own. A case is
with the unit that disposes of it from dispatch to disposal and once it is closed, else with the centre that took it in.
"""

from contracts.cases.digital_cases import closing, disposal, intake, passing
from contracts.register import Clock, Register

STANDARD = "处置时限（立案结案标准）"


register = Register(
    "cases.digital_cases",
    "数字城管案件",
    "Digital city cases",
    keys="source, source_record, case_class, grid",
    finds="locus",
    orders="number, source, case_class, community",
    dated="reported_on",
    compared="place",
    numbered="SG",
    words={
        "reported": "已上报",
        "verified": "已核实",
        "accepted": "已受理",
        "rejected": "不予立案 / not filed",
        "filed": "已立案",
        "dispatched": "已派遣",
        "received": "处置部门已接收 / received by the department",
        "sent_back": "已回退，待重新派遣 / sent back, to be dispatched anew",
        "disposing": "处置中 / being disposed of",
        "deferred": "缓办",
        "disposed": "已处置，待核查 / disposed of, to be checked",
        "checked": "已核查",
        "closed": "已结案",
        "forced_closed": "强制结案 / closed by force",
        "voided": "已作废",
    },
    steps=(*intake.STEPS, *disposal.STEPS, *closing.STEPS, *passing.STEPS),
    clocks=(
        Clock(
            "verify",
            "reported -> verified, accepted, rejected",
            "",
            "核实时限（立案结案标准）",
            title="核实 / Verification",
            until="verify_due_on",
            when="to_verify",
        ),
        Clock(
            "dispose",
            "dispatched, reworked -> disposed",
            "",
            STANDARD,
            lapses="sent_back, forced_closed",
            extends="extension_granted, deferred",
            title="处置 / Disposal",
            until="dispose_due_on",
            warns="1",
        ),
        Clock(
            "check",
            "disposed -> checked",
            "",
            "核查时限（立案结案标准）",
            lapses="forced_closed",
            title="核查 / Check",
            until="check_due_on",
        ),
    ),
)
