"""The papers 文书 of a penalty case: the names that addresses, templates and numbers share, and their steps.

A paper is issued by the step that is taken on it: taken, it is issued; possible now, it can be; else it cannot be yet.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.register import NUMBER
from contracts.words import Words

PAPERS = Words(
    {
        "cover": "案卷封面 / Cover of the file",
        "index": "卷宗目录 / Index of the file",
        "filing": "立案审批表 / Filing form",
        "inspection": "现场检查（勘验）笔录 / Record of an inspection on site",
        "interview": "询问笔录 / Record of an interview",
        "registration": "先行登记保存通知书 / Notice of evidence registered in advance",
        "registration_disposal": "先行登记保存物品处理决定书 / Disposal of evidence registered in advance",
        "seizure": "查封（扣押）决定书 / Decision on a seizure",
        "seizure_extension": "延长查封（扣押）决定书 / Decision to extend a seizure",
        "seizure_lifting": "解除查封（扣押）决定书 / Decision to lift a seizure",
        "correction_order": "责令改正通知书 / Order to correct",
        "inquiry_report": "案件调查终结报告 / Report at the end of the inquiry",
        "review_opinion": "法制审核意见书 / Opinion of the legal review",
        "discussion": "集体讨论记录 / Minutes of the collective discussion",
        "notice": "行政处罚事先告知书 / Prior notice of a penalty",
        "hearing_told": "行政处罚听证告知书 / Notice of the right to a hearing",
        "hearing": "听证通知书 / Notice of a hearing",
        "hearing_record": "听证笔录 / Record of a hearing",
        "on_spot_decision": "当场行政处罚决定书 / Decision on the spot",
        "decision": "行政处罚决定书 / Decision",
        "exemption": "不予行政处罚决定书 / Decision not to penalise",
        "receipt": "送达回证 / Service receipt",
        "demand": "催告书 / Demand",
        "performance": "代履行决定书 / Decision on performance by others",
        "demolition_notice": "限期拆除公告 / Public notice to demolish",
        "enforcement_decision": "强制执行决定书 / Decision on enforcement by the agency",
        "court_application": "强制执行申请书 / Application to the court for enforcement",
        "transfer": "案件移送书 / Letter of transfer",
        "closing": "结案审批表 / Closing form",
    }
)
NUMBERED = (
    "registration",
    "registration_disposal",
    "seizure",
    "seizure_extension",
    "seizure_lifting",
    "correction_order",
    "notice",
    "hearing_told",
    "hearing",
    "on_spot_decision",
    "decision",
    "exemption",
    "demand",
    "performance",
    "demolition_notice",
    "enforcement_decision",
    "court_application",
    "transfer",
)
"""Which of them bear a number of the agency's own 文号."""
NUMBER_FIELDS = {"hearing_told": "hearing_number"}
"""In which field of its step the number of a paper stands, where another paper of the step has `number`."""
STAGES = Words(
    {
        "filing": "立案 / Filing",
        "inquiry": "调查取证 / Inquiry and evidence",
        "notice": "告知听证 / Notice and hearing",
        "decision": "审查决定 / Review and decision",
        "service": "送达 / Service",
        "execution": "执行 / Execution",
        "closing": "结案归档 / Closing and archive",
    }
)
"""Under which heading a paper is listed."""


@dataclass(frozen=True)
class PaperKind:
    """How a kind of paper comes into a case.

    stage  under which heading it is listed
    steps  by which of them it is issued; where nobody says which is meant, by the first of them that was taken
    each   whether every such step has a paper of its own; else the last one speaks for all
    when   fields of the step with the values of which one must be said, where it issues this paper not always
    """

    stage: str
    steps: tuple[str, ...]
    each: bool = False
    when: Mapping[str, Collection[Any]] = field(default_factory=dict)

    def is_issued_by(self, step: str, said: Mapping[str, Any]) -> bool:
        """Whether a step that said this is one on which the paper is issued."""
        return step in self.steps and all(said.get(name) in values for name, values in self.when.items())


def number_field(paper: str) -> str:
    """The field of a numbered paper's step in which its number stands."""
    return NUMBER_FIELDS.get(paper, NUMBER)


SERVED = {
    "serve": "decision",
    "exempt": "exemption",
    "order_correction": "correction_order",
    "notify": "notice",
    "notify_hearing": "hearing",
    "demand": "demand",
    "demand_performance": "demand",
    "demand_demolition": "demand",
    "decide_performance": "performance",
    "decide_demolition": "enforcement_decision",
    "extend_seizure": "seizure_extension",
}
"""What a receipt says was served, by the step that it belongs to; a decision on the spot is served as one."""
CATALOGUE: Mapping[str, PaperKind] = {
    "cover": PaperKind("closing", ("archive",)),
    "index": PaperKind("closing", ("archive",)),
    "filing": PaperKind("filing", ("file",)),
    "inspection": PaperKind("inquiry", ("inspect",), each=True, when={"kind": ("site", "sampling")}),
    "interview": PaperKind("inquiry", ("inspect",), each=True, when={"kind": ("inquiry",)}),
    "registration": PaperKind("inquiry", ("register_evidence",), each=True),
    "registration_disposal": PaperKind("inquiry", ("dispose_evidence",), each=True),
    "seizure": PaperKind("inquiry", ("seize",), each=True),
    "seizure_extension": PaperKind("inquiry", ("extend_seizure",), each=True),
    "seizure_lifting": PaperKind("inquiry", ("release",), each=True),
    "correction_order": PaperKind("inquiry", ("order_correction",), each=True),
    "inquiry_report": PaperKind("inquiry", ("propose", "close_inquiry")),
    "review_opinion": PaperKind("decision", ("pass_review", "return_review"), each=True),
    "discussion": PaperKind("decision", ("discuss",), each=True),
    "notice": PaperKind("notice", ("notify",), each=True),
    "hearing_told": PaperKind("notice", ("notify",), each=True, when={"hearing_told": (True,)}),
    "hearing": PaperKind("notice", ("notify_hearing",), each=True),
    "hearing_record": PaperKind("notice", ("hold_hearing",), each=True),
    "on_spot_decision": PaperKind("decision", ("decide_on_spot",)),
    "decision": PaperKind("decision", ("decide",)),
    "exemption": PaperKind("decision", ("exempt",)),
    "receipt": PaperKind("service", tuple(SERVED), each=True),
    "demand": PaperKind("execution", ("demand", "demand_performance", "demand_demolition"), each=True),
    "performance": PaperKind("execution", ("decide_performance",), each=True),
    "demolition_notice": PaperKind("execution", ("announce_demolition",), each=True),
    "enforcement_decision": PaperKind("execution", ("decide_demolition",), each=True),
    "court_application": PaperKind("execution", ("ask_court",), each=True),
    "transfer": PaperKind("closing", ("hand_over",)),
    "closing": PaperKind("closing", ("close",)),
}
"""Every paper, in the order of PAPERS."""
