"""The words that the forms of a penalty case offer, and who reads cases."""

READERS = "clerk, captain, officer, legal, publicist, inspector, leader, auditor, operator"
"""Who works on penalty cases, supervises them or looks into them: their records, process records and papers."""

SOURCES = {
    "patrol": "巡查发现",
    "complaint": "投诉举报",
    "digital": "数字城管",
    "handed_over": "其他机关移送",
    "superior": "上级交办",
    "opinion": "意见转办",
    "other": "其他",
}
PARTIES = {"person": "公民", "organisation": "法人或者其他组织"}
OTHERS = {
    "warning": "警告",
    "criticism": "通报批评",
    "suspend_licence": "暂扣许可证件",
    "downgrade": "降低资质等级",
    "revoke_licence": "吊销许可证件",
    "restrict_business": "限制开展生产经营活动",
    "stop_business": "责令停产停业",
    "close_business": "责令关闭",
    "restrict_employment": "限制从业",
}
"""Kinds of penalty other than fines and confiscation (Penalty Law art. 9)."""
HEARING_GROUNDS = {
    "large_fine": "较大数额罚款",
    "large_confiscation": "没收较大数额违法所得、较大价值非法财物",
    "heavy": "其他较重的行政处罚",
    "by_law": "法律、法规、规章规定的其他情形",
}
"""What the amounts and kinds do not show by themselves (Penalty Law art. 63)."""
REVIEW_GROUNDS = {
    "public_interest": "涉及重大公共利益",
    "complex": "案件情况疑难复杂、涉及多个法律关系",
    "by_law": "法律、法规规定应当进行法制审核的其他情形",
}
"""Besides cases that went through a hearing (Penalty Law art. 58)."""
EXEMPTIONS = {
    "minor": "违法行为轻微并及时改正，没有造成危害后果",
    "first": "初次违法且危害后果轻微并及时改正",
    "no_fault": "当事人有证据足以证明没有主观过错",
    "under_fourteen": "不满十四周岁",
    "no_capacity": "不能辨认或者不能控制自己行为",
}
"""Penalty Law art. 30, 31, 33."""
RECEIVERS = {"police": "公安机关", "procuratorate": "检察机关", "agency": "其他行政机关", "squadron": "其他中队"}
INSPECTIONS = {"site": "现场检查（勘验）", "inquiry": "询问", "sampling": "抽样取证"}
DISPOSALS = {
    "returned": "退还",
    "seized": "转为查封、扣押",
    "confiscated": "没收",
    "examined": "送检验、鉴定",
    "handed_over": "移送",
}
RELEASES = {"returned": "解除并退还", "handed_over": "随案移送"}
RECHECKS = {"adopted": "采纳", "partly": "部分采纳", "rejected": "不予采纳"}
WAIVERS = {"in_writing": "书面放弃", "absent": "无正当理由拒不出席", "left": "未经许可中途退出"}
SERVICES = {
    "on_spot": "当场交付",
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "announced": "公告送达",
}
CHANNELS = {"government": "区政府网", "portal": "门户网站", "credit": "信用平台", "other": "其他"}
NOT_PUBLIC = {
    "secret": "国家秘密、商业秘密",
    "privacy": "个人隐私",
    "minor": "当事人为未成年人",
    "no_influence": "不具有社会影响",
    "by_law": "依法不予公开的其他情形",
}
ON_SPOT_CASH = {
    "small": "一百元以下（旧法二十元以下）",
    "hard_later": "不当场收缴事后难以执行",
    "remote": "边远、水上、交通不便地区，当事人提出",
}
"""Penalty Law art. 68, 69."""
REMEDY_OUTCOMES = {
    "upheld": "维持",
    "dismissed": "驳回",
    "changed": "变更",
    "revoked": "撤销",
    "unlawful": "确认违法",
    "invalid": "确认无效",
    "ended": "终止、撤回",
}
RULES_APPLIED = {"of_the_act": "适用行为时规定", "of_the_decision": "适用决定时规定（处罚较轻）"}
"""Penalty Law art. 37."""
