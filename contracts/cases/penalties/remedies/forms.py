"""What applications for a remedy, and what became of them, say alike."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.forms import Form

ELSEWHERE = "由复议机关、人民法院决定，附其文书 / Another body decides; its paper is attached"


class Application(Form):
    """The party asks for review by a higher body, or goes to court."""

    filed_with = ask.text("受理机关", "Received by", longest=80)
    received_on = ask.happened("受理日期", "Received on")
    copy_received_on = ask.day("副本收到日期", "Copy received on", required=False)


class Ending(Form):
    """A paper of another body ends it, and from its receipt the party's next period runs."""

    new_fine = ask.money("变更后罚款（元）", "Fine as changed, yuan", required=False)
    new_confiscation = ask.money("变更后没收（元）", "Confiscation as changed, yuan", required=False)
    remedy_decided_on = ask.happened("决定（判决）日期", "Decided on")
    paper_served_on = ask.day("决定书（判决书）送达当事人日期", "Served on the party on", required=False)
    redo_by = ask.day("责令重新作出期限", "To be decided anew by", required=False)
    evidence = ask.evidence("决定书、判决书", "Paper")


class Result(Form):
    """What became of it."""

    outcome = ask.choice("结果", "Outcome", choices.REMEDY_OUTCOMES)


class Outcome(Ending, Result):
    """What became of it, by which paper: the fields of the last named stand first, as they always did."""


class Owed(Form):
    """What follows for the agency: publication withdrawn, money given back, the court asked by a new day.

    Penalty Law art. 48, Coercion Law art. 41 and 53.
    """

    withdrawal_owed = ask.flag("应撤回公开", "To be withdrawn from publication")
    refund_owed = ask.money("应退还（元）", "To be refunded, yuan", required=False)
    contestable_until = ask.day("救济期限届满日", "Remedies end on", required=False)
    court_by = ask.day("申请法院执行期限", "Ask the court by", required=False)
