"""Surveys 问卷: the same questions asked in waves, the first of which is the baseline (F004).

A wave's result is counted from its sheets (`outreach.survey_sheets`), or entered where others counted them on paper.
Nothing is said of fewer than three sheets.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

ABOUT = Words(
    {
        "political_quality": "政治素质",
        "professional_level": "业务水平",
        "image": "队伍形象 / image of the team",
        "discipline": "理想信念和纪律意识 / ideals and sense of discipline",
        "credibility": "透明度和公信力 / transparency and credibility",
        "satisfaction": "群众满意 / satisfaction of the public",
        "other": "其他",
    }
)
AUDIENCES = Words(
    {
        "own_staff": "本局人员",
        "public": "群众 / the public",
        "merchants": "商户",
        "supervisors": "社会监督员和信息员 / social supervisors and informants",
        "other": "其他",
    }
)
SURVEYORS = "publicist, trainer, inspector"
MOST_QUESTIONS, MOST_WAVES, HIGHEST = 10, 50, 10
FEWEST = 3
"""Of fewer sheets nothing is told: it would say what single people answered."""


class Question(Form):
    """One question and its scale."""

    question = ask.number("题号", "Question number", least=1, most=MOST_QUESTIONS)
    asked = ask.text("问题", "Question", longest=200)
    lowest = ask.number("最低分", "Lowest", most=HIGHEST - 1)
    highest = ask.number("最高分", "Highest", least=1, most=HIGHEST)


class Design(Form):
    """What is asked, of whom, and whether by name."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("主办单位", "Host unit")
    title = ask.text("问卷名称", "Title", longest=80)
    about = ask.choice("调查内容", "About", ABOUT)
    audience = ask.choice("调查对象", "Audience", AUDIENCES)
    anonymous = ask.flag("匿名", "Anonymous")
    questions = ask.many(Question, "题目", "Questions", most=MOST_QUESTIONS)
    designed_on = ask.happened("设计日期", "Designed on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("空白问卷", "Blank questionnaire")


class WaveOpening(Form):
    """The questions are asked once more; the first time is the baseline."""

    wave = ask.number("轮次", "Wave", least=1, most=MOST_WAVES)
    opened_on = ask.happened("开始日期", "Opened on")
    until = ask.day("收卷至", "Sheets until", required=False)
    handed_out = ask.number("发出份数", "Sheets handed out", most=100_000, required=False)


class QuestionTotal(Form):
    """How many answered a question, and their points together: the mean is these by those."""

    question = ask.number("题号", "Question number", least=1, most=MOST_QUESTIONS)
    answers = ask.number("作答份数", "Answers", least=1, most=100_000)
    points = ask.number("总分", "Points together", most=1_000_000)


class WaveClosing(Form):
    """No more sheets are taken; the result is counted from those that there are."""

    wave = ask.number("轮次", "Wave", least=1, most=MOST_WAVES)
    closed_on = ask.happened("结束日期", "Closed on")
    evidence = ask.evidence("统计表", "Tally sheet")


class Told(Form):
    """Whether it is the baseline, whether enough sheets came to tell anything, and whether they were counted here."""

    baseline = ask.flag("首轮（基线）", "Baseline")
    shown = ask.flag("可公布", "Shown")
    counted_elsewhere = ask.flag("他处统计", "Counted elsewhere")


class WaveResult(Told):
    """What the sheets say; of a question with fewer than three answers nothing."""

    sheets = ask.number("收回份数", "Sheets returned", most=100_000)
    results = ask.many(QuestionTotal, "各题结果", "Results", least=0, most=MOST_QUESTIONS)


class Tally(Form):
    """Sheets that were counted on paper, by other hands."""

    wave = ask.number("轮次", "Wave", least=1, most=MOST_WAVES)
    closed_on = ask.happened("结束日期", "Closed on")
    sheets = ask.number("收回份数", "Sheets returned", most=100_000)
    results = ask.many(QuestionTotal, "各题结果", "Results", least=0, most=MOST_QUESTIONS)
    counted_by = ask.text("统计单位", "Counted by", longest=80)
    evidence = ask.evidence("纸质统计表", "Tally on paper")


class SheetsVoided(Form):
    """A bundle of the wave was voided, noted of the first: the wave had sheets, also where none stands any more."""

    wave = ask.number("轮次", "Wave", least=1, most=MOST_WAVES)
    voided_sheets = ask.number("首批作废份数", "Sheets voided first", least=1, most=100_000)


class Ending(Form):
    """The questions are asked no more."""

    ended_on = ask.happened("停用日期", "Ended on")


register = Register(
    "outreach.surveys",
    "问卷",
    "Surveys",
    keys="about, audience",
    numbered="WJ",
    offered="designed",
    words={"designed": "使用中 / in use", "ended": "已停用", "voided": "已作废"},
    steps=(
        Step("design", "designed", "设计 / Design", "new -> designed", Design, by=SURVEYORS),
        Step(
            "open_wave",
            "wave_opened",
            "开始一轮 / Open a wave",
            "new -> open",
            WaveOpening,
            line="wave",
            each="wave",
            during="designed",
            by=SURVEYORS,
        ),
        Step(
            "close_wave",
            "wave_closed",
            "结束一轮 / Close a wave",
            "open -> closed",
            WaveClosing,
            adds=WaveResult,
            line="wave",
            each="wave",
            during="designed",
            by=SURVEYORS,
        ),
        Step(
            "enter_tally",
            "tally_entered",
            "录入他处统计结果 / Enter a tally",
            "open -> closed",
            Tally,
            adds=Told,
            line="wave",
            each="wave",
            during="designed",
            by=SURVEYORS,
        ),
        Step(
            "lose_sheets",
            "sheets_voided",
            "记录答卷作废 / Lose sheets",
            "open",
            SheetsVoided,
            line="wave",
            each="wave",
            during="designed",
            by=SURVEYORS,
        ),
        Step("end", "ended", "停用 / End", "designed -> ended", Ending, by=SURVEYORS),
        Step("void", "voided", "作废 / Void", "designed, ended -> voided", Reason, voids=True, by="inspector, captain"),
    ),
)
