"""Demolition of illegal structures 强制拆除违法建筑物: announced, demanded, decided, done."""

from contracts import forms as ask
from contracts.cases.penalties.execution.on_site import Execution, Stop
from contracts.cases.penalties.phases import ACTING, MONEY
from contracts.forms import Form
from contracts.register import Step


class DemolitionNotice(Form):
    """A public notice gives the party a term to demolish by itself (Coercion Law art. 44)."""

    number = ask.text("公告文号", "Number of the notice", longest=60, required=False)
    structure = ask.text("违法建筑物、构筑物、设施", "Illegal structure")
    demolish_by = ask.day("自行拆除期限", "To be demolished by")
    posted_at = ask.text("公告方式、地点", "Where it was posted", longest=200)
    announced_on = ask.happened("公告日期", "Announced on")
    evidence = ask.evidence("限期拆除公告、张贴照片", "Notice, and a picture of it")


class DemolitionDemand(Form):
    """The party is urged in writing (Coercion Law art. 35)."""

    number = ask.text("催告书文号", "Number of the demand", longest=60, required=False)
    last_term = ask.day("催告履行期限", "Term given in the demand")
    demolition_demanded_on = ask.happened("催告书送达日期", "Demand served on")
    evidence = ask.evidence("催告书", "Demand")


class DemolitionDecision(Form):
    """The enforcement decision, when the time for remedies is over (Coercion Law art. 37, 44)."""

    number = ask.text("决定书文号", "Number of the decision", longest=60, required=False)
    power = ask.text("强制拆除职权依据（责成文件等）", "By which power", longest=400)
    demolished_how = ask.text("强制执行方式", "How")
    planned_for = ask.day("强制执行时间", "Planned for")
    approved_by = ask.myself("批准人", "Approved by")
    demolition_decided_on = ask.happened("决定书送达日期", "Decision served on")
    evidence = ask.evidence("强制执行决定书", "Decision")


class Demolition(Execution):
    """It is demolished before witnesses, and what was in it is listed."""

    belongings = ask.text("物品清点、移交情况", "What was in it, and to whom it went")
    demolished_on = ask.happened("拆除日期", "Demolished on")
    evidence = ask.evidence("现场笔录、影像、物品清单", "Record, pictures, list")


class DemolitionStop(Stop):
    """The party has demolished it, or there is nothing to be done any more (Coercion Law art. 40)."""

    demolition_stopped_on = ask.happened("日期", "Stopped on")


STEPS = (
    Step(
        "announce_demolition",
        "demolition_announced",
        "限期拆除公告 / Announce a demolition",
        "new, stopped -> announced",
        DemolitionNotice,
        line="demolition",
        during=MONEY,
        by=ACTING,
    ),
    Step(
        "demand_demolition",
        "demolition_demanded",
        "拆除催告 / Demand a demolition",
        "announced -> demanded",
        DemolitionDemand,
        line="demolition",
        during=MONEY,
        by=ACTING,
    ),
    Step(
        "decide_demolition",
        "demolition_decided",
        "强制拆除决定 / Decide a demolition",
        "demanded -> decided",
        DemolitionDecision,
        line="demolition",
        during=MONEY,
        by="leader",
        apart_from="inspect, close_inquiry, announce_demolition, demand_demolition",
    ),
    Step(
        "demolish",
        "demolished",
        "强制拆除 / Demolish",
        "decided -> demolished",
        Demolition,
        line="demolition",
        during=MONEY,
        by=ACTING,
    ),
    Step(
        "stop_demolition",
        "demolition_stopped",
        "停止强制拆除 / Stop a demolition",
        "announced, demanded, decided -> stopped",
        DemolitionStop,
        line="demolition",
        during=MONEY,
        by=ACTING,
    ),
)
