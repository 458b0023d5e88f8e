"""Types of violation 违法类型: their power item, penalising body and tiers of discretion (F026)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Definition(Form):
    """A type of violation, and the power item under which it is penalised."""

    code = ask.code("违法类型编码", "Violation code")
    unit = ask.unit("编制单位", "Drafting unit")
    name = ask.text("违法类型", "Type of violation", longest=200)
    power_item = ask.record("cases.power_items", "对应权力事项", "Power item")
    forbidden_by = ask.text("违反条款", "Provision violated", longest=200)
    penalised_by = ask.text("处罚条款", "Provision that penalises", longest=200)
    defined_on = ask.happened("编制日期", "Defined on")


class Mapping(Form):
    """The body that penalises it, from this day on (Penalty Law art. 17, F026)."""

    body = ask.unit("处罚主体", "Penalising body")
    mapped_on = ask.happened("明确日期", "Mapped on")
    evidence = ask.evidence("依据文件", "Paper")


class Tier(Form):
    """One tier of the benchmark: which circumstances, between which fines."""

    tier = ask.code("档次", "Tier")
    circumstances = ask.text("适用情形", "Circumstances")
    least = ask.money("罚款下限（元）", "Least fine, yuan")
    most = ask.money("罚款上限（元）", "Greatest fine, yuan")


class Benchmark(Form):
    """The benchmark of discretion, published: it holds from this day on (Penalty Law art. 34)."""

    tiers = ask.many(Tier, "裁量档次", "Tiers", most=20)
    published_on = ask.happened("公布日期", "Published on")
    url = ask.url("公布网址", "Published at", required=False)
    evidence = ask.evidence("裁量基准", "Benchmark")


class Repeal(Reason):
    """It is no violation any longer: this day is the first without it."""

    repealed_on = ask.happened("废止日期", "Repealed on", decreed=True)


register = Register(
    "cases.violation_types",
    "违法类型",
    "Types of violation",
    keys="power_item",
    identity="code",
    offered="defined",
    words={"defined": "现行有效 / in force", "repealed": "已废止", "voided": "已作废"},
    steps=(
        Step("define", "defined", "编制 / Define", "new -> defined", Definition, by="legal"),
        Step("map_body", "body_mapped", "明确处罚主体 / Map the penalising body", "defined", Mapping, by="legal"),
        Step("publish_benchmark", "benchmark_published", "公布裁量基准 / Publish", "defined", Benchmark, by="legal"),
        Step("repeal", "repealed", "废止 / Repeal", "defined -> repealed", Repeal, by="legal"),
        Step("void", "voided", "作废 / Void", "defined, repealed -> voided", Reason, voids=True, by="legal"),
    ),
)
