from __future__ import annotations

import random
from typing import Any

import pytest

from contracts.errors import NotNow
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from services.outreach.contact_cards import (
    NotYetThere,
    ObjectNotThere,
    OthersObject,
    PersonLeft,
    RetiredBeforeHandover,
    StillInUse,
)
from tests.office import PROOF, Office, build_view, make_as_of
from tests.services.outreach.service_brand import CARDS, OBJECTS, card, hand_over, number, shop

COVERAGE, STALE, UNREACHABLE = "B1.card_coverage", "B1.stale_cards", "B1.unreachable_cards"


@pytest.fixture
def squadron(office: Office) -> Office:
    """The squadron with two shops and the people on its cards."""
    for code in ("p1", "p2"):
        office.person(code, "ZS")
    shop(office, "S1")
    shop(office, "S2")
    return office


def retire(office: Office, version: str = "ZS-1", on: str = "2017-05-01", cause: str = "new_version") -> Any:
    return office.do(CARDS, version, "retire", retired_on=on, cause=cause)[-1]


# --- rules --------------------------------------------------------------------------------------------------------


def test_a_unit_has_one_card_in_use(squadron: Office) -> None:
    card(squadron)
    with pytest.raises(StillInUse):
        card(squadron, "ZS-2", on="2017-05-01")
    retire(squadron)
    with pytest.raises(StillInUse):
        card(squadron, "ZS-2", on="2017-04-30")
    card(squadron, "ZS-2", on="2017-05-01")
    with pytest.raises(StillInUse):
        card(squadron, "ZS-0", on="2016-05-01")
    card(squadron, "DT-1", unit="DT", on="2017-02-01")
    assert squadron.record(CARDS, "ZS-2").status() == "in_use"


def test_the_first_version_can_still_be_corrected_when_the_second_is_in_use(squadron: Office) -> None:
    card(squadron)
    retire(squadron)
    card(squadron, "ZS-2", on="2017-05-01")
    card(squadron, "ZS-1", corrects=1, services="咨询、报修")
    assert squadron.record(CARDS, "ZS-1")["services"] == "咨询、报修"
    with pytest.raises(StillInUse):
        card(squadron, "ZS-2", on="2017-04-01", corrects=1)
    with pytest.raises(StillInUse):
        squadron.do(CARDS, "ZS-1", "retire", corrects=2, retired_on="2017-05-02", cause="new_version")


def test_a_card_goes_to_what_is_there_and_in_the_units_own_charge(squadron: Office) -> None:
    card(squadron)
    with pytest.raises(UnknownReference):
        hand_over(squadron, "ZS-1", "nobody")
    with pytest.raises(NamesSomebody):
        hand_over(squadron, "ZS-1", "S1", note="店主13812345678")
    with pytest.raises(OthersObject):
        hand_over(squadron, "ZS-1", shop(squadron, "D1", unit="DT"))
    with pytest.raises(ObjectNotThere):
        hand_over(squadron, "ZS-1", shop(squadron, "S3", on="2017-03-01"), on="2017-02-28")
    squadron.do(OBJECTS, "S2", "close", closed_on="2017-02-05", reason="歇业")
    with pytest.raises(ObjectNotThere):
        hand_over(squadron, "ZS-1", "S2")
    hand_over(squadron, "ZS-1", "S1")


