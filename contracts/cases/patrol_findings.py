"""Problems that patrols find 巡查发现: put right at once, or passed on and heard of again (F120)."""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE
from contracts.cases.digital_cases.intake import Photo, Point
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending, Referral, Took
from contracts.outreach.topics import CATEGORIES
from contracts.register import Register, Step

BY = "officer, clerk, captain"


class Finding(Point):
    """A problem that a patrol has seen."""

    number = ask.text("发现编号", "Number of the finding", longest=40, required=False)
    patrol = ask.record("cases.patrols", "巡查", "Patrol")
    unit = ask.unit("发现单位", "Unit that found it")
    category = ask.choice("问题类别", "Category", CATEGORIES)
    case_class = ask.record("cases.case_classes", "案件类别", "Class", required=False)
    street = ask.text("街道（镇）", "Street or town", longest=20, required=False)
    community = ask.text("社区（村）", "Community", longest=40, required=False)
    grid = ask.code("单元网格", "Grid cell", required=False)
    place = ask.text("地点", "Place", longest=200)
    problem = ask.text("问题描述", "Problem")
    photos = ask.many(Photo, "照片", "Photographs", least=0, most=20)
    found_at = ask.moment("发现时间", "Found at", now=True)


class Found(Form):
    """The business day."""

    found_on = ask.happened("发现日期", "Found on")


class Settling(Form):
    """It was put right on the spot."""

    settled_on = ask.happened("处理日期", "Put right on")
    outcome = ask.text("处理情况", "What was done")
    evidence = ask.evidence("处理佐证", "Proof")


register = Register(
    "cases.patrol_findings",
    "巡查发现",
    "Patrol findings",
    keys="patrol, category, grid",
    orders="number, category, community",
    numbered="XF",
    words={
        "open": "待处理",
        "settled": "当场处理 / put right at once",
        "referred": "已转办，等待结果 / passed on, outcome awaited",
        "ended": "已有结果 / outcome there",
        "voided": "已作废",
    },
    steps=(
        Step("find", "found", "发现 / Find", "new -> open", Finding, adds=Found, by=BY, joins="settle, refer"),
        Step("settle", "settled", "当场处理 / Put right", "open -> settled", Settling, by=BY),
        Step("refer", "referred", "转办 / Pass on", "open -> referred", Referral, by=BY, task="accept"),
        Step(
            "hear",
            "outcome_heard",
            "得到结果 / Hear the outcome",
            "referred, ended -> ended",
            Ending,
            adds=Took,
            by=BY,
            apart_reason=ELSEWHERE,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "open, settled, referred, ended -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
)
