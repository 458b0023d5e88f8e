"""The enforcement agency 执法机关 itself: what every paper says of it, from a day on.

One record for each penalising body. Nothing of it is built in: a paper that needs what is not entered here has a gap.
"""

from contracts import forms as ask
from contracts.cases.penalties.papers import NUMBERED, PAPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class NumberPattern(Form):
    """How the numbers of one kind of paper are written: 锡城管罚决字〔{year}〕第{serial}号."""

    paper = ask.choice("文书", "Paper", PAPERS.only(NUMBERED))
    pattern = ask.text("文号格式", "Pattern, with {year} and {serial}", longest=60)


class Particulars(Form):
    """What papers say of the agency (Penalty Law art. 44, 59, 61, 64, 67; Coercion Law art. 24, 35, 55).

    Papers of days before the one from which numbers are drawn had theirs from elsewhere: an empty one stays empty.
    """

    legal_name = ask.text("机关全称", "Legal name", longest=80)
    credit_code = ask.code("统一社会信用代码", "Credit code", same="credit_code", required=False)
    division = ask.digits("行政区划代码", "Division code, six digits")
    address = ask.text("机关地址", "Address", longest=120)
    postcode = ask.digits("邮政编码", "Postcode", required=False)
    office = ask.text("联系部门", "Office to turn to", longest=60)
    phone = ask.text("联系电话", "Telephone", longest=40, metadata=ask.numbers_of("the agency"))
    bank = ask.text("罚款代收银行", "Bank that collects fines", longest=80)
    account_name = ask.text("收款账户名称", "Name of the account", longest=80)
    account = ask.text("收款账号", "Account", longest=40, metadata=ask.numbers_of("the treasury"))
    electronic_payment = ask.text("电子支付方式", "Electronic payment", longest=120, required=False)
    reconsideration_body = ask.text("行政复议机关", "Reconsideration body", longest=80)
    court = ask.text("行政诉讼管辖法院", "Court for suits", longest=80)
    enforcement_court = ask.text("申请强制执行的法院", "Court for enforcement", longest=80, required=False)
    numbers = ask.many(NumberPattern, "文号格式", "Patterns of numbers", least=0, most=30)
    numbers_from = ask.day("自动编号起始日期", "Numbers are drawn for papers from", required=False)
    in_force_on = ask.happened("生效日期", "In force on", decreed=True)
    evidence = ask.evidence("依据材料", "Papers")


class Establishment(Particulars):
    """A penalising body is entered for the first time."""

    unit = ask.unit("处罚主体", "Penalising body")


class Ending(Reason):
    """The agency is no penalising body any more: this day is the first without it."""

    ended_on = ask.happened("终止日期", "Ended on", decreed=True)


register = Register(
    "cases.agencies",
    "执法机关",
    "Enforcement agencies",
    keys="unit",
    finds="unit",
    offered="in_force",
    words={"in_force": "现行有效", "ended": "已终止 / ended", "voided": "已作废"},
    steps=(
        Step("establish", "established", "录入机关 / Establish", "new -> in_force", Establishment, by="legal"),
        Step("amend", "amended", "变更 / Amend", "in_force -> in_force", Particulars, by="legal"),
        Step("end", "ended", "终止 / End", "in_force -> ended", Ending, by="legal"),
        Step("void", "voided", "作废 / Void", "in_force, ended -> voided", Reason, voids=True, by="legal"),
    ),
)
