"""The decision 行政处罚决定书, in the general procedure and on the spot (Penalty Law art. 52, 59).

Its six items: the party; facts and evidence; penalty and basis; how and until when it is performed; remedies and their
periods; the body with its seal and the day.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.gateway.casefile import statute
from services.gateway.casefile.case import CaseFile, StepData, date, date_or_gap
from services.gateway.casefile.paper import Blank, Block, Paper, Paragraph, Signing, Table, TextLine, line, need


def decision(case: CaseFile) -> Paper:
    """The penalty as it was decided."""
    form = case.decision
    law = statute.on(new=case.new_law(form.get("decided_on")))
    blocks: tuple[Block, ...] = (
        Table(tuple(case.about_party())),
        Paragraph(line("违法事实：", _facts(case), "。")),
        Paragraph(_evidence(case)),
        Paragraph(_procedure(case)),
        Paragraph(_penalty(case, law)),
        *(Paragraph(one) for one in _payment(case, law)),
        Paragraph(_remedies(case)),
        Signing(tuple(_signatures(case))),
    )
    return Paper(
        "decision",
        "当场行政处罚决定书" if case.on_spot else "行政处罚决定书",
        case.organ,
        blocks,
        number=line("文号：", need(form.get("number"), "决定书文号")),
        draft=not form,
    )


def _facts(case: CaseFile) -> str | Blank:
    """What was found; on the spot, what was seen there."""
    clue, day = case.last("find"), date(case.charge.get("act_on"))
    findings = case.last("close_inquiry").get("findings") or (clue.get("matter") if case.on_spot else None)
    facts = "，".join(one for one in (day, clue.get("place"), findings) if one)
    return need(facts if findings else None, "违法事实")


def _evidence(case: CaseFile) -> TextLine:
    kinds = (case.word("inspect", "kind", one) for one in case.every("inspect"))
    days = (date(one["inspected_on"]) for one in case.every("inspect"))
    papers = [f"{kind}笔录（{day}）" for kind, day in zip(kinds, days, strict=True)]
    papers += [f"先行登记保存清单（{one['batch']}）" for one in case.every("register_evidence")]
    papers += [f"查封、扣押清单（{one['seizure']}）" for one in case.every("seize")]
    return line("以上事实，有下列证据证明：", need("、".join(papers), "证据"), "。")


def _procedure(case: CaseFile) -> TextLine:
    """What came before the decision: notice, defence, hearing, review, discussion (art. 44 to 65)."""
    if case.on_spot:
        return line("作出决定前，执法人员已出示执法证件，当场告知并听取了陈述、申辩。")
    stages = [
        f"听证于 {date(case.last('hold_hearing').get('held_on'))} 举行" if case.has_step("hold_hearing") else None,
        "本案经法制审核通过" if case.has_step("pass_review") else None,
        "经本机关负责人集体讨论" if case.has_step("discuss") else None,
    ]
    noticed = date_or_gap(case.last("notify").get("noticed_on"), "告知日期")
    sentences = f"{_defence(case)}。" + "".join(f"{one}。" for one in stages if one)
    return line("本机关于 ", noticed, " 告知拟作出的处罚及依法享有的权利，", sentences)


def _defence(case: CaseFile) -> str:
    checked = [case.word("recheck", "result", one) for one in case.every("recheck")]
    if case.has_step("hear_party"):
        return f"{case.you}进行了陈述、申辩，本机关复核后{'、'.join(filter(None, checked)) or '尚未作出复核结论'}"
    return f"{case.you}明确放弃陈述、申辩" if case.has_step("waive_defence") else f"{case.you}未提出陈述、申辩"


def _penalty_terms(case: CaseFile) -> StepData:
    """The penalty as it was decided; in a draft, as it was proposed."""
    return case.decision or case.last("propose")


def _penalty(case: CaseFile, law: statute.Statute) -> TextLine:
    terms, rule = _penalty_terms(case), case.data.violation
    tier = terms.get("tier")
    return line(
        f"{case.you}的行为违反了",
        need(rule.get("forbidden_by"), "违反条款"),
        "的规定。依据",
        need(rule.get("penalised_by"), "处罚条款"),
        f"和{statute.LAW}{law.on_spot if case.on_spot else law.general}的规定，",
        f"按照裁量基准“{tier}”档，" if tier else None,
        f"（裁量说明：{terms['tier_reason']}）" if terms.get("tier_reason") else None,
        f"本机关决定对{case.you}处以：",
        case.penalty(terms),
        "。",
    )


def _payment(case: CaseFile, law: statute.Statute) -> Iterator[TextLine]:
    """How the fine is paid, where there is one (art. 67, 72)."""
    if not _penalty_terms(case).get("fine"):
        return
    yield line(
        f"依据{statute.LAW}{law.payment}的规定，{case.you}应当自收到本决定书之日起十五日内，将罚款缴至",
        Blank("缴款银行和账号"),
        f"。到期不缴纳的，依据该法{law.late}的规定，每日按罚款数额的百分之三加处罚款，",
        "加处罚款的数额不超过罚款的数额。",
    )


def _remedies(case: CaseFile) -> TextLine:
    return line(
        f"{case.you}如不服本决定，可以自收到本决定书之日起{statute.RECONSIDERATION}内向",
        Blank("行政复议机关"),
        f"申请行政复议，或者自收到本决定书之日起{statute.SUIT}内向",
        Blank("人民法院"),
        "提起行政诉讼。行政复议、行政诉讼期间，除法律另有规定外，不停止执行。",
    )


def _signatures(case: CaseFile) -> Iterator[TextLine]:
    form = case.decision
    if case.on_spot:
        yield ("执法人员：", *case.officers(form, form.get("decided_on")))
    yield line(case.organ)
    yield line(date_or_gap(form.get("decided_on"), "决定日期"))
    yield line("（印章）")
