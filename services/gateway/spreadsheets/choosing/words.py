"""The words of offices that mean the same in a heading, so that 所属部门 is seen to be close to 管理单位."""

from __future__ import annotations

import re

from services.gateway.spreadsheets.field_columns import same

GROUPS = (
    ("单位", "部门", "科室", "中队", "大队", "机构"),
    ("日期", "时间", "年月日", "日(?=$|·)"),
    ("电话", "联系电话", "联系方式", "电话号码", "手机号码", "手机号", "手机"),
    ("姓名", "名字", "人员姓名"),
    ("地点", "地址", "位置", "住址", "详细地址", "地段", "路段"),
    ("备注", "附注", "其他说明", "说明"),
    ("编号", "编码", "代码", "号码", "序列号", "号(?=$|·)"),
    ("类别", "类型", "种类", "分类", "性质"),
    ("数量", "件数", "个数", "数目"),
    ("金额", "费用", "款项"),
    ("内容", "事项", "诉求", "描述", "情况", "摘要", "事由", "问题", "反映"),
    ("社区", "村居", "居委会", "居委", "行政村"),
    ("佐证", "照片", "图片", "附件", "材料", "凭证"),
    ("型号", "规格型号", "规格"),
    ("经办人", "承办人", "办理人", "处理人"),
    ("责任人", "负责人", "保管人", "保管员"),
    ("诉求人", "反映人", "投诉人", "来电人", "当事人"),
    ("结果", "结论"),
    ("原因", "理由"),
    ("来源", "渠道", "途径"),
    ("装备", "资产", "设备", "物资", "器材"),
    ("登记", "填报", "录入", "上报", "建档"),
    ("办结", "办毕", "完成"),
    ("受理", "收件", "接件", "接单"),
    ("办理", "处理", "处置"),
    ("管理", "所属", "归属", "所在", "责任", "承办", "主管"),
    ("unit", "department", "squadron", "office", "team"),
    ("date", "day", "time"),
    ("telephone", "phone", "mobile", "contact"),
    ("number", "code", "no", "id"),
    ("kind", "type", "category", "class"),
    ("place", "address", "location", "site"),
    ("note", "notes", "remark", "remarks", "comment"),
    ("amount", "fee", "cost"),
    ("photo", "picture", "attachment", "evidence", "proof"),
)
"""Each begins with the word that stands for all of them; the word itself may be a pattern's end."""
_TWICE = re.compile(r"(.{2,})\1+")
"""诉求内容 is both words of one kind: it means the one."""
_ASIDE = re.compile(r"\([^()]*\)|[:;,、。/\\\-_·]")


_END = "(?=$|·)"
_MEANT = {word.removesuffix(_END): group[0] for group in GROUPS for word in group}


def _pattern(*, chinese: bool) -> re.Pattern[str]:
    """Every office word of a language, the longest first, so that 型号 is no 号."""
    all_words = sorted((word for group in GROUPS for word in group if word.isascii() != chinese), key=len, reverse=True)
    one_of = "|".join(all_words)
    return re.compile(one_of if chinese else rf"\b(?:{one_of})\b")


_CHINESE, _ENGLISH = _pattern(chinese=True), _pattern(chinese=False)


def plain(heading: str) -> str:
    """A heading without width, case, blanks and what stands in brackets."""
    return _ASIDE.sub("", same(heading))


def by_meaning(heading: str) -> str:
    """A heading with each office word replaced by the one that stands for its kind."""
    english = heading.isascii()
    text = _ASIDE.sub(" ", heading.casefold()) if english else plain(heading)
    meant = (_ENGLISH if english else _CHINESE).sub(lambda match: _MEANT[match[0]], text)
    return _TWICE.sub(r"\1", "".join(meant.split()))
