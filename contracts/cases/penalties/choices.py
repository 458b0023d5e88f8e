"""The words that the forms of a penalty case offer, and who reads cases."""

from contracts.words import Words

READERS = "clerk, captain, officer, legal, publicist, inspector, leader, auditor, operator"
"""Who works on penalty cases, supervises them or looks into them: their records, process records and papers."""

SOURCES = Words(
    {
        "patrol": "巡查发现 / found on patrol",
        "complaint": "投诉举报 / complaint or report",
        "digital": "数字城管 / digital city management",
        "handed_over": "其他机关移送 / handed over by another agency",
        "superior": "上级交办 / assigned from above",
        "opinion": "意见转办 / from an opinion",
        "other": "其他",
    }
)
PARTIES = Words({"person": "公民", "organisation": "法人或者其他组织"})
OTHERS = Words(
    {
        "warning": "警告",
        "criticism": "通报批评 / circular of criticism",
        "suspend_licence": "暂扣许可证件 / licence suspended",
        "downgrade": "降低资质等级 / qualification downgraded",
        "revoke_licence": "吊销许可证件 / licence revoked",
        "restrict_business": "限制开展生产经营活动 / business restricted",
        "stop_business": "责令停产停业 / ordered to stop business",
        "close_business": "责令关闭 / ordered to close",
        "restrict_employment": "限制从业 / employment restricted",
    }
)
"""Kinds of penalty other than fines and confiscation (Penalty Law art. 9)."""
HEARING_GROUNDS = Words(
    {
        "large_fine": "较大数额罚款",
        "large_confiscation": "没收较大数额违法所得、较大价值非法财物 / confiscation of a large amount or value",
        "heavy": "其他较重的行政处罚 / another heavier penalty",
        "by_law": "法律、法规、规章规定的其他情形 / other cases by law",
    }
)
"""What the amounts and kinds do not show by themselves (Penalty Law art. 63)."""
REVIEW_GROUNDS = Words(
    {
        "public_interest": "涉及重大公共利益 / major public interest",
        "complex": "案件情况疑难复杂、涉及多个法律关系 / difficult, or several legal relations",
        "by_law": "法律、法规规定应当进行法制审核的其他情形 / other cases by law",
    }
)
"""Besides cases that went through a hearing (Penalty Law art. 58)."""
EXEMPTIONS = Words(
    {
        "minor": "违法行为轻微并及时改正，没有造成危害后果 / minor, put right in time, no harm done",
        "first": "初次违法且危害后果轻微并及时改正 / first time, slight harm, put right in time",
        "no_fault": "当事人有证据足以证明没有主观过错 / no fault, as the party has shown",
        "under_fourteen": "不满十四周岁",
        "no_capacity": "不能辨认或者不能控制自己行为 / unable to understand or control the act",
    }
)
"""Penalty Law art. 30, 31, 33."""
RECEIVERS = Words(
    {
        "police": "公安机关 / public security organ",
        "procuratorate": "检察机关",
        "agency": "其他行政机关 / another administrative agency",
        "squadron": "其他中队 / another squadron",
    }
)
RETURNS = Words(
    {
        "not_filed": "公安机关不予立案 / the police do not take it up",
        "no_penalty": "不需要追究刑事责任或者免予刑事处罚 / no criminal liability, or no punishment",
        "not_theirs": "接收机关认为不属其管辖 / the receiver says that it is not its own",
    }
)
"""Transfer rules art. 8, 10, 13; Penalty Law art. 25, 27."""
INSPECTIONS = Words(
    {"site": "现场检查（勘验） / inspection on site", "inquiry": "询问 / interview", "sampling": "抽样取证"}
)
DISPOSALS = Words(
    {
        "returned": "退还",
        "seized": "转为查封、扣押 / turned into a seizure",
        "confiscated": "没收",
        "examined": "送检验、鉴定 / sent for examination",
        "handed_over": "移送",
    }
)
RELEASES = Words(
    {"returned": "解除并退还 / released and returned", "handed_over": "随案移送 / handed over with the case"}
)
RECHECKS = Words({"adopted": "采纳", "partly": "部分采纳 / partly adopted", "rejected": "不予采纳 / not adopted"})
WAIVERS = Words(
    {
        "in_writing": "书面放弃 / given up in writing",
        "absent": "无正当理由拒不出席 / absent without good reason",
        "left": "未经许可中途退出 / left without permission",
    }
)
SERVICES = Words(
    {
        "on_spot": "当场交付 / handed over on the spot",
        "direct": "直接送达 / direct service",
        "left": "留置送达 / left at the place",
        "post": "邮寄送达 / by post",
        "electronic": "电子送达 / electronic service",
        "announced": "公告送达 / by public announcement",
    }
)
CHANNELS = Words(
    {
        "government": "区政府网 / district government website",
        "portal": "门户网站 / portal website",
        "credit": "信用平台 / credit platform",
        "other": "其他",
    }
)
NOT_PUBLIC = Words(
    {
        "secret": "国家秘密、商业秘密 / state or business secret",
        "privacy": "个人隐私 / personal privacy",
        "minor": "当事人为未成年人 / the party is a minor",
        "no_influence": "不具有社会影响 / without influence on society",
        "by_law": "依法不予公开的其他情形 / other cases by law",
    }
)
ON_SPOT_CASH = Words(
    {
        "small": "一百元以下（旧法二十元以下） / 100 yuan or less (20 under the old law)",
        "hard_later": "不当场收缴事后难以执行 / hard to collect later",
        "remote": "边远、水上、交通不便地区，当事人提出 / remote, on water or hard to reach, and the party asked",
    }
)
"""Penalty Law art. 68, 69."""
REMEDY_OUTCOMES = Words(
    {
        "upheld": "维持",
        "dismissed": "驳回",
        "changed": "变更",
        "revoked": "撤销",
        "unlawful": "确认违法 / found unlawful",
        "invalid": "确认无效 / found invalid",
        "ended": "终止、撤回 / ended or withdrawn",
        "redone": "撤销并责令重新作出 / revoked, to be decided anew",
        "withdrawn": "准许撤回 / withdrawn",
        "not_accepted": "不予受理、不予立案 / not accepted",
    }
)
REMEDY_ORDERS = Words(
    {
        "either": "可以申请行政复议，也可以直接起诉 / reconsideration or suit",
        "reconsideration_first": "应当先申请行政复议 / reconsideration first",
    }
)
"""Reconsideration Law art. 23, Litigation Law art. 44."""
JUDGEMENTS = Words(
    {
        "affirmed": "维持原判 / the judgement before stands",
        "replaced": "改判 / another judgement",
        "withdrawn": "准许撤回 / withdrawn",
    }
)
"""What a higher court made of a judgement (Litigation Law art. 89)."""
LITIGANTS = Words({"party": "当事人 / the party", "agency": "本机关 / the agency", "other": "第三人 / a third person"})
RETRIAL_INSTANCES = Words(
    {
        "party": "当事人申请 / the party",
        "agency": "本机关申请 / the agency",
        "court": "人民法院决定 / a court",
        "procuratorate": "检察机关抗诉、建议 / the procuratorate",
    }
)
"""Litigation Law art. 90 to 93."""
RESTITUTIONS = Words(
    {
        "returned": "退还财物 / the things go back",
        "restored": "恢复原状 / put back as it was",
        "compensated": "不能退还的依法赔偿 / paid for, since they cannot go back",
    }
)
"""Coercion Law art. 41."""
APPLICANTS = Words({"party": "当事人 / the party", "other": "其他利害关系人 / somebody else concerned"})
REVOCATIONS = Words({"revoked": "撤销", "changed": "变更（减轻） / made lighter"})
MANNERS = Words({"bank": "指定银行 / at the bank named", "electronic": "电子支付系统 / by electronic payment"})
"""Penalty Law art. 67; electronic payment since 15 July 2021."""
PERFORMANCE_GROUNDS = Words(
    {
        "traffic": "危害交通安全 / endangers traffic",
        "environment": "造成环境污染 / pollutes the environment",
        "nature": "破坏自然资源 / harms natural resources",
        "immediate": "需要立即清除道路、河道、航道、公共场所的遗洒物、障碍物、污染物"
        " / roads, waters or public places to be cleared at once",
    }
)
"""Coercion Law art. 50, 52."""
STOPS = Words(
    {
        "performed": "当事人自行履行 / the party did it itself",
        "ended": "终结执行（行政强制法 第四十条） / enforcement is over (art. 40)",
    }
)
SUSPENSIONS = Words(
    {
        "hardship": "当事人履行确有困难或者暂无履行能力 / hard for the party, or not possible for now",
        "third_person": "第三人对执行标的主张权利，确有理由 / a third person has good reason to claim it",
        "loss": "执行可能造成难以弥补的损失，且中止不损害公共利益 / a loss not to be made good, and no public harm",
        "other": "行政机关认为需要中止执行的其他情形 / another reason of the agency",
    }
)
"""Coercion Law art. 39."""
TERMINATIONS = Words(
    {
        "died": "公民死亡，无遗产可供执行，又无义务承受人 / the citizen died; no estate, no heir to the duty",
        "dissolved": "法人或者其他组织终止，无财产可供执行，又无义务承受人 / the organisation is gone, nothing is left",
        "object_gone": "执行标的灭失 / what it is enforced on is gone",
        "revoked": "据以执行的行政决定被撤销 / the decision was revoked",
        "three_years": "确无能力履行，中止执行满三年未恢复 / unable to perform, and suspended for three years",
        "other": "行政机关认为需要终结执行的其他情形 / another reason of the agency",
    }
)
"""Coercion Law art. 40; three years of suspension art. 39."""
RULES_APPLIED = Words(
    {
        "of_the_act": "适用行为时规定 / the law on the day of the act",
        "of_the_decision": "适用决定时规定（处罚较轻） / the law on the day of the decision (lighter)",
    }
)
"""Penalty Law art. 37."""
