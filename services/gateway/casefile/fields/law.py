"""The articles of the law in force on a paper's day, and what the party may do against it."""

from __future__ import annotations

from services.gateway.casefile import statute
from services.gateway.casefile.fields.reading import FieldItem, FieldPart, PaperReading


def _article(words: str, field: str) -> FieldItem:
    return FieldItem(words, lambda one: str(getattr(one.law, field)))


LAW = FieldPart(
    "法律",
    {
        "处罚法": FieldItem("行政处罚法全称；旧法注明文本", lambda one: f"{statute.LAW}{one.law.edition}"),
        "强制法": FieldItem("行政强制法全称", lambda _: statute.COERCION),
        "立案条款": _article("立案条款", "filing"),
        "调查条款": _article("调查条款", "inquiry"),
        "责令改正条款": _article("责令改正条款", "correction"),
        "登记保存条款": _article("先行登记保存条款", "registration"),
        "登记保存期限": _article("先行登记保存处理期限", "registered_days"),
        "告知条款": _article("告知、陈述申辩条款", "notice"),
        "听证条款": _article("听证条款", "hearing"),
        "听证期限": _article("要求听证的期限", "asking"),
        "审核条款": _article("法制审核条款；当时没有的为空", "review"),
        "决定条款": _article("作出决定的条款", "general"),
        "当场条款": _article("当场处罚条款", "on_spot"),
        "缴款条款": _article("缴纳罚款条款", "payment"),
        "加处条款": _article("加处罚款条款", "late"),
        "送达条款": _article("送达条款", "service"),
        "移送条款": _article("移送司法机关条款", "crime"),
    },
)


def _first(one: PaperReading) -> bool:
    return statute.reconsideration_first(one.law_day, on_spot=one.case.on_spot or one.step == "decide_on_spot")


REMEDIES = FieldPart(
    "救济",
    {
        "复议前置": FieldItem("是否应当先申请行政复议（用于条件）", _first),
        "复议期限": FieldItem("申请行政复议的期限", lambda _: statute.RECONSIDERATION),
        "诉讼期限": FieldItem("直接提起行政诉讼的期限", lambda _: statute.SUIT),
        "复议后诉讼期限": FieldItem("对复议决定不服提起诉讼的期限", lambda _: statute.SUIT_AFTER),
    },
)
