"""What a decision must say, before it is made: a paper with a gap in it cannot be issued (Penalty Law art. 52, 59)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.cases.penalties.evidence import PROVING
from contracts.errors import Refused
from services.cases.agencies import agency_on
from services.cases.penalties.grounds.gaps import Gap, gap
from services.cases.penalties.proposal import amount, facts_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

EVIDENCE = ("inspect", "register_evidence", "seize")
ADDRESS = {
    "person": ("person_address", "公民住址", "Address"),
    "organisation": ("party_address", "单位住所", "Address"),
}
OF_THE_AGENCY = {
    "legal_name": ("机关全称", "legal name"),
    "reconsideration_body": ("行政复议机关", "reconsideration body"),
    "court": ("行政诉讼管辖法院", "court for suits"),
}
"""What every decision says of the agency (art. 59(5), (6); art. 52)."""
BANK = ("bank", "account_name", "account")


class DecisionIncomplete(Refused):
    """A decision that lacks one of its items is not made: fill the gaps first."""

    slug, zh = "decision-incomplete", "决定书应当载明的事项不全，不得作出决定，请先补充"
    article = "行政处罚法 第五十九条"


class OnSpotIncomplete(DecisionIncomplete):
    """A decision on the spot that lacks one of its items is not made: fill the gaps first."""

    slug, article = "on-spot-incomplete", "行政处罚法 第五十二条"


def agency_of(case: Record, form: Data, lookup: Lookup) -> Data | None:
    """What is entered of the penalising body for the day of the decision."""
    return agency_on(lookup, form.get("body") or case["body"], form["decided_on"])


def require_complete(case: Record, form: Data, agency: Data | None) -> None:
    """The six items of a decision can be said (art. 59). Raises DecisionIncomplete with every gap."""
    if gaps := [*_gaps_of_the_party(case), *_gaps_of_the_facts(case), *_gaps_of_the_agency(form, agency)]:
        raise DecisionIncomplete(case.id, errors=gaps)


def require_complete_on_spot(case: Record, form: Data, agency: Data | None) -> None:
    """What a decision on the spot says, place and remedies among it (art. 52). Raises OnSpotIncomplete."""
    place = [] if form["place"] or case.get("place") else [gap("place", "处罚地点未填写", "The place is missing")]
    if gaps := [*place, *_gaps_of_the_agency(form, agency)]:
        raise OnSpotIncomplete(case.id, errors=gaps)


def _gaps_of_the_party(case: Record) -> Iterator[Gap]:
    field, zh, en = ADDRESS[case["party_kind"]]
    if not case.get(field):
        zh, en = f"{zh}未填写，请办理“补充当事人信息”", f"{en} missing: complete the party's particulars"
        yield gap(field, zh, en, "complete_party")


def _gaps_of_the_facts(case: Record) -> Iterator[Gap]:
    if not facts_of(case):
        yield gap("findings", "查明事实未填写，请在“拟定处罚”中填写", "No facts: say them in the proposal", "propose")
    papers = (one for one in case.effective if one.step.name in PROVING and one.data.get("evidence"))
    if not any(case.all(step) for step in EVIDENCE) and not any(papers):
        zh, en = "没有任何证据，请办理“调查取证”或者上传材料", "No evidence: enter an inspection, or hand in papers"
        yield gap("inspected_on", zh, en, "inspect")


def _gaps_of_the_agency(form: Data, agency: Data | None) -> Iterator[Gap]:
    if agency is None:
        zh, en = "处罚主体当日未录入“执法机关”，请法制人员录入", "The agency is not entered for that day"
        yield gap("body", zh, en, "establish", "cases.agencies")
        return
    for field, (zh, en) in OF_THE_AGENCY.items():
        if not agency.get(field):
            yield gap(field, f"执法机关的{zh}未录入", f"The agency's {en} is missing", "amend", "cases.agencies")
    if amount(form, "fine") and not (agency.get("electronic_payment") or all(agency.get(one) for one in BANK)):
        zh, en = (
            "执法机关的罚款代收银行、账号或者电子支付方式未录入",
            "The agency's bank or electronic payment is missing",
        )
        yield gap("bank", zh, en, "amend", "cases.agencies")
