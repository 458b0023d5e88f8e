"""The papers 文书 of a penalty case, by the names that addresses, templates and numbers share."""

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
        "court_application": "强制执行申请书 / Application to the court for enforcement",
        "transfer": "案件移送书 / Letter of transfer",
        "closing": "结案审批表 / Closing form",
    }
)
NUMBERED = (
    "registration",
    "registration_disposal",
    "seizure",
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
    "court_application",
    "transfer",
)
"""Which of them bear a number of the agency's own 文号."""
