"""Pledges of integrity 党风廉政建设责任书, signed level by level 逐级签订 (F060)."""

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

LEVELS = Words({"leaders": "大队班子 / brigade leaders", "captains": "中队长", "members": "队员"})
"""From the top down: the first have no superior who signs."""
RESULTS = Words({"kept": "履行到位", "warned": "需要提醒 / to be reminded", "broken": "未履行 / not kept"})


class Issue(Form):
    """A person's pledge for a year, with the superior to whom it is given."""

    person = ask.person("责任人", "Signer")
    superior = ask.person("上级", "Superior", required=False)
    year = ask.number("年度", "Year", least=2000, most=2199)
    issued_on = ask.happened("下发日期", "Issued on")
    note = ask.text("备注", "Note", required=False)


class Issued(Form):
    """The unit and the level of the person on the day."""

    unit = ask.unit()
    level = ask.choice("层级", "Level", LEVELS)


class Signing(Form):
    """The person signs."""

    signed_on = ask.happened("签订日期", "Signed on")
    evidence = ask.evidence("责任书", "Signed pledge")


class Signed(Form):
    """The signer's unit on the day, and the days of the year on which the word counts."""

    unit = ask.unit()
    counts_from = ask.day("计入日期", "Counts from")
    counts_until = ask.day("有效期至", "Counts until")


class Review(Form):
    """At the end of the year it is looked at how the pledge was kept."""

    result = ask.choice("考核结果", "Result", RESULTS)
    reviewed_on = ask.happened("考核日期", "Reviewed on")
    review_evidence = ask.evidence("考核表", "Review sheet")


class Renewal(Form):
    """Another year's pledge takes its place."""

    renewed_on = ask.happened("续签日期", "Renewed on")


class Lapse(Reason):
    """It holds no longer, and none takes its place."""

    lapsed_on = ask.happened("终止日期", "Lapsed on")


register = Register(
    "training.pledges",
    "廉政责任书",
    "Pledges of integrity",
    keys="person, superior, level, year",
    finds="person, superior, person+year",
    words={
        "issued": "已下发",
        "signed": "已签订",
        "reviewed": "已考核",
        "renewed": "已续签",
        "lapsed": "已终止",
        "voided": "已作废",
    },
    steps=(
        Step(
            "issue", "issued", "下发 / Issue", "new -> issued", Issue, adds=Issued, nature="plan", by="trainer, clerk"
        ),
        Step(
            "sign",
            "signed",
            "签订 / Sign",
            "issued -> signed",
            Signing,
            adds=Signed,
            by="clerk, captain, officer, trainer, leader",
            own_reason=OWN_STEP,
            task="sign",
            task_of="person",
        ),
        Step(
            "review",
            "reviewed",
            "考核 / Review",
            "signed -> reviewed",
            Review,
            by="trainer, leader",
            apart_from="sign",
            not_by="person",
        ),
        Step("renew", "renewed", "续签 / Renew", "reviewed -> renewed", Renewal, by="trainer, leader", not_by="person"),
        Step(
            "lapse",
            "lapsed",
            "终止 / Lapse",
            "issued, signed, reviewed -> lapsed",
            Lapse,
            by="trainer, leader",
            not_by="person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, signed, reviewed, renewed, lapsed -> voided",
            Reason,
            voids=True,
            by="trainer",
            not_by="person",
        ),
    ),
)
