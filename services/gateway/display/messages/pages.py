"""What the pages say, in both languages."""

from __future__ import annotations

from contracts.documents.response_schemas import STATUSES
from contracts.words import Words
from services.gateway.display.messages import (
    accounts,
    articles,
    audit,
    calendar,
    first_day,
    going_live,
    meaning,
    operations,
    operations_commands,
    records,
    registers,
    reminders,
    sources,
    terms,
    warnings,
    ways_out,
    work,
)
from services.gateway.display.messages.leader import article as article_of_campaign
from services.gateway.display.messages.leader import (
    comparison,
    exchange,
    packs,
    pictures,
    programmes,
    publicity,
    reports,
)
from services.gateway.display.messages.street import jobs as jobs_of_street
from services.gateway.display.messages.street import photographs as photographs_of_street
from services.gateway.display.messages.street import queue as queue_of_street

ZH, EN = "zh", "en"
LANGUAGES = {ZH: "zh-CN", EN: "en"}
SAID: dict[str, tuple[str, str]] = {
    **accounts.SAID,
    **warnings.SAID,
    **audit.SAID,
    **records.SAID,
    **work.SAID,
    **ways_out.SAID,
    **meaning.SAID,
    **terms.SAID,
    **first_day.SAID,
    **going_live.SAID,
    **calendar.SAID,
    **operations.SAID,
    **operations_commands.SAID,
    **comparison.SAID,
    **article_of_campaign.SAID,
    **exchange.SAID,
    **packs.SAID,
    **pictures.SAID,
    **programmes.SAID,
    **publicity.SAID,
    **reports.SAID,
    **reminders.SAID,
    **jobs_of_street.SAID,
    **photographs_of_street.SAID,
    **queue_of_street.SAID,
    "brand": ("四六三", "Four-Six-Three"),
    "bureau": ("全局", "The whole bureau"),
    "printed": ("打印于 {at} · 单位：", "Printed {at} · unit: "),
    "as of day": ("截至 {day}", "as of {day}"),
    "day ahead": (
        "{day} 还没有到：数字按已经记录的计算，到那天会有变化。",
        "{day} lies ahead: the numbers are of what is recorded by now, and will be others by then.",
    ),
    "skip": ("跳到正文", "Skip to the content"),
    "other language": ("English", "中文"),
    "signed in as": ("当前身份", "Signed in as"),
    "overview": ("总览", "Overview"),
    "as of": ("截至日期", "As of"),
    "unit": ("单位", "Unit"),
    "show": ("查看", "Show"),
    "reset": ("恢复默认", "Reset"),
    "choose": ("选择日期和单位", "Choose a date and a unit"),
    "summary": ("概况", "In short"),
    "items achieved": ("项已达成", "achieved"),
    "by status": ("各项状态", "Items by status"),
    "coverage": ("佐证覆盖", "Evidence"),
    "coverage of": (
        "{n} 项指标已有记录，其中 {full} 项全部核实（已核实数等于已记录数）；其余指标尚无记录或待接入台账。",
        "{n} measures have a record, {full} of them verified in full; the others have none yet, or await a register.",
    ),
    "stale": (
        "部分来源暂无回应，下列事项的数字可能不是最新：",
        "Some sources do not answer; the numbers of these items may be out of date:",
    ),
    "skewed": (
        "部分服务的时钟与网关不一致，其记录的时间和日期可能有误：",
        "The clocks of some services differ from the gateway's; moments and days in their records may be wrong:",
    ),
    "skewed by": ("（相差 {seconds} 秒）", " (by {seconds} s)"),
    "stale since": ("（自 {since} 起）", " (since {since})"),
    "colon": ("：", ": "),
    "comma": ("、", ", "),
    "measure": ("指标", "Measure"),
    "measures of": ("{item} 的 {n} 项指标", "{n} measures of {item}"),
    "documents in force": ("在行文件", "Documents in force"),
    "documents in force of": ("{day} 在行的 {n} 份文件", "{n} documents in force on {day}"),
    "no documents in force": ("{day} 没有涉及本事项的在行文件。", "No document about this item is in force on {day}."),
    "document title": ("文件名称", "Document"),
    "document number": ("文号", "Number"),
    "document kind": ("文件类别", "Kind"),
    "document issuer": ("发文机关", "Issuer"),
    "in force from": ("施行日期", "In force from"),
    "item page": ("本事项的文件和指标", "Documents and measures of this item"),
    "claimed": ("已记录", "Recorded"),
    "verified": ("已核实", "Verified"),
    "not shown closed": ("未证实已补齐", "Not shown to be closed"),
    "target": ("目标", "Target"),
    "expected": ("按进度应达", "Expected by now"),
    "status": ("状态", "Status"),
    "no number": ("尚无数字", "no number"),
    "awaits": ("待接入台账", "awaits register"),
    "awaits it": (
        "此指标待接入台账 {register}，接入之前没有数字。",
        "This measure awaits the register {register}; until then it has no number.",
    ),
    "no target": ("不设目标", "no target"),
    "awaiting only": ("{n} 项指标均待接入", "{n} measures, all awaiting"),
    "with numbers": ("{n} 项指标中 {have} 项有记录", "{have} of {n} measures recorded"),
    "no facts yet": ("{n} 项指标，尚无记录", "{n} measures, nothing recorded yet"),
    "at least": ("至少 {value}", "at least {value}"),
    "at most": ("不超过 {value}", "at most {value}"),
    "exactly": ("{value}", "{value}"),
    "until": ("{day} 前", "by {day}"),
    "source": ("依据 {source}", "source {source}"),
    "target changes": ("目标调整", "Changes of the target"),
    "target changes note": (
        "调整自生效之日起计；此前日期仍按原目标评价。",
        "A change holds from its day on; days before are judged by the target of before.",
    ),
    "target change": ("调整", "Change"),
    "target before": ("调整前", "Before"),
    "target after": ("调整后", "After"),
    "target from": ("生效日期", "In force from"),
    "target why": ("调整原因", "Why"),
    "change target": ("提出目标调整", "Propose another target"),
    "formula": ("计数规则", "How it is counted"),
    "proof": ("核实标准", "Verified from"),
    "scope": ("范围", "Scope"),
    "since": ("起算日期", "Counts since"),
    "last day": ("截止日期", "Counts up to"),
    "by month": ("逐月", "By month"),
    "month end": ("月末", "End of"),
    "by unit": ("分单位", "By unit"),
    "by part": ("逐项：{what}", "By {what}"),
    "part note": (
        "只对可查阅这些记录的岗位显示；每件只在一处计数。",
        "Shown to those alone who may read these records; each counts in one place.",
    ),
    "part not said": ("未注明", "Not said"),
    "unit note": (
        "合办的事实各单位各计一次，全局只计一次。",
        "A joint fact counts once for each unit, and once for the bureau.",
    ),
    "facts": ("事实清单", "Facts"),
    "facts of": ("构成此数的 {n} 件事实", "{n} facts that make this number"),
    "many facts of": ("构成此数的事实不少于 {n} 件", "At least {n} facts make this number"),
    "many facts of ratio": ("计入分子的事实不少于 {n} 件", "At least {n} facts are counted in the part"),
    "withheld": (
        "数值涉及个人：不足 3 起（人、户），或者可由此推知其他单位的数值，不予显示",
        "A number about people: fewer than three, or another unit's would follow from it; it is kept back",
    ),
    "in threes": (
        "数值涉及个人：统计至月末 {day}，按 3 的倍数向下取整",
        "A number about people: as of the month-end {day}, in threes, rounded down",
    ),
    "counts only": ("涉及个人信息，只显示数量，不列明细", "Personal facts: counts only, nobody is listed"),
    "facts of ratio": ("计入分子的 {n} 件事实", "{n} facts counted in the part"),
    "first shown": ("只列前 {n} 件；全部见数据接口。", "The first {n} are listed; the interface has all of them."),
    "on this page": ("本页 {n} 条。", "{n} on this page."),
    "no facts": ("尚无事实。", "No facts yet."),
    "gaps": ("缺口清单", "Gaps"),
    "gaps of": ("应计而未达的 {n} 个", "{n} that are still missing"),
    "no gaps": ("没有缺口。", "No gaps."),
    "not shown closed of": (
        "其中 {n} 个按记录已经补齐，但补齐的佐证低于 {level}，计入“未证实已补齐”：见上列标有“未核实”的事实。",
        (
            "Besides, {n} are closed by what is recorded, but by evidence below {level}: they count as not shown to be "
            "closed. They are among the facts above that are marked as not verified."
        ),
    ),
    "last heard": ("最近情况", "Last heard"),
    "never": ("尚无记录", "nothing yet"),
    "has": ("已有", "Has"),
    "heard ended": ("此后不再计入", "no longer counts since"),
    "heard expired": ("已过期", "its time is over"),
    "heard late": ("逾期", "late"),
    "heard partial": ("尚不齐全", "not all of it yet"),
    "heard earlier": ("属于以前的周期", "in a period that is over"),
    "subject": ("对象", "Subject"),
    "what": ("事项", "What"),
    "happened": ("发生日期", "Happened"),
    "dated": ("计入日期", "Counts on"),
    "recorder": ("记录人", "Recorded by"),
    "level": ("佐证等级", "Evidence level"),
    "evidence": ("佐证", "Evidence"),
    "papers withheld": (
        "另有 {n} 份佐证，所载个人信息您无权查看",
        "{n} more on file, which show personal data that you may not see",
    ),
    "papers": ("{n} 份", "{n} on file"),
    "amount": ("数量", "Amount"),
    "none": ("无", "none"),
    "not verified": ("未核实", "not verified"),
    "fact": ("事实", "Fact"),
    "entered": ("登记内容", "What was entered"),
    "field": ("栏目", "Field"),
    "said": ("内容", "Content"),
    "record": ("记录", "Record"),
    "event": ("事件编号", "Event"),
    "about": ("所涉对象", "About"),
    "due": ("时限", "Due"),
    "no evidence": ("此事实没有佐证文件。", "No files support this fact."),
    "file": ("文件", "File"),
    "handed in": ("提交", "Handed in"),
    "paper missing": (
        "文件已丢失，重新提交前该佐证不计为核实",
        "The file is gone: until it is handed in again, it verifies nothing",
    ),
    "paper differs": (
        "文件与其哈希不符，重新提交前该佐证不计为核实",
        "The file is not what was handed in: until it is handed in again, it verifies nothing",
    ),
    "paper unreadable": (
        "文件无法读取，重新提交前该佐证不计为核实",
        "The file cannot be read: until it is back, it verifies nothing",
    ),
    "not kept": ("尚未收到此文件", "This file was not handed in"),
    "tellings": ("此记录的全部登记", "Every telling of this record"),
    "version": ("版次", "Version"),
    "stands": ("现行有效", "Stands"),
    "not apart": ("核实人未分离", "Verifier not apart"),
    "replaced": ("已被更正或作废", "Replaced or voided"),
    "corrects": ("更正第 {place} 版", "corrects version {place}"),
    "voids": ("作废整条记录", "voids the record"),
    "this one": ("本页", "this page"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "documents": ("数据接口", "Interface"),
    "events": ("事件文档", "Events"),
    "shown at": ("本页于 {now} 生成，数字截至 {as_of}。", "Written at {now}, numbers as of {as_of}."),
} | registers.SAID
STATUS: dict[str, tuple[str, str]] = {
    name: (zh, en)
    for (name, zh), en in zip(
        STATUSES.items(), ("not started", "behind", "at risk", "not yet verified", "on track", "achieved"), strict=True
    )
}
BEST_FIRST = ("achieved", "on_track", "unverifiable", "at_risk", "behind", "not_started")
LEVEL: dict[str, tuple[str, str]] = {
    "E0": ("E0 仅记录", "E0 said"),
    "E1": ("E1 有佐证", "E1 with papers"),
    "E2": ("E2 对方确认", "E2 confirmed"),
    "E3": ("E3 独立核查", "E3 checked"),
}
COUNTED = {
    "个月": ("month", "months"),
    "人": ("person", "people"),
    "人次": ("person-time", "person-times"),
    "份": ("paper", "papers"),
    "件": ("matter", "matters"),
    "分": ("point", "points"),
    "分钟": ("minute", "minutes"),
    "场": ("event", "events"),
    "处": ("place", "places"),
    "天": ("day", "days"),
    "家": ("business", "businesses"),
    "对": ("pair", "pairs"),
    "门": ("course", "courses"),
    "小时": ("hour", "hours"),
    "工作日": ("working day", "working days"),
    "张": ("card", "cards"),
    "户": ("household", "households"),
    "版": ("edition", "editions"),
    "类": ("kind", "kinds"),
    "条": ("entry", "entries"),
    "次": ("time", "times"),
    "起": ("case", "cases"),
    "起/百人月": ("per 100 person-months", "per 100 person-months"),
    "项": ("item", "items"),
    "公里": ("kilometre", "kilometres"),
    "台": ("piece", "pieces"),
    "段": ("recording", "recordings"),
    "种": ("sort", "sorts"),
    "岗": ("post", "posts"),
}
"""Measure words as one says them in English, of one and of several; without a word the number stands alone."""
MARKS = {"systems": ("四", "4"), "activities": ("六", "6"), "brands": ("三", "3")}
_AT = {ZH: 0, EN: 1}


def say(lang: str, name: str, /, **about: object) -> str:
    """A phrase in a language."""
    return SAID[name][_AT[lang]].format(**about)


def service(lang: str, name: str) -> str:
    """A service in words."""
    return registers.SERVICES.get(name, (name, name))[_AT[lang]]


def word(lang: str, among: dict[str, tuple[str, str]], name: str) -> str:
    """One of several words in a language."""
    return among[name][_AT[lang]]


def titles(lang: str, words: Words) -> dict[str, str]:
    """The words of a list with their titles in a language."""
    return words if lang == ZH else words.en


def article(lang: str, text: str) -> str:
    """The source of a rule or a target, in words; a law has its Chinese title in either language."""
    if text in sources.WORDED:
        return sources.WORDED[text][_AT[lang]]
    return text if lang == ZH else articles.OWN.get(text, text)


def second_phrase(kind: str | None) -> str:
    """The phrase for a measure's second number: of gaps it is greater, what evidence does not show to be closed."""
    return "not shown closed" if kind == "gaps" else "verified"


def unit_word(lang: str, unit: str, value: float) -> str:
    """The word behind a number."""
    return unit if lang == ZH else COUNTED.get(unit, ("", ""))[value != 1]
