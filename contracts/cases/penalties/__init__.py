"""Penalty cases 行政处罚案件: the general and the simple procedure with all that runs beside them.

The main line goes from the clue to the archive. Hearing, review, evidence, seizures, publication, payment, cash and
remedies are lines of their own; evidence and seizures have one run for each list. An on-spot decision goes the same way
from there on. Refusals name the article; a limit of the agency's own that was missed can be told with its reason.

Steps stand in the order in which a case takes them: so does an imported row.
"""

from contracts.cases.penalties import (
    closing,
    correction,
    decision,
    delivery,
    evidence,
    execution,
    extensions,
    filing,
    hearing,
    notice,
    officers,
    proposal,
    publicity,
    remedies,
    review,
    seizures,
)
from contracts.cases.penalties.choices import READERS
from contracts.cases.penalties.clocks import CLOCKS
from contracts.register import Register

register = Register(
    "cases.penalties",
    "行政处罚案件",
    "Penalty cases",
    keys="act, source, online, violation",
    finds="act, @years",
    orders="act, source",
    serials="number, hearing_number",
    readers=READERS,
    papers_as="cases.penalties",
    words={
        "clue": "线索",
        "verified": "已核查",
        "not_filed": "不予立案",
        "filed": "已立案（调查中） / filed (under investigation)",
        "investigated": "调查终结 / investigation ended",
        "no_violation": "违法不成立",
        "exempted": "不予处罚 / no penalty",
        "handed_over": "已移送",
        "withdrawn": "已销案 / case withdrawn",
        "proposed": "已拟定处罚 / penalty proposed",
        "noticed": "已告知 / notice given",
        "decided": "已决定",
        "served": "已送达（执行中） / served (being enforced)",
        "closed": "已结案",
        "archived": "已归档",
        "voided": "已作废",
    },
    steps=(
        *filing.STEPS,
        *decision.ON_SPOT,
        *filing.COMPLETION,
        *officers.STEPS,
        *correction.STEPS,
        *evidence.STEPS,
        *seizures.STEPS,
        *extensions.STEPS,
        *closing.RETURNS,
        *proposal.STEPS,
        *notice.STEPS,
        *hearing.STEPS,
        *review.STEPS,
        *decision.STEPS,
        *closing.WITHOUT_PENALTY,
        *delivery.STEPS,
        *seizures.CONFISCATION,
        *delivery.RECORDING,
        *publicity.STEPS,
        *execution.STEPS,
        *remedies.STEPS,
        *publicity.WITHDRAWAL,
        *closing.STEPS,
    ),
    clocks=(*CLOCKS, *execution.CLOCKS, *remedies.CLOCKS),
)
