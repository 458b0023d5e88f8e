"""Rules for public events."""

from contracts.errors import Refused
from contracts.outreach.public_events import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.joint import with_one_host

rules = Rules(register)
PUBLIC = ("pupils", "parents", "teachers", "residents")
"""Who counts as a participant: officers host, they do not take part (M-A4-2)."""


class PlannedInThePast(Refused):
    """A plan names a day that is still to come when it is made."""

    slug, zh, field = "planned-in-the-past", "拟举办日期早于计划日期", "planned_for"


class NoConsent(Refused):
    """Minors take part with their guardian's consent, each of them."""

    slug, zh, article = "no-consent", "未成年人参加须逐人取得监护人同意", "个人信息保护法 art. 31"


class SignedInTwice(Refused):
    """A participant signs in once."""

    slug, zh, field = "signed-in-twice", "同一参与者同一活动只登记一次", "people"


class MorePositiveThanAnswers(Refused):
    """No more answers are positive than came back."""

    slug, zh, field = "more-positive-than-answers", "满意答卷数多于收回答卷数", "positive"


class CollectedBeforeHeld(Refused):
    """Answers come back after the event was held."""

    slug, zh, field = "collected-before-held", "收回日期早于举办日期", "collected_on"


class AskedBeforeHeld(Refused):
    """Households are asked again after the event was held."""

    slug, zh, field = "asked-before-held", "回访日期早于举办日期", "asked_on"


class HouseholdNotThere(Refused):
    """Only a household that signed in is asked again."""

    slug, zh, field = "household-not-there", "回访的家庭未登记参与本活动", "households"


class HouseholdAskedTwice(Refused):
    """A household is asked again once on a sheet."""

    slug, zh, field = "household-asked-twice", "同一家庭同一次回访只登记一次", "households"


@rules.on("propose")
def propose(_event: Record, form: Data, _at: Context) -> Data:
    """A joint event has one host."""
    return with_one_host(form)


@rules.on("plan")
def plan(_event: Record, form: Data, _at: Context) -> Data:
    """What is planned lies ahead (F082: 计划暑假期间)."""
    if form["planned_for"] < form["planned_on"]:
        raise PlannedInThePast(form["planned_for"])
    return form


@rules.on("hold")
def hold(event: Record, form: Data, _at: Context) -> Data:
    """Every pupil has a guardian's consent; more people than the place holds is told, since it happened (M-A4-2)."""
    if (form["pupils"] or 0) > (form["consents"] or 0):
        raise NoConsent(errors=[NoConsent.fault("consents")])
    came = [form[role] for role in PUBLIC if form[role] is not None]
    participants = sum(came) if came else None
    capacity = event.get("capacity")
    beyond = None if participants is None or capacity is None else max(0, participants - capacity)
    return form | {"participants": participants, "beyond_capacity": beyond}


@rules.on("sign_in")
def sign_in(event: Record, form: Data, _at: Context) -> Data:
    """People and households are known by tokens (M-A4-2, M-A4-3); a pupil's entry says that a guardian consents."""
    if any(one["role"] == "pupil" and not one["consent"] for one in form["people"]):
        raise NoConsent(errors=[NoConsent.fault("people")])
    before = [one["participant"] for portion in event.all("sign_in") for one in portion["people"]]
    participants = before + [one["participant"] for one in form["people"]]
    if len(set(participants)) < len(participants):
        raise SignedInTwice(event.id)
    return form | {"took_part_on": event["held_on"]}


@rules.on("collect")
def collect(event: Record, form: Data, _at: Context) -> Data:
    """Answers are numbered on, so that each counts once in the share of positive ones (M-A4-5)."""
    if form["collected_on"] < event["held_on"]:
        raise CollectedBeforeHeld(form["collected_on"])
    if form["positive"] > form["answers"]:
        raise MorePositiveThanAnswers(form["positive"])
    # A ballot has no voter: a running number keeps the answers of several collections apart.
    before = sum(portion["answers"] for portion in event.all("collect"))
    numbered = range(1, form["answers"] + 1)
    ballots = [{"ballot": before + number, "satisfied": number <= form["positive"]} for number in numbered]
    return form | {"ballots": ballots}


@rules.on("follow_up")
def follow_up(event: Record, form: Data, _at: Context) -> Data:
    """Households that took part, known by their tokens, are asked later whether they go on with it (F083)."""
    if form["asked_on"] < event["held_on"]:
        raise AskedBeforeHeld(form["asked_on"])
    households = [one["household"] for one in form["households"]]
    if len(set(households)) < len(households):
        raise HouseholdAskedTwice(event.id)
    came = {one["household"] for portion in event.all("sign_in") for one in portion["people"]}
    if strangers := set(households) - came:
        raise HouseholdNotThere(min(strangers))
    return form
