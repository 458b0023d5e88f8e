"""What every template of a paper must contain, whoever changes it: fields and sentences, with the article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Must:
    """Something that the law wants to stand in a paper.

    names     fields one of which the template must use
    sentence  words that it must have, tags and spaces left out; empty: the field is enough
    article   by which article
    """

    article: str
    names: tuple[str, ...] = ()
    sentence: str = ""


def _names(article: str, *names: str) -> tuple[Must, ...]:
    return tuple(Must(article, (name,)) for name in names)


P59, P52, P44, P64 = ("行政处罚法第五十九条", "行政处罚法第五十二条", "行政处罚法第四十四条", "行政处罚法第六十四条")
C24, C35 = "行政强制法第二十四条", "行政强制法第三十五条"
C37, C51, C55 = "行政强制法第三十七条", "行政强制法第五十一条", "行政强制法第五十五条"
WAYS = (Must(P59, sentence="申请行政复议"), Must(P59, sentence="提起行政诉讼"))
BODIES = _names(P59, "救济.复议期限", "救济.诉讼期限", "机关.复议机关", "机关.诉讼法院")
COERCION_REMEDIES = (Must(C24, sentence="申请行政复议"), Must(C24, sentence="提起行政诉讼"))
MANDATORY: Mapping[str, tuple[Must, ...]] = {
    "filing": _names("行政处罚法第五十四条", "当事人.名称", "案件.案由", "审批.人"),
    "inspection": (
        *_names("行政处罚法第五十五条", "笔录.出示证件", "笔录.内容"),
        *_names("行政处罚法第四十二条", "执法人员.姓名"),
    ),
    "interview": (
        *_names("行政处罚法第五十五条", "笔录.出示证件", "笔录.内容"),
        *_names("行政处罚法第四十二条", "执法人员.姓名"),
        Must("行政处罚法第四十三条", sentence="申请回避"),
    ),
    "registration": (
        *_names("行政处罚法第五十六条", "物品清单.名称", "登记保存.批准人", "法律.登记保存期限"),
        Must("行政处罚法第五十六条", sentence="不得销毁或者转移"),
    ),
    "registration_disposal": _names("行政处罚法第五十六条", "登记保存.处理决定"),
    "seizure": (
        *_names(C24, "当事人.名称", "当事人.地址", "查封扣押.理由", "查封扣押.依据", "查封扣押.届满日期"),
        *_names(C24, "物品清单.名称", "物品清单.数量", "机关.名称", "日期"),
        *_names(C24, "救济.复议期限", "救济.诉讼期限", "机关.复议机关", "机关.诉讼法院"),
        *COERCION_REMEDIES,
        Must("行政强制法第十八条", sentence="陈述和申辩"),
    ),
    "seizure_extension": _names("行政强制法第二十五条", "当事人.名称", "查封扣押.延长理由", "查封扣押.延长至"),
    "seizure_lifting": _names("行政强制法第二十八条", "当事人.名称", "查封扣押.理由", "查封扣押.去向"),
    "correction_order": _names("行政处罚法第二十八条", "当事人.名称", "改正.要求", "改正.期限"),
    "inquiry_report": _names("行政处罚法第五十七条", "案件.查明事实", "经过.证据", "处罚.内容"),
    "review_opinion": _names("行政处罚法第五十八条", "审核.结论", "审核.意见", "审核.审核人"),
    "discussion": _names("行政处罚法第五十七条第二款", "讨论.结论", "讨论.主持人"),
    "notice": (
        *_names(P44, "当事人.名称", "案件.查明事实", "案件.违反条款", "案件.处罚条款", "处罚.内容"),
        *_names("行政处罚法第四十五条", "告知.陈述申辩期限"),
        Must("行政处罚法第四十五条", sentence="陈述、申辩"),
    ),
    "hearing_told": (
        *_names(P44, "当事人.名称", "案件.查明事实", "处罚.内容"),
        *_names(P64, "法律.听证期限"),
        Must("行政处罚法第六十三条", sentence="要求听证"),
        Must("行政处罚法第六十三条", sentence="不承担行政机关组织听证的费用"),
    ),
    "hearing": (
        *_names(P64, "听证.日期", "听证.地点", "听证.主持人", "听证.公开"),
        Must(P64, sentence="申请回避"),
        Must(P64, sentence="委托一至二人代理"),
    ),
    "hearing_record": (*_names(P64, "听证.主持人", "笔录.内容"), Must(P64, sentence="核对无误")),
    "on_spot_decision": (
        *_names(P52, "当事人.名称", "案件.查明事实", "处罚.内容", "案件.处罚条款", "案件.地点"),
        *_names(P52, "机关.名称", "日期", "承办人员.姓名", "文号"),
        *_names(P52, "救济.复议期限", "救济.诉讼期限", "机关.复议机关", "机关.诉讼法院", "救济.复议前置"),
        *WAYS,
    ),
    "decision": (
        *_names(P59, "当事人.名称", "当事人.地址", "案件.查明事实", "案件.违反条款", "经过.证据"),
        *_names(P59, "处罚.内容", "案件.处罚条款", "机关.银行", "机关.账号", "机关.名称", "日期", "文号"),
        Must(P59, sentence="十五日内"),
        *BODIES,
        *WAYS,
    ),
    "exemption": (
        *_names("行政处罚法第三十三条", "当事人.名称", "案件.查明事实", "不予处罚.情形", "不予处罚.教育"),
        *WAYS,
    ),
    "receipt": _names("行政处罚法第六十一条", "送达.文书", "送达.方式", "当事人.名称", "日期"),
    "demand": (
        *_names(C35, "催告.履行期限", "催告.金额", "机关.银行", "机关.账号"),
        Must(C35, sentence="陈述和申辩"),
    ),
    "performance": (
        *_names(C51, "当事人.名称", "当事人.地址", "代履行.理由", "代履行.依据", "代履行.方式", "代履行.时间"),
        *_names(C51, "代履行.标的", "代履行.费用预算", "代履行.代履行人"),
    ),
    "demolition_notice": _names("行政强制法第四十四条", "拆除.标的", "拆除.期限", "当事人.名称"),
    "enforcement_decision": (
        *_names(C37, "当事人.名称", "当事人.地址", "强制执行.依据", "强制执行.方式", "强制执行.时间"),
        *_names(C37, "机关.名称", "日期", "救济.复议期限", "救济.诉讼期限", "机关.复议机关", "机关.诉讼法院"),
        Must(C37, sentence="申请行政复议"),
        Must(C37, sentence="提起行政诉讼"),
    ),
    "court_application": (
        *_names(C55, "申请.法院", "申请.金额", "申请.当事人意见", "申请.催告日期", "决定.文号", "机关.名称", "日期"),
        Must(C55, sentence="机关负责人"),
    ),
    "transfer": _names("行政处罚法第二十七条", "移送.接收机关", "移送.理由", "案件.查明事实"),
    "closing": (),
    "cover": (),
    "index": (),
}
"""Of each paper what its articles list; articles of the law in force now."""
