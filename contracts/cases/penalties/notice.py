"""Notice before the decision, and the defence."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.phases import ACTING
from contracts.forms import Form
from contracts.register import Step


class Notice(Form):
    """The party hears what is proposed, why, by which rule, and which rights it has (Penalty Law art. 44)."""

    noticed_on = ask.happened("告知日期", "Notice served on")
    defence_until = ask.day("陈述申辩期限", "Defence until")
    hearing_told = ask.flag("已告知听证权利", "Told of the right to a hearing")
    number = ask.text("文号", "Number of the notice", longest=60, required=False)
    hearing_number = ask.text("听证告知书文号", "Number of the notice of the right", longest=60, required=False)
    evidence = ask.evidence("告知书", "Notice")


class Statement(Form):
    """What the party says (Penalty Law art. 45)."""

    statement = ask.text("陈述申辩", "Statement")
    stated_on = ask.happened("收到日期", "Received on")
    evidence = ask.evidence("陈述申辩材料", "Papers")


class Recheck(Form):
    """What became of it: it must be looked into (Penalty Law art. 45)."""

    result = ask.choice("复核结果", "Result", choices.RECHECKS)
    findings = ask.text("复核意见", "Findings")
    rechecked_on = ask.happened("复核日期", "Rechecked on")


class DefenceWaiver(Form):
    """The party says clearly that it will not state anything (Penalty Law art. 62)."""

    waived_on = ask.happened("放弃日期", "Waived on")
    evidence = ask.evidence("放弃声明", "Waiver")


STEPS = (
    Step(
        "notify",
        "notice_served",
        "事先告知 / Notify",
        "proposed, noticed -> noticed",
        Notice,
        version=2,
        by=ACTING,
        prefills="hearing_told=propose.hearing_required",
        task="proceed: proposed",
    ),
    Step("hear_party", "statement_received", "收到陈述申辩 / Hear the party", "noticed", Statement, by=ACTING),
    Step("recheck", "statement_rechecked", "复核陈述申辩 / Recheck", "noticed", Recheck, by=ACTING),
    Step("waive_defence", "defence_waived", "放弃陈述申辩 / Waive", "noticed", DefenceWaiver, by=ACTING),
)
