"""Statistics of the enforcement process 执法数据统计: a year's figures, reckoned from its cases, and made public.

国办发〔2018〕118号, whose text was not at hand, asks for last year's figures by 31 January. They are context; none may
be a target (Penalty Law art. 74).
"""

from contracts import forms as ask
from contracts.cases.process_records import STAGES
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step


class Compilation(Form):
    """A year is over, and its cases are counted as they stand."""

    unit = ask.unit("统计单位", "Unit")
    year = ask.number("年度", "Year", least=2000, most=2199)
    compiled_on = ask.happened("统计日期", "Compiled on")
    note = ask.text("备注", "Note", required=False)


class Stage(Form):
    """Of the closed cases, how many have a record of this stage."""

    stage = ask.choice("环节", "Stage", STAGES)
    recorded = ask.number("有记录案件", "Cases with a record")


class Figures(Form):
    """What the year's cases come to; every count by the day of its own step."""

    filed = ask.number("立案", "Filed")
    decided = ask.number("一般程序处罚决定", "Decided in the general procedure")
    decided_on_spot = ask.number("当场处罚决定", "Decided on the spot")
    fined = ask.number("罚款案件", "With a fine")
    fines = ask.money("罚款数额（元）", "Fines, yuan")
    not_penalised = ask.number("不予处罚、违法不成立", "Exempted or cleared")
    withdrawn = ask.number("销案", "Withdrawn")
    handed_over = ask.number("移送", "Handed over")
    heard = ask.number("听证", "With a hearing")
    reviewed = ask.number("法制审核通过", "With a legal review that was passed")
    decided_late = ask.number("逾期作出决定", "Decided late")
    days_median = ask.number("办案天数中位数", "Days to the decision, median", required=False)
    days_most = ask.number("办案天数最大值", "Days to the decision, most", required=False)
    disputed = ask.number("行政复议、行政诉讼", "Reconsideration or suit")
    undone = ask.number("被撤销、变更或者确认违法、无效", "Revoked, changed, or found unlawful or invalid")
    closed = ask.number("结案", "Closed")
    stages = ask.many(Stage, "全过程记录", "Process records", most=len(STAGES))
    publish_by = ask.day("应公开日期", "To be published by")


class Publication(Form):
    """The figures are made public."""

    url = ask.url("网址", "Address")
    published_on = ask.happened("公开日期", "Published on")
    late_reason = ask.text("逾期说明", "Why it is late", required=False)
    evidence = ask.evidence("网页快照", "Snapshot")


register = Register(
    "cases.process_statistics",
    "执法数据统计",
    "Process statistics",
    keys="year",
    finds="year",
    words={"compiled": "已统计", "published": "已公开", "voided": "已作废"},
    steps=(
        Step(
            "compile",
            "compiled",
            "统计 / Compile",
            "new -> compiled",
            Compilation,
            adds=Figures,
            nature="punishes",
            by="legal",
        ),
        Step("publish", "published", "公开 / Publish", "compiled -> published", Publication, by="legal, publicist"),
        Step("void", "voided", "作废 / Void", "compiled, published -> voided", Reason, voids=True, by="legal"),
    ),
    clocks=(
        Clock(
            "publication",
            "compiled -> published",
            "",
            "国办发〔2018〕118号",
            title="年度数据公开 / Publication of the year's figures",
            until="publish_by",
            warns="10, 3",
            consequence="应当于每年一月三十一日前公开上年度数据 / Last year's figures are due by 31 January",
        ),
    ),
)