def test_nobody_gets_the_same_version_twice_unless_it_came_back(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1")
    with pytest.raises(NotNow):
        hand_over(squadron, "ZS-1", "S1")
    squadron.do(CARDS, "ZS-1", "take_back", object="S1", returned_on="2017-02-11", reason="误发")
    with pytest.raises(NotNow):
        squadron.do(CARDS, "ZS-1", "take_back", object="S1", returned_on="2017-02-11", reason="误发")
    hand_over(squadron, "ZS-1", "S1", on="2017-02-12")


def test_no_card_names_or_is_handed_out_with_somebody_who_has_left(squadron: Office) -> None:
    card(squadron)
    squadron.do("training.people", "p1", "leave", left_on="2017-03-01", reason="调离")
    hand_over(squadron, "ZS-1", "S1", on="2017-02-28")
    with pytest.raises(PersonLeft):
        hand_over(squadron, "ZS-1", "S2", on="2017-03-01")
    retire(squadron, on="2017-03-02", cause="person_left")
    with pytest.raises(PersonLeft):
        card(squadron, "ZS-2", on="2017-03-02")
    card(squadron, "ZS-2", on="2017-03-02", person="p2")


def test_no_card_names_somebody_who_comes_later(squadron: Office) -> None:
    squadron.person("p3", "ZS", joined="2017-02-02")
    with pytest.raises(NotYetThere):
        card(squadron, person="p3")
    assert card(squadron, person="p3", on="2017-02-02")


def test_a_version_is_not_retired_before_its_last_card_was_handed_over(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", on="2017-03-01")
    with pytest.raises(RetiredBeforeHandover) as refused:
        retire(squadron, on="2017-02-28")
    assert refused.value.to_dict()["errors"][0]["field"] == "retired_on"
    retire(squadron, on="2017-03-01")
    assert number(squadron.events, COVERAGE).claimed == 0
    with pytest.raises(RetiredBeforeHandover):
        squadron.do(CARDS, "ZS-1", "hand_over", corrects=2, object="S1", handed_on="2017-03-02")


def test_a_card_whose_number_is_lost_is_not_handed_out(squadron: Office) -> None:
    card(squadron)
    squadron.do(CARDS, "ZS-1", "lose_number", changed_on="2017-03-01")
    with pytest.raises(NotNow):
        hand_over(squadron, "ZS-1", "S1", on="2017-03-02")


def test_a_retired_version_names_whose_cards_go_out_of_use(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", "S2")
    squadron.do(CARDS, "ZS-1", "take_back", object="S2", returned_on="2017-02-11", reason="误发")
    assert retire(squadron).data["held"] == [{"object": "S1"}]
    events = squadron.do(CARDS, "ZS-1", "hand_over", corrects=3, object="S2", handed_on="2017-02-10", receipt=PROOF)
    assert [event.type.split(".")[2] for event in events] == ["handed_over"], "the card that came back was another's"


def test_an_unused_version_retires_too(squadron: Office) -> None:
    card(squadron)
    assert retire(squadron).data["held"] == []


# --- numbers ------------------------------------------------------------------------------------------------------


def test_coverage_is_the_objects_that_hold_the_card_of_the_active_ones(squadron: Office) -> None:
    assert number(squadron.events, COVERAGE).claimed == 0
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", receipt=PROOF)
    hand_over(squadron, "ZS-1", "S2", on="2017-03-10")
    result = number(squadron.events, COVERAGE)
    assert (result.claimed, result.verified, result.n) == (1, 0.5, 2)
    assert number(squadron.events, COVERAGE, "2017-02-28").claimed == 0.5


def test_cards_of_a_retired_version_count_no_more(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", "S2")
    retire(squadron)
    card(squadron, "ZS-2", on="2017-05-01")
    hand_over(squadron, "ZS-2", "S1", on="2017-05-10")
    assert number(squadron.events, COVERAGE, "2017-04-30").claimed == 1
    assert number(squadron.events, COVERAGE, "2017-05-01").claimed == 0
    assert number(squadron.events, COVERAGE).claimed == 0.5


def test_a_void_or_a_return_gives_its_objects_back_to_the_gap_list(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", "S2")
    squadron.do(CARDS, "ZS-1", "take_back", object="S2", returned_on="2017-02-11", reason="误发")
    read_model = build_view(squadron.events, campaign())
    with read_model.store.begin_read() as tx:
        missing = queries.gaps(tx, campaign().measures[COVERAGE], make_as_of("2017-06-15"))
    assert [row.subject for row in missing] == ["S2/ZS"]
    squadron.do(CARDS, "ZS-1", "void", reason="误录")
    assert number(squadron.events, COVERAGE).claimed == 0


def test_a_closed_object_needs_no_card_and_a_corrected_one_needs_its_own_units(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1")
    squadron.do(OBJECTS, "S2", "close", closed_on="2017-03-01", reason="歇业")
    result = number(squadron.events, COVERAGE)
    assert (result.claimed, result.n) == (1, 1)
    shop(squadron, "S1", unit="DT", corrects=1)
    assert number(squadron.events, COVERAGE).claimed == 0
    assert number(squadron.events, COVERAGE, units="ZS").n == 0


def test_coverage_is_the_same_in_whatever_order_its_events_come(squadron: Office) -> None:
    card(squadron)
    hand_over(squadron, "ZS-1", "S1", "S2")
    retire(squadron)
    card(squadron, "ZS-2", on="2017-05-01")
    hand_over(squadron, "ZS-2", "S1", on="2017-05-10")
    squadron.do(CARDS, "ZS-2", "hand_over", corrects=2, object="S2", handed_on="2017-05-11")
    expected = number(squadron.events, COVERAGE)
    for seed in range(5):
        shuffled = list(squadron.events) * 2
        random.Random(seed).shuffle(shuffled)
        assert number(shuffled, COVERAGE) == expected


def test_a_card_is_stale_when_its_person_has_left_and_until_it_is_replaced(squadron: Office) -> None:
    assert number(squadron.events, STALE).claimed is None, "no card, no number"
    card(squadron)
    assert number(squadron.events, STALE).claimed == 0
    squadron.do("training.people", "p1", "leave", left_on="2017-03-01", reason="调离")
    assert number(squadron.events, STALE, "2017-02-28").claimed == 0
    assert number(squadron.events, STALE).claimed == 1
    retire(squadron, cause="person_left")
    card(squadron, "ZS-2", on="2017-05-02", person="p2")
    assert number(squadron.events, STALE).claimed == 0


def test_a_card_is_stale_no_more_when_the_leaving_was_a_mistake(squadron: Office) -> None:
    card(squadron)
    squadron.do("training.people", "p1", "leave", left_on="2017-03-01", reason="调离")
    squadron.do("training.people", "p1", "leave", corrects=2, left_on="2017-09-01", reason="调离")
    assert number(squadron.events, STALE).claimed == 0
    assert number(squadron.events, STALE, "2017-09-01").claimed == 1


def test_that_nobody_is_missing_is_verified_when_an_inspector_has_dialled(squadron: Office) -> None:
    card(squadron)
    assert number(squadron.events, STALE).verified == 1
    squadron.do(CARDS, "ZS-1", "check", checked_on="2017-04-01")
    assert number(squadron.events, STALE, "2017-03-31").verified == 1
    assert number(squadron.events, STALE).verified == 0


def test_a_card_whose_number_is_lost_counts_until_it_is_retired(squadron: Office) -> None:
    card(squadron, evidence=PROOF)
    assert (number(squadron.events, UNREACHABLE).claimed, number(squadron.events, UNREACHABLE).verified) == (0, 0)
    squadron.do(CARDS, "ZS-1", "lose_number", changed_on="2017-03-01")
    assert number(squadron.events, UNREACHABLE).claimed == 1
    retire(squadron, cause="number_changed")
    assert number(squadron.events, UNREACHABLE).claimed is None, "no card is in use"


def test_a_voided_card_is_neither_stale_nor_unreachable(squadron: Office) -> None:
    card(squadron)
    squadron.do("training.people", "p1", "leave", left_on="2017-03-01", reason="调离")
    squadron.do(CARDS, "ZS-1", "lose_number", changed_on="2017-03-01")
    assert [number(squadron.events, one).claimed for one in (STALE, UNREACHABLE)] == [1, 1]
    squadron.do(CARDS, "ZS-1", "void", reason="误录")
    assert [number(squadron.events, one).claimed for one in (STALE, UNREACHABLE)] == [None, None]


def test_a_corrected_person_on_the_card_is_the_one_who_counts(squadron: Office) -> None:
    card(squadron)
    squadron.do("training.people", "p1", "leave", left_on="2017-03-01", reason="调离")
    card(squadron, corrects=1, person="p2")
    assert number(squadron.events, STALE).claimed == 0
