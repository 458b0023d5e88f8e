"""A case becomes a clue of a penalty case, or a rectification, by one step, and hears of its end."""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE
from contracts.cases.digital_cases.phases import CENTRE, FILED, TAKERS
from contracts.forms import Form
from contracts.outreach.referrals import Ending, Took
from contracts.outreach.topics import CATEGORIES, CLUE, RECTIFICATION
from contracts.register import Step
from contracts.words import Words

TARGETS = Words({CLUE: "行政处罚线索 / clue of a penalty case", RECTIFICATION: "整改"})
DURING = f"{FILED}, closed"


class Passing(Form):
    """It is passed on; of what was said already nothing is typed again."""

    referred_on = ask.happened("转办日期", "Passed on on")
    target = ask.choice("转为", "Becomes", TARGETS)
    act = ask.code("线索编号（转线索的须填）", "Clue number, of what becomes a clue", required=False)
    online = ask.flag("网上办案", "Handled online", required=False)
    category = ask.choice("问题类别（转整改的按需填写）", "Category, of what is rectified", CATEGORIES, required=False)
    responsible_unit = ask.unit("承办、责任单位", "Unit in charge", required=False)


STEPS = (
    Step(
        "refer",
        "referred",
        "转线索、转整改 / Pass on",
        "new, ended -> referred",
        Passing,
        line="passing",
        during=DURING,
        by=TAKERS,
    ),
    Step(
        "hear",
        "outcome_heard",
        "得到结果 / Hear the outcome",
        "referred, ended -> ended",
        Ending,
        adds=Took,
        line="passing",
        during=f"{DURING}, forced_closed",
        by=CENTRE,
        apart_reason=ELSEWHERE,
    ),
)
