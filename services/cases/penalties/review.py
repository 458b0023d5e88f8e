"""Legal review of major decisions 法制审核, and the heads' discussion (Penalty Law art. 57, 58)."""

import datetime as dt

from contracts.cases.penalties import register
from contracts.cases.penalties.clocks import AMENDED_LAW
from contracts.errors import Refused
from services.cases.heads import is_head
from services.cases.penalties.notice import since_proposal
from services.cases.penalties.officers import investigators
from services.cases.penalties.separation import ReviewerChaired, chairs, participants
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
FEWEST = 2
POINTS = ("body_ok", "authority_ok", "procedure_ok", "facts_ok", "law_ok", "discretion_ok", "form_ok")


class ReviewerInvestigated(Refused):
    """Who investigated the case does not review it."""

    slug, zh, field = "reviewer-investigated", "法制审核人员不得为本案调查人员", "reviewer"
    article = "行政处罚法 第五十八条"


class NotQualified(Refused):
    """Who reviews for the first time has the legal professional qualification."""

    slug, zh, field = "not-qualified", "初次从事法制审核的人员应当取得法律职业资格", "qualified"
    article = "行政处罚法 第五十八条"


class PointsOpen(Refused):
    """A review passes when all its points are in order."""

    slug, zh = "points-open", "审核要点未全部合格，应当退回"
    article = "行政处罚法 第五十八条"


class NotReviewed(Refused):
    """This decision needs a legal review that was passed; without it none is made."""

    slug, zh, article = "not-reviewed", "未经法制审核或者审核未通过的，不得作出决定", "行政处罚法 第五十八条"


class NotDiscussed(Refused):
    """A complex or major case is discussed by the heads before it is decided."""

    slug, zh, article = "not-discussed", "情节复杂或者重大违法行为，应当集体讨论决定", "行政处罚法 第五十七条"


class DiscussedAlone(Refused):
    """A discussion is by two heads at least: name each, and what they said."""

    slug, zh, field = "discussed-alone", "集体讨论应有两名以上负责人参加，逐人填写意见", "opinions"
    article = "行政处罚法 第五十七条"


class ChairAbsent(Refused):
    """Who chairs a discussion takes part in it, and each takes part once."""

    slug, zh, field = "chair-absent", "主持人应为参加人员，每名参加人员只填一行", "opinions"
    article = "行政处罚法 第五十七条"


class DiscussantInvestigated(Refused):
    """The heads discuss: who investigated the case reports to them, and does not take part."""

    slug, zh, field = "discussant-investigated", "集体讨论由行政机关负责人参加，本案调查人员只作汇报", "opinions"
    article = "行政处罚法 第五十七条"


class NotAHead(Refused):
    """The heads of the agency discuss: whoever takes part holds that office on the day, or acts for who does."""

    slug, zh, field = "not-a-head", "集体讨论由行政机关负责人参加：所列人员当日不是负责人，也未受负责人委托", "opinions"
    article = "行政处罚法 第五十七条"


@rules.on("discuss", upto=1)
def discuss_in_brief(_case: Record, form: Data, _at: Context) -> Data:
    """As it was at first: nobody was named but the chair."""
    return form


def heads_named(_case: Record, form: Data, lookup: Lookup) -> set[str]:
    """Who of those that took part was one of the heads on that day."""
    present = {one["person"] for one in form["opinions"]}
    return {one for one in present if is_head(lookup, one, form["discussed_on"])}


@rules.on("discuss", heads=heads_named)
def discuss(case: Record, form: Data, at: Context, heads: set[str]) -> Data:
    """All who take part are heads of the agency, and none of them entered a step of the inquiry (art. 57)."""
    discussed, present = discuss_by_anybody(case, form, at), [one["person"] for one in form["opinions"]]
    if strangers := [place for place, one in enumerate(present) if one not in heads]:
        faults = [NotAHead.fault(f"opinions.{place}.person") for place in strangers]
        raise NotAHead(*(present[place] for place in strangers), errors=faults)
    if both := participants(case) & {*present}:
        raise DiscussantInvestigated(*sorted(both))
    return discussed


@rules.on("discuss", upto=2)
def discuss_by_anybody(case: Record, form: Data, at: Context) -> Data:
    """As it was: each took part by name and with an opinion, and no investigator whom the forms name (art. 57)."""
    present = [one["person"] for one in form["opinions"]]
    # What a sheet says was discussed elsewhere, and may be a number only.
    if at.elsewhere and not present:
        return form
    if len(present) < FEWEST:
        raise DiscussedAlone(len(present))
    if form["chair"] not in present or len(set(present)) < len(present):
        raise ChairAbsent(form["chair"])
    if both := investigators(case) & {*present}:
        raise DiscussantInvestigated(*sorted(both))
    return form | {"attendance": len(present)}


@rules.on("pass_review", "return_review")
def review(case: Record, form: Data, at: Context) -> Data:
    """Nor did the reviewer enter a step of the inquiry (art. 58)."""
    if form["reviewer"] in participants(case, signs="pass_review"):
        raise ReviewerInvestigated(form["reviewer"])
    return review_by_names(case, form, at)


@rules.on("pass_review", "return_review", upto=2)
def review_by_names(case: Record, form: Data, at: Context) -> Data:
    """The reviewer does not chair the hearing, which is the bureau's own rule; the rest is the law's (art. 58)."""
    if form["reviewer"] in chairs(case):
        raise ReviewerChaired(form["reviewer"])
    return review_by_law(case, form, at)


@rules.on("pass_review", "return_review", upto=1)
def review_by_law(case: Record, form: Data, _at: Context) -> Data:
    """The reviewer is no investigator, and may review; what passes is in order (art. 58)."""
    if form["reviewer"] in investigators(case):
        raise ReviewerInvestigated(form["reviewer"])
    if form["beginner"] and not form["qualified"]:
        raise NotQualified(form["reviewer"])
    if open_ := [point for point in POINTS if form.get(point) is False]:
        raise PointsOpen(*open_, errors=[PointsOpen.fault(point) for point in open_])
    return form


def needs_review(case: Record) -> bool:
    """Whether the decision needs a review: by its grounds, or since a hearing was held (art. 58)."""
    return bool(case["review_required"]) or case.status("hearing") == "held"


def require_review(case: Record, on: dt.date) -> None:
    """A review that is required was passed, after the proposal and after the hearing. Raises NotReviewed."""
    # Before 2018 no statute asked for a review of what was heard: only what was said to need one needs it.
    if not (needs_review(case) if on >= AMENDED_LAW else case["review_required"]):
        return
    passed = since_proposal(case, "pass_review")
    # A hearing may bring new facts, so a review that was passed before it does not carry the decision.
    hearings = [entry.place for entry in case.effective if entry.step.name == "hold_hearing"]
    if case.status("review") != "passed" or not passed or passed[-1].place < max(hearings, default=0):
        raise NotReviewed(case.id)


def require_discussion(case: Record) -> None:
    """A complex or major case was discussed, after the proposal (art. 57). Raises NotDiscussed."""
    if case["major"] and not since_proposal(case, "discuss"):
        raise NotDiscussed(case.id)


def require_heads_named(case: Record) -> None:
    """Of a sheet that tells of a discussion a number is not enough, where the case is decided here (art. 57).

    Raises NotDiscussed.
    """
    held = since_proposal(case, "discuss")
    if case["major"] and held and held[-1].at.imported and not held[-1].data["opinions"]:
        raise NotDiscussed(case.id)
