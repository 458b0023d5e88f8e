"""How a case ends before a penalty is decided: not filed, struck off, cleared, spared, handed over."""

from __future__ import annotations

from typing import Any

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.cases import LEADER
from tools.demo_data.penalty_cases.endings.course import Course, Form
from tools.demo_data.penalty_cases.endings.kinds import Ending, Way, under_the_new, under_the_old
from tools.demo_data.penalty_cases.years import PERSON, at_work

SPARE = "建议不予行政处罚（合成）"


def leave_unfiled(case: Course) -> None:
    """The check of the clue finds nothing."""
    case.find().take("verify", "1 workdays", findings="不属实（合成）")
    case.take("not_file", "1 workdays", approved_by=LEADER, reason="核查不属实（合成）")


def withdraw(case: Course) -> None:
    """The party is no more."""
    case.file().take("withdraw", "10 workdays", reason="当事人终止，无权利义务承受人（合成）", approved_by=LEADER)


def clear(case: Course) -> None:
    """The violation is not established."""
    case.file().close_inquiry("建议作违法事实不能成立处理（合成）", "但不能证明为当事人所为").take(
        "clear", "2 workdays", reason="违法事实不能成立（合成）", decided_by=LEADER
    )


def order_correction(case: Course) -> Course:
    """Ordered to be put right in five days."""
    until = at_work(case.day + 5 * DAY)
    demands: Form = {"demands": "停止违法行为，恢复原状（合成）", "correct_by": until}
    return case.take("order_correction", **case.officers, **demands).until(until)


def exempt_corrected(ground: str) -> Way:
    """Slight, and put right in time: the re-inspection shows it."""

    def end(case: Course) -> None:
        order_correction(case.file())
        case.take("reinspect", corrected=True, findings="已改正，无危害后果（合成）", **case.officers)
        exempt(case.close_inquiry(SPARE), ground)

    return end


def exempt_child(case: Course) -> None:
    """Nobody under fourteen is penalised."""
    case.kind, case.age = PERSON, 13
    exempt(case.file().close_inquiry(SPARE), "under_fourteen")


def exempt(case: Course, ground: str, **more: Any) -> None:
    """No penalty, but education."""
    said = {"ground": ground, "education": "批评教育，告知相关规定（合成）"}
    case.take("exempt", "2 workdays", decided_by=LEADER, **said, **more)


def hand_over(case: Course) -> None:
    """Another agency's; what was kept as evidence goes along."""
    register_evidence(case.file(), "handed_over").close_inquiry("建议移送（合成）")
    to = {"receiver": "agency", "receiver_name": "接收机关（合成）", "reason": "不属本机关管辖（合成）"}
    case.take("hand_over", "1 workdays", **to)


def register_evidence(case: Course, disposal: str) -> Course:
    """Kept in advance, and disposed of some days later."""
    goods = {"batch": "B1", "things": "占道物品（合成）", "kept_at": "罚没仓库（合成）", "approved_by": LEADER}
    listed = [{"name": "货架（合成）", "count": "2 个", "state": "旧"}]
    case.take("register_evidence", list_of_things=listed, **goods, **case.officers)
    return case.take("dispose_evidence", "3 workdays", batch="B1", disposal=disposal)


def hand_over_crime(case: Course) -> None:
    """A crime is suspected; the person in charge approves within three days, and in 24 hours it goes out."""
    seize(case.file()).until(case.day + 4 * DAY)
    case.take("suspect_crime", reason="涉嫌构成犯罪（合成）").until(case.day + DAY)
    case.take("approve_transfer", approved_by=LEADER, approved_at=case.at("10:00"))
    case.take("release", seizure="K1", things_went="handed_over", reason="随案移送（合成）")
    case.take("hand_over", receiver="police", receiver_name="公安机关（合成）", reason="涉嫌犯罪（合成）")


def seize(case: Course, *, urgent: bool = False) -> Course:
    """Things are taken, with an approval before it or, in an emergency, on the same day after it."""
    what: Form = {"seizure": "K1", "things": "经营工具（合成）", "kept_at": "罚没仓库（合成）", "list_handed": True}
    why = {"reason": "制止违法行为（合成）", "basis": "有关规定（合成占位）", "seized_at": case.at("10:00")}
    listed = [{"name": "手推车（合成）", "count": "1 辆", "state": "旧"}]
    approved = {} if urgent else {"approved_by": LEADER}
    case.take("seize", urgent=urgent, list_of_things=listed, **what, **why, **approved, **case.officers)
    if urgent:
        case.take("report_seizure", seizure="K1", reported_at=case.at("15:00"), approved_by=LEADER)
    return case


ENDINGS = (
    Ending("核查不属实，不予立案", leave_unfiled),
    Ending("当事人终止，销案", withdraw),
    Ending("违法事实不能成立", clear),
    Ending("轻微违法，责令改正并复查后不予处罚", exempt_corrected("minor")),
    under_the_new("初次违法，及时改正后不予处罚", exempt_corrected("first")),
    under_the_old("不满十四周岁，不予处罚", exempt_child),
    Ending("移送其他行政机关", hand_over),
    Ending("涉嫌犯罪移送公安机关", hand_over_crime),
)
