"""Suit 行政诉讼: first instance, appeal, retrial."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import DECIDED
from contracts.cases.penalties.remedies.forms import ELSEWHERE, Application, Ending, Outcome, Owed
from contracts.forms import Form, Reason
from contracts.register import Step


class Suit(Application):
    """An administrative suit (Administrative Litigation Law art. 46)."""


class AnswerTime(Form):
    """By when the agency answers (Litigation Law art. 67)."""

    answer_by = ask.day("答辩期限", "Answer by", required=False)


class Answer(Late):
    """The agency hands in its evidence, its basis and its answer (Litigation Law art. 67)."""

    answered_on = ask.happened("提交答辩状日期", "Answered on")
    evidence = ask.evidence("答辩状、证据目录", "Answer and list of evidence")


class Judged(Owed):
    """Until when the judgement may be appealed: it is in force only after that (Litigation Law art. 85)."""

    appeal_by = ask.day("上诉期限", "Appeal by", required=False)


class Appeal(Form):
    """Somebody appeals within fifteen days from the service of the judgement (Litigation Law art. 85)."""

    appellant = ask.choice("上诉人", "Appellant", choices.LITIGANTS)
    appealed_to = ask.text("上诉法院", "Court of appeal", longest=80)
    appealed_on = ask.happened("上诉日期", "Appealed on")


class Retrial(Form):
    """A judgement in force is tried again; that alone stops no enforcement (Litigation Law art. 90 to 93)."""

    asked_by = ask.choice("提起再审", "Retrial at the instance of", choices.RETRIAL_INSTANCES)
    retried_by = ask.text("再审法院", "Court", longest=80)
    retried_on = ask.happened("裁定再审日期", "Retrial ordered on")


class Judgement(Ending):
    """What a higher instance made of the judgement, and where that changed, of the penalty (Litigation Law art. 89)."""

    judgement = ask.choice("裁判结果", "Judgement", choices.JUDGEMENTS)
    outcome = ask.choice(
        "改判后对处罚决定的结果", "What became of the penalty", choices.REMEDY_OUTCOMES, required=False
    )


class Remand(Reason):
    """The case goes back to the court of first instance (Litigation Law art. 89): its judgement is gone."""

    remanded_on = ask.happened("裁定日期", "Remanded on")
    evidence = ask.evidence("裁定书", "Ruling")


STEPS = (
    Step(
        "sue",
        "suit_received",
        "提起行政诉讼 / Sue",
        "new, decided -> pending",
        Suit,
        adds=AnswerTime,
        line="suit",
        during=DECIDED,
        by="legal",
        version=2,
    ),
    Step(
        "answer_suit",
        "suit_answered",
        "提交答辩状 / Answer the suit",
        "pending",
        Answer,
        line="suit",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "end_suit",
        "suit_decided",
        "判决 / Suit decided",
        "pending -> decided",
        Outcome,
        adds=Judged,
        line="suit",
        during=DECIDED,
        by="legal",
        version=2,
    ),
    Step(
        "appeal",
        "suit_appealed",
        "提起上诉 / Appeal",
        "decided -> appealed",
        Appeal,
        line="suit",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "end_appeal",
        "appeal_decided",
        "二审裁判 / Appeal decided",
        "appealed -> final",
        Judgement,
        adds=Owed,
        line="suit",
        during=DECIDED,
        by="legal",
        apart_reason=ELSEWHERE,
    ),
    Step(
        "retry",
        "retrial_ordered",
        "裁定再审 / Retrial ordered",
        "decided, final -> retried",
        Retrial,
        line="suit",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "remand",
        "suit_remanded",
        "发回重审 / Remanded",
        "appealed, retried -> pending",
        Remand,
        line="suit",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "end_retrial",
        "retrial_decided",
        "再审裁判 / Retrial decided",
        "retried -> final",
        Judgement,
        adds=Owed,
        line="suit",
        during=DECIDED,
        by="legal",
        apart_reason=ELSEWHERE,
    ),
)
