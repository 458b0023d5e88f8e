"""Notice before the decision, and the defence (Penalty Law art. 44, 45, 62)."""

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules

rules = Rules(register)
AWAITED = ("waive_defence", "hold_hearing", "waive_hearing", "pass_review", "discuss")
"""What a decision waits for, one of which may stand in for another."""


class HearingNotTold(Refused):
    """This penalty gives a right to a hearing, and the notice says so."""

    slug, zh, field = "hearing-not-told", "拟作出的处罚属于听证范围，应当告知听证权利", "hearing_told"
    article = "行政处罚法 第四十四条、第六十三条"


class NoTimeToDefend(Refused):
    """The party has a day at least to state its case."""

    slug, zh, field = "no-time-to-defend", "陈述申辩期限应晚于告知日期", "defence_until"
    article = "行政处罚法 第四十四条、第四十五条"


class NothingToRecheck(Refused):
    """Every statement was looked into already."""

    slug, zh, article = "nothing-to-recheck", "没有待复核的陈述申辩", "行政处罚法 第四十五条"


class NotNoticed(Refused):
    """No decision before the party was told of this penalty."""

    slug, zh, article = "not-noticed", "作出处罚决定前应当事先告知当事人", "行政处罚法 第四十四条、第六十二条"


class DefenceOpen(Refused):
    """The party may still state its case, and has not waived it."""

    slug, zh, field = "defence-open", "陈述申辩期限未满，当事人亦未放弃", "decided_on"
    article = "行政处罚法 第四十五条、第六十二条"


class NotRechecked(Refused):
    """What the party stated was not looked into yet."""

    slug, zh, article = "not-rechecked", "陈述申辩尚未复核", "行政处罚法 第四十五条、第六十二条"


class HeavierThanNoticed(Refused):
    """A penalty is not heavier than the one that the party was told of; tell it anew."""

    slug, zh, field = "heavier-than-noticed", "处罚重于事先告知的内容，应重新告知；不得因申辩加重处罚", "fine"
    article = "行政处罚法 第四十四条、第四十五条"


@rules.on("notify", upto=1)
def notify_once(case: Record, form: Data, _at: Context) -> Data:
    """The notice gives time to answer, and tells of the right to a hearing where there is one (art. 44, 63)."""
    if form["defence_until"] <= form["noticed_on"]:
        raise NoTimeToDefend(form["defence_until"])
    if case["hearing_required"] and not form["hearing_told"]:
        raise HearingNotTold(case.id)
    return form


@rules.on("recheck")
def recheck(case: Record, form: Data, _at: Context) -> Data:
    """One recheck for each statement (art. 45)."""
    if not pending_rechecks(case):
        raise NothingToRecheck(case.id)
    return form


def since_proposal(case: Record, *steps: str) -> list[Revision]:
    """The effective revisions of some steps after the last proposal: what came before spoke of another penalty."""
    # A new proposal starts the party's rights anew: it is told and heard of what is proposed now.
    proposed = max((entry.place for entry in case.effective if entry.step.name == "propose"), default=0)
    return [entry for entry in case.effective if entry.step.name in steps and entry.place > proposed]


def pending_rechecks(case: Record) -> int:
    """How many statements of the party were not looked into yet."""
    return len(case.all("hear_party")) - len(case.all("recheck"))


def require_awaited(case: Record, form: Data) -> None:
    """What a decision rests on was done by its day, whenever it was entered. Raises OutOfOrder, NotRechecked."""
    on = form["decided_on"]
    for entry in since_proposal(case, *AWAITED):
        require_not_before(on, entry.on, "decided_on")
    by_then = [entry.step.name for entry in case.effective if entry.on <= on]
    if by_then.count("hear_party") > by_then.count("recheck"):
        raise NotRechecked(case.id)


def proposal_told(case: Record, whole: Record) -> Data | None:
    """The proposal as it stood when the party was last told of it; None: the party was not told.

    `whole`: the case with all that was ever entered.
    """
    notices = since_proposal(case, "notify")
    if not notices:
        return None
    # A notice says what was proposed then: who corrects the proposal afterwards tells the party nothing by that.
    told = whole.known_by(notices[-1].at.now).all("propose")
    return told[-1] if told else None


def require_notice(case: Record, form: Data) -> None:
    """The party was told, had its time or waived it, and was listened to (art. 44, 45, 62). Raises what is missing."""
    notices = since_proposal(case, "notify")
    if not notices:
        raise NotNoticed(case.id)
    waived = since_proposal(case, "waive_defence")
    if not waived and form["decided_on"] <= notices[-1].data["defence_until"]:
        raise DefenceOpen(notices[-1].data["defence_until"])
    if pending_rechecks(case):
        raise NotRechecked(case.id)
