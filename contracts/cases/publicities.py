"""Publicity of enforcement 执法公示: what must be public before, during and after an act, and where it stands (F023).

国办发〔2018〕118号, whose text was not at hand, asks for all three; what that means for each kind of act the bureau
enters, with the paper that it rests on. The result of a single penalty case is published in the case itself, the lists
of powers and duties in theirs.
"""

from contracts import forms as ask
from contracts.cases.power_items import KINDS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

STAGES = Words({"before": "事前 / before", "during": "事中 / during", "after": "事后 / after"})
CHANNELS = Words(
    {
        "government": "区政府网 / district government website",
        "portal": "门户网站 / portal website",
        "on_site": "执法现场 / where the act is done",
        "hall": "办事大厅 / service hall",
        "other": "其他",
    }
)
PUBLISHERS = "legal, publicist"


class Requirement(Form):
    """Something about a kind of act must be public."""

    unit = ask.unit("公示单位", "Unit")
    stage = ask.choice("公示环节", "Before, during or after", STAGES)
    act = ask.choice("执法行为类别", "Kind of act", KINDS)
    matter = ask.text("公示内容", "What must be public", longest=100)
    source = ask.text("公示依据", "Paper it rests on", longest=200)
    required_on = ask.happened("列入日期", "Required since", decreed=True)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("依据文件", "The paper itself")


class Publication(Form):
    """It is public: at an address on the web, or at a place."""

    channel = ask.choice("公示渠道", "Channel", CHANNELS)
    url = ask.url("网址", "Address", required=False)
    place = ask.text("公示地点", "Place", longest=100, required=False)
    published_on = ask.happened("公示日期", "Published on")
    until = ask.day("公示至", "Public until", required=False)
    evidence = ask.evidence("网页快照或者照片", "Snapshot or photo")


class Verification(Form):
    """Somebody else has looked: it stands there. Evidence level E2."""

    checker = ask.myself("核验人", "Verified by")
    verified_on = ask.happened("核验日期", "Verified on")
    evidence = ask.evidence("网页快照或者照片", "Snapshot or photo")


class TakingDown(Reason):
    """It stands there no longer, and is still required."""

    taken_down_on = ask.happened("撤下日期", "Taken down on")
    evidence = ask.evidence("撤下佐证", "Proof")


class Lifting(Reason):
    """It need not be public any longer."""

    lifted_on = ask.happened("取消日期", "Lifted on")


register = Register(
    "cases.publicities",
    "执法公示",
    "Enforcement publicity",
    keys="stage, act",
    finds="stage+act",
    orders="stage, act, matter",
    words={
        "required": "应公示 / to be public",
        "published": "公示中 / public",
        "lifted": "不再要求 / no longer required",
        "voided": "已作废",
    },
    steps=(
        Step("require", "required", "列入公示 / Require", "new -> required", Requirement, by=PUBLISHERS),
        Step(
            "publish",
            "published",
            "公示 / Publish",
            "required -> published",
            Publication,
            by=PUBLISHERS,
            task="proceed",
        ),
        Step(
            "verify",
            "verified",
            "核验 / Verify",
            "published",
            Verification,
            level="E2",
            by=f"{PUBLISHERS}, inspector",
            apart_from="publish",
        ),
        Step("take_down", "taken_down", "撤下 / Take down", "published -> required", TakingDown, by=PUBLISHERS),
        Step("lift", "lifted", "取消要求 / Lift", "required, published -> lifted", Lifting, by="legal"),
        Step("void", "voided", "作废 / Void", "required, published, lifted -> voided", Reason, voids=True, by="legal"),
    ),
)
