"""Reconsideration 行政复议 and suit 行政诉讼."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import DECIDED
from contracts.forms import Form
from contracts.register import Step


class Application(Form):
    """The party asks for review by a higher body, or goes to court."""

    filed_with = ask.text("受理机关", "Received by", longest=80)
    received_on = ask.happened("受理日期", "Received on")


class Suit(Application):
    """An administrative suit (Administrative Litigation Law art. 46)."""


class Reconsideration(Application):
    """An application for reconsideration (Reconsideration Law art. 20)."""


class Outcome(Form):
    """What became of it."""

    outcome = ask.choice("结果", "Outcome", choices.REMEDY_OUTCOMES)
    new_fine = ask.money("变更后罚款（元）", "Fine as changed, yuan", required=False)
    remedy_decided_on = ask.happened("决定（判决）日期", "Decided on")
    evidence = ask.evidence("决定书、判决书", "Paper")


class Owed(Form):
    """Whether what was published must be withdrawn (Penalty Law art. 48)."""

    withdrawal_owed = ask.flag("应撤回公开", "To be withdrawn from publication")


STEPS = (
    Step(
        "ask_reconsideration",
        "reconsideration_received",
        "申请行政复议 / Ask for reconsideration",
        "new, decided -> pending",
        Reconsideration,
        line="reconsideration",
        during=DECIDED,
        by="legal",
    ),
    Step(
        "end_reconsideration",
        "reconsideration_decided",
        "复议决定 / Reconsideration decided",
        "pending -> decided",
        Outcome,
        adds=Owed,
        line="reconsideration",
        during=DECIDED,
        by="legal",
        apart_reason="由复议机关决定，附其决定书 / The reviewing body decides; its paper is attached",
    ),
    Step(
        "sue",
        "suit_received",
        "提起行政诉讼 / Sue",
        "new, decided -> pending",
        Suit,
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
        adds=Owed,
        line="suit",
        during=DECIDED,
        by="legal",
    ),
)
