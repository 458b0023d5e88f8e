"""From an opinion to a rectification, and back."""

from __future__ import annotations

from typing import Any

from services.cases import reactions as of_cases
from services.chassis import journal
from services.outreach import reactions as of_outreach
from tests.office import PROOF, Office

OPINIONS, ITEMS = "outreach.opinions", "cases.rectifications"


def converted(office: Office, target: str = "rectification", category: str = "slow") -> str:
    said: dict[str, Any] = {
        "unit": "DBT",
        "channel": "weibo",
        "received_at": "2017-03-10T09:00:00+08:00",
        "matter": "办理太慢",
    }
    opinion = office.do(OPINIONS, "", "receive", **said)[-1].subject
    office.do(OPINIONS, opinion, "triage", triaged_on="2017-03-10", topic=category)
    office.do(
        OPINIONS, opinion, "convert", converted_on="2017-03-11", target=target, category=category, summary="办理太慢"
    )
    return opinion


def all_hear(office: Office) -> None:
    """Both services hear of everything that was told so far."""
    with office.store.begin() as tx:
        for reactions in (of_cases.reactions, of_outreach.reactions):
            reactions.carry_out(tx, office.registers, list(office.events))


def raised(office: Office) -> list[str]:
    with office.store.read() as tx:
        return journal.subjects(tx, ITEMS)


def rectified(office: Office, item: str) -> None:
    office.person("a", "DBT")
    office.person("b", "ZS")
    plan: dict[str, Any] = {
        "planned_on": "2017-03-12",
        "measure": "限时办结",
        "responsible_person": "a",
        "due_on": "2017-04-01",
    }
    office.do(ITEMS, item, "plan", **plan)
    office.do(ITEMS, item, "submit", submitted_on="2017-03-20", result="已改", proof=PROOF)
    office.do(ITEMS, item, "verify", verified_on="2017-03-21", verifier="b")
    office.do(ITEMS, item, "close", closed_on="2017-03-22", outcome="已限时办结")


def test_a_converted_opinion_raises_a_rectification_that_names_it(office: Office) -> None:
    opinion = converted(office)
    all_hear(office)
    all_hear(office)
    (item,) = raised(office)
    told = office.record(ITEMS, item)
    assert (told["source_kind"], told["source"], told["problem"], told.unit) == ("opinion", opinion, "办理太慢", "DBT")


def test_what_became_a_case_raises_no_rectification(office: Office) -> None:
    converted(office, "case", "advertising")
    all_hear(office)
    assert raised(office) == []


def test_a_closed_rectification_resolves_the_opinion_it_came_from(office: Office) -> None:
    opinion = converted(office)
    all_hear(office)
    (item,) = raised(office)
    rectified(office, item)
    all_hear(office)
    told = office.record(OPINIONS, opinion)
    assert (told.status(), told["outcome_text"], told["handled_as"]) == ("resolved", "已限时办结", item)


def test_an_opinion_that_was_resolved_by_hand_stays_so(office: Office) -> None:
    opinion = converted(office)
    all_hear(office)
    (item,) = raised(office)
    office.do(OPINIONS, opinion, "resolve", resolved_on="2017-03-15", result="unfounded", outcome_text="经查不实")
    rectified(office, item)
    all_hear(office)
    assert office.record(OPINIONS, opinion)["result"] == "unfounded"
