from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from contracts.training.campaign_documents import ITEMS
from services.chassis.records.finding import mentions
from services.gateway.read_model.programme import campaign
from services.training.campaign_documents import (
    DocumentNotReplaced,
    DocumentReplacesAnother,
    InForceBeforeIssue,
    NoLeadingGroup,
    members,
    rules,
)
from tests.office import Office, build_view, day, measure_value

DOCUMENTS = "training.campaign_documents"


def issued_document(office: Office, kind: str = "plan", on: str = "2017-01-10", **more: Any) -> str:
    """A document that was issued; its id."""
    form: dict[str, Any] = {"unit": "DT", "kind": kind, "title": "文件", "issuer": "局", "issued_on": on}
    return office.do(DOCUMENTS, "", "issue", **form | more)[-1].subject


def leading_group(office: Office, *people: str, **more: Any) -> str:
    """A document that sets up a leading group of these people, the first of whom heads it; its id."""
    record = issued_document(office, "leading_group", **more)
    for number, person in enumerate(people):
        office.person(person, "DT")
        form: dict[str, Any] = {"person": person, "duty": "member" if number else "head", "appointed_on": "2017-01-10"}
        office.do(DOCUMENTS, record, "appoint", **form)
    return record


def numbers(office: Office, measure: str, *days: str) -> list[object]:
    """A measure's number on these days."""
    read_model = build_view(office.events, campaign())
    return [measure_value(read_model, measure, on).claimed for on in days]


def test_a_document_is_about_the_items_that_it_names_or_about_all(office: Office) -> None:
    some, whole = issued_document(office, items=["B2", "S1"]), issued_document(office, "notice", "2016-11-20")
    assert office.record(DOCUMENTS, some)["about"] == [{"item": "S1"}, {"item": "B2"}]
    assert [one["item"] for one in office.record(DOCUMENTS, whole)["about"]] == list(ITEMS)


def test_the_items_are_those_of_the_programme() -> None:
    assert list(ITEMS) == [item.id for item in campaign().items()]


def test_a_document_is_in_force_from_its_issue_at_the_earliest(office: Office) -> None:
    with pytest.raises(InForceBeforeIssue):
        issued_document(office, in_force_on="2017-01-09")
    issued_document(office, in_force_on="2017-01-10")


def test_a_document_gives_way_to_another_that_is_in_force_and_both_know_of_it(office: Office) -> None:
    old, new = issued_document(office), issued_document(office, on="2017-06-01")
    for successor, on in ((old, "2017-06-01"), (new, "2017-05-31")):
        with pytest.raises(DocumentNotReplaced):
            office.do(DOCUMENTS, old, "replace", successor=successor, replaced_on=on)
    office.do(DOCUMENTS, old, "replace", successor=new, replaced_on="2017-06-01")
    (mention,) = mentions.mentions_of(office.record(DOCUMENTS, old))
    assert mention.target == (DOCUMENTS, new), "the new one's page lists the old one"
    with pytest.raises(DocumentNotReplaced):
        office.do(DOCUMENTS, new, "replace", successor=old, replaced_on="2017-06-02")
    with pytest.raises(DocumentReplacesAnother):
        office.do(DOCUMENTS, new, "void", reason="误录")
    office.do(DOCUMENTS, old, "void", reason="误录")
    office.do(DOCUMENTS, new, "void", reason="误录")


def test_a_document_is_corrected_after_what_took_its_place_gave_way_itself(office: Office) -> None:
    first, second, third = (issued_document(office, on=f"2017-0{month}-01") for month in (1, 3, 5))
    office.do(DOCUMENTS, first, "replace", successor=second, replaced_on="2017-03-01")
    office.do(DOCUMENTS, second, "replace", successor=third, replaced_on="2017-05-01")
    form: dict[str, Any] = {"unit": "DT", "kind": "plan", "title": "更正", "issuer": "局", "issued_on": "2017-01-02"}
    office.do(DOCUMENTS, first, "issue", 1, **form)
    assert office.record(DOCUMENTS, first).status() == "replaced"


def test_only_a_leading_group_has_members_and_they_are_on_strength(office: Office) -> None:
    form: dict[str, Any] = {"person": "a", "duty": "member", "appointed_on": "2017-01-10"}
    office.person("a", "DT", joined="2017-01-11")
    plan, group = issued_document(office), issued_document(office, "leading_group")
    with pytest.raises(NoLeadingGroup):
        office.do(DOCUMENTS, plan, "appoint", **form)
    with pytest.raises(NotOnStrength):
        office.do(DOCUMENTS, group, "appoint", **form)
    office.do(DOCUMENTS, group, "appoint", **form | {"appointed_on": "2017-01-11"})
    with pytest.raises(NotNow):
        office.do(DOCUMENTS, group, "appoint", **form | {"appointed_on": "2017-01-12"})
    offered = [rules.next_steps(office.record(DOCUMENTS, one)) for one in (plan, group)]
    assert ["appoint" in steps for steps in offered] == [False, True]


def test_who_was_a_member_on_a_day_is_told(office: Office) -> None:
    group = leading_group(office, "a", "b")
    office.do(DOCUMENTS, group, "release", person="b", released_on="2017-03-01")
    office.do(DOCUMENTS, group, "appoint", person="b", duty="deputy", appointed_on="2017-05-01")
    record = office.record(DOCUMENTS, group)
    days = [len(members(record, day(on))) for on in ("2017-01-09", "2017-02-28", "2017-03-01", "2017-05-01")]
    assert days == [0, 2, 1, 2]
    new = issued_document(office, "leading_group", "2017-09-01")
    (event,) = office.do(DOCUMENTS, group, "replace", successor=new, replaced_on="2017-09-01")
    assert event.data["members"] == [{"person": "a"}, {"person": "b"}]
    found = numbers(office, "B2.leading_group", "2017-01-09", "2017-02-28", "2017-03-01", "2017-05-01", "2017-09-01")
    assert found == [0, 2, 1, 2, 0]


def test_documents_in_force_are_counted_for_each_item_that_they_are_about(office: Office) -> None:
    issued_document(office, "notice", "2016-11-20")
    old = issued_document(office, items=["S1"], in_force_on="2017-02-01")
    new = issued_document(office, on="2017-06-01", items=["S1"])
    office.do(DOCUMENTS, old, "replace", successor=new, replaced_on="2017-06-01")
    office.do(DOCUMENTS, new, "withdraw", withdrawn_on="2017-09-01", reason="工作结束")
    days = ("2016-11-19", "2017-01-31", "2017-02-01", "2017-06-01", "2017-09-01")
    assert numbers(office, "S1.documents", *days) == [0, 1, 2, 2, 1]
    assert numbers(office, "B3.documents", *days) == [0, 1, 1, 1, 1]


def test_systems_and_mechanisms_are_counted_once_each_while_one_of_their_texts_is_in_force(office: Office) -> None:
    for kind in ("publicity_system", "record_system", "system", "operation", "operation", "maintenance"):
        last = issued_document(office, kind)
    office.do(DOCUMENTS, last, "withdraw", withdrawn_on="2017-04-01", reason="修订")
    days = ("2017-01-10", "2017-04-01")
    assert numbers(office, "S2.systems_in_force", *days) == [2, 2]
    assert numbers(office, "B2.mechanisms", *days) == [2, 1]
