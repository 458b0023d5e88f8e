"""A fact that stands higher than its own event says what holds it: each number opens to its evidence."""

from __future__ import annotations

from typing import Any

from services.chassis.storage.lists.window import ListWindow
from services.gateway.api.measures import fact_list
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import tallies
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.question import Question
from services.gateway.reading_rights import ReadingRights
from tests.office import DISTRICT, PROOF, Office, build_view, day
from tests.services.equipment import equipment_records

KITS, MATTERS = "S4.kits_complete", "A6.matters_done"


def fact(office: Office, measure: str, as_of: str = "2017-12-31") -> dict[str, Any]:
    """The one fact of a measure."""
    read_model = build_view(office.events, campaign())
    rights = ReadingRights(Bearer("leader@bureau", "leader", None), read_model)
    with read_model.reader(Question(DISTRICT, day(as_of))) as reader:
        told = reader.programme.measures[measure]
        rows = tallies.facts(reader.tx, told, reader.as_of_for(told), ListWindow(100)).rows
        (one,) = fact_list.items(reader, told, rows, rights)
    return one


def test_a_check_without_papers_is_held_by_the_signed_issue_before_it(office: Office) -> None:
    equipment_records.person(office, "ZS-01")
    equipment_records.definition(office)
    equipment_records.kit(office)
    issued = office.events[-1]
    office.do("equipment.kits", "KIT-ZS-01", "check", contents=equipment_records.contents(), checked_on="2017-05-22")
    one = fact(office, KITS)
    assert (one["level"], one["evidence"]) == ("E1", [])
    assert [(by["event"], by["level"], by["evidence"]) for by in one["supported_by"]] == [(issued.id, "E1", ["c" * 64])]


def test_what_lies_before_an_ending_holds_nothing_any_more(office: Office) -> None:
    equipment_records.person(office, "ZS-01")
    equipment_records.definition(office)
    equipment_records.kit(office)
    short: dict[str, Any] = {"contents": equipment_records.contents(_3="missing"), "found_short_on": "2017-04-01"}
    office.do("equipment.kits", "KIT-ZS-01", "find_short", **short)
    office.do("equipment.kits", "KIT-ZS-01", "check", contents=equipment_records.contents(), checked_on="2017-05-22")
    one = fact(office, KITS)
    assert (one["level"], one["supported_by"]) == ("E0", [])


def test_a_matter_is_held_by_the_resident_who_confirmed_it_once_that_was_said(office: Office) -> None:
    office.confirm(office.matter(evidence=PROOF))
    confirmed = office.events[-1]
    assert [by["event"] for by in fact(office, MATTERS)["supported_by"]] == [confirmed.id]
    before = fact(office, MATTERS, "2017-03-09")
    assert (before["level"], before["evidence"], before["supported_by"]) == ("E1", PROOF, [])
