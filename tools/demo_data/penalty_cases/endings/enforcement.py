"""Penalties that are enforced: the demand and its answer, the court, performance by others, demolition."""

from __future__ import annotations

from typing import Any

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.cases import LEADER
from tools.demo_data.penalty_cases.endings.course import Course, Form
from tools.demo_data.penalty_cases.endings.kinds import Ending
from tools.demo_data.penalty_cases.years import after, at_work

WASTE, SPILLS, GREENERY = 4, 5, 11
"""Which violations fit: rubbish and what a lorry lost are cleared away, what was built on green land is torn down."""
SUIT, COURT_WAITS = "6 months", "10 workdays"


def demand(case: Course) -> Course:
    """The party is urged when the time for payment is over."""
    case.until(after(case.day_of("serve"), "15 days", rolls=True) + DAY)
    return case.take("demand", "1 workdays", amount=case.fine)


def hear_on_demand(case: Course) -> None:
    """The party answers the demand, is not right, and pays; in a row payment stands before the demand."""
    demand(case.penalise()).take("hear_on_demand", "2 workdays", demand_statement="经营困难（合成）")
    case.take("recheck_demand", "3 workdays", demand_result="rejected", demand_findings="理由不成立（合成）")
    case.go_on().pay("5 workdays").close()


def enforce_in_court(case: Course) -> None:
    """Nobody contests it, nobody pays: the court is asked when the time for a suit is over."""
    demand(case.penalise())
    case.until(after(case.day_of("serve"), SUIT, rolls=True) + DAY)
    ask_court(case)


def ask_court(case: Course) -> None:
    """The court enforces."""
    case.until(after(case.day_of("demand"), COURT_WAITS) + DAY)
    case.take("ask_court", "2 workdays", court="执行法院（合成）")
    case.take("enforce", "30 days", amount=case.fine, receipt=f"合成执{case.id}").close()


def plan(case: Course, ground: str, **more: Any) -> Course:
    """The decision that others perform."""
    what: Form = {
        "duty": "清除堆放的渣土（合成）",
        "duty_object": "路段乙渣土（合成）",
        "performed_how": "机械清运（合成）",
    }
    whom: Form = {
        "performer": "环卫公司（合成）",
        "disinterested": True,
        "cost_estimate": "3000",
        "approved_by": LEADER,
    }
    planned: Form = {"planned_for": at_work(after(case.day, "5 workdays"))}
    return case.take("decide_performance", performance_ground=ground, **(planned | what | whom | more))


def prepare(case: Course) -> Course:
    """The party's time went by, it was urged and paid the fine alone; others will do what it was to do."""
    case.violation, case.demands = WASTE, "清除堆放的渣土（合成）"
    case.penalise().pay()
    duty_by = case.day_of("serve") + 10 * DAY
    urged = at_work(duty_by + DAY)
    case.until(urged + 5 * DAY)
    plan(case, "environment", duty_by=duty_by, urged_on=urged)
    return case.take("demand_performance", "1 workdays")


def perform(case: Course) -> None:
    """Others perform, three working days after the last demand."""
    prepare(case).until(after(case.day, "4 workdays"))
    case.take("perform", began_at=case.at("09:30"), cost="2800", party_present=True, **on_site(case)).close()


def on_site(case: Course) -> dict[str, Any]:
    """What every act of enforcement says."""
    return case.officers | {"utilities_kept": True, "signed": True}


def perform_at_once(case: Course) -> None:
    """What lies in the road is cleared on the day on which it was found; the party heard of it afterwards."""
    case.violation = SPILLS
    case.penalise().pay()
    resumes, case.day = case.day, case.day_of("inspect")
    plan(case, "immediate", planned_for=case.day)
    untold: Form = {"party_present": False, "party_told_on": case.day}
    case.take("perform", began_at=case.at("14:00"), cost="1500", **untold, **on_site(case))
    case.until(resumes).close()


def stop_performance(case: Course) -> None:
    """The party does it after all."""
    prepare(case).take("stop_performance", "2 workdays", stop_ground="performed").close()


def announce(case: Course) -> Course:
    """The fine was paid, the structure stands: a public notice, then a demand."""
    case.violation, case.demands = GREENERY, "拆除违法搭建的棚屋（合成）"
    case.penalise().pay()
    term = case.day + 20 * DAY
    what = {"structure": "违法搭建棚屋（合成）", "posted_at": "现场张贴（合成）"}
    case.take("announce_demolition", demolish_by=term, **what).until(term + DAY)
    return case.take("demand_demolition", "1 workdays", last_term=case.day + 15 * DAY)


def demolish(case: Course) -> None:
    """Demolished when the time for remedies is over."""
    announce(case).until(after(case.day_of("serve"), SUIT, rolls=True) + DAY)
    how = {"power": "责成文件（合成占位）", "demolished_how": "机械拆除（合成）", "approved_by": LEADER}
    planned = at_work(case.day + 14 * DAY)
    case.take("decide_demolition", planned_for=planned, **how).until(planned)
    listed = "物品已清点并移交当事人（合成）"
    case.take("demolish", began_at=case.at("09:30"), belongings=listed, **on_site(case)).close()


def stop_demolition(case: Course) -> None:
    """The party has demolished it by itself."""
    announce(case).take("stop_demolition", "5 workdays", stop_ground="performed").close()


ENDINGS = (
    Ending("催告后申请法院强制执行到位", enforce_in_court),
    Ending("公告、催告后强制拆除违法建设", demolish),
    Ending("公告、催告后当事人自行拆除", stop_demolition),
    Ending("催告后陈述申辩不予采纳，缴纳罚款", hear_on_demand),
    Ending("代履行治理污染", perform),
    Ending("立即代履行清除遗洒物", perform_at_once),
    Ending("当事人履行后停止代履行", stop_performance),
)
"""Those that take longest first."""
