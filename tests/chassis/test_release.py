"""An imported step counts as a claim until a second person vouches for it; what they vouch for is what was imported."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.envelope import Event
from contracts.errors import Forbidden, Problem, Unknown
from services.chassis.records.command import Actor, Command
from services.chassis.records.release import NothingToRelease, OwnImport, ReplacedMeanwhile, entry_context
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value

M = "outreach.matters"
CLERK, CAPTAIN = Actor("DT-02", "clerk", frozenset({"DT"}), "DT"), Actor("DT-01", "captain", frozenset({"DT"}), "DT")
SECOND = Actor("DT-03", "clerk", frozenset({"DT"}), "DT")
CONFIRMED = {"confirmed_on": "2017-03-10", "satisfied": True}


class Imports:
    """An office into which sheets bring matters."""

    def __init__(self) -> None:
        self.office, self.number = Office(), 0

    def take(self, record: str, step: str, form: dict[str, Any], actor: Actor = CLERK, **more: Any) -> Event:
        """A step, imported unless it is said otherwise; the last event that it left."""
        self.number += 1
        command = Command(f"i{self.number}", M, step, form, actor, record, **{"imported": True, **more})
        return self.office.command(command)[-1]

    def import_matter(self) -> Event:
        """A matter that one person imported from its opening to its confirmation; the confirmation."""
        form = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
        record = self.take("", "register", form).subject
        self.take(record, "accept", {"accepted_on": "2017-03-02"})
        self.take(record, "finish", {"done_on": "2017-03-08", "outcome": "修好"})
        return self.take(record, "confirm", CONFIRMED)

    def release(self, event: Event, actor: Actor = SECOND, *, key: str = "") -> list[Event]:
        """Vouch for an event; what it left."""
        self.number += 1
        step = event.type.rsplit(".", 2)[1].replace("confirmed", "confirm").replace("finished", "finish")
        releases = event.id
        command = Command(key or f"r{self.number}", M, step, {}, actor, event.subject, releases=releases)
        return self.office.command(command)

    def count_matters(self) -> tuple[float | None, float | None]:
        """Matters done, claimed and verified."""
        answer = measure_value(build_view(self.office.events, campaign()), "A6.matters_done")
        return answer.claimed, answer.verified


@pytest.fixture
def imports() -> Iterator[Imports]:
    one = Imports()
    yield one
    one.office.store.close()


def test_what_one_person_imports_is_a_claim_until_a_second_vouches_for_it(imports: Imports) -> None:
    claim = imports.import_matter()
    assert (claim.evidencelevel, claim.imported) == ("E1", True)
    assert imports.count_matters() == (1, 0)
    (released,) = imports.release(claim)
    assert (released.evidencelevel, released.imported, released.releases) == ("E2", False, claim.id)
    assert (released.actor, released.place, released.recordversion) == ("DT-03", 4, 5)
    assert (released.data, released.occurredon, released.unit) == (claim.data, claim.occurredon, claim.unit)
    assert imports.count_matters() == (1, 1)


def test_a_release_is_a_replacement_in_any_order_however_often_it_comes(imports: Imports) -> None:
    imports.release(imports.import_matter())
    rows = set()
    for seed in range(12):
        events = imports.office.events * 2
        random.Random(seed).shuffle(events)
        answer = measure_value(build_view(events, campaign()), "A6.matters_done")
        rows.add((answer.claimed, answer.verified))
    assert rows == {(1, 1)}


def test_nobody_releases_what_they_imported_under_whatever_post(imports: Imports) -> None:
    claim = imports.import_matter()
    for actor in (CLERK, Actor(CLERK.id, "captain", None), Actor(CLERK.id, "clerk", frozenset({"DT"}), "ZS")):
        with pytest.raises(OwnImport):
            imports.release(claim, actor)
    assert imports.count_matters() == (1, 0)


def test_nobody_releases_by_a_delegation_what_they_or_their_principal_imported(imports: Imports) -> None:
    for_clerk = Actor(SECOND.id, "clerk", frozenset({"DT"}), "DT", CLERK.id)
    with pytest.raises(OwnImport):
        imports.release(imports.import_matter(), for_clerk)
    for importer, second in ((CLERK, for_clerk), (for_clerk, CLERK)):
        record = imports.office.matter("DT")
        with pytest.raises(OwnImport):
            imports.release(imports.take(record, "confirm", CONFIRMED, importer), second)
        again = CONFIRMED | {"confirmed_on": "2017-03-11"}
        corrected = imports.take(record, "confirm", again, second, imported=False, corrects=4)
        assert corrected.imported, "a correction by either is the import's word still"


def test_who_may_not_take_the_step_or_is_of_another_unit_releases_nothing(imports: Imports) -> None:
    claim = imports.import_matter()
    for stranger in (Actor("ZS-03", "clerk", frozenset({"ZS"})), Actor("DT-09", "officer", frozenset({"DT"}))):
        with pytest.raises(Forbidden):
            imports.release(claim, stranger)


def test_a_release_that_comes_again_answers_as_at_first_and_another_finds_nothing_to_release(imports: Imports) -> None:
    claim = imports.import_matter()
    assert len(imports.release(claim, key="r")) == 1
    assert imports.release(claim, key="r") == []
    with pytest.raises(Forbidden):
        imports.release(claim, Actor("ZS-03", "clerk", frozenset({"ZS"}), "ZS"), key="r")
    with pytest.raises(NothingToRelease):
        imports.release(claim, CAPTAIN)


def test_only_what_was_imported_and_gives_more_than_a_paper_can_be_released(imports: Imports) -> None:
    claim = imports.import_matter()
    finished = next(event for event in imports.office.events if event.type.endswith("finished.v1"))
    with pytest.raises(NothingToRelease):
        imports.release(finished)
    by_hand = imports.office.matter()
    imports.office.confirm(by_hand)
    with pytest.raises(NothingToRelease):
        imports.release(imports.office.events[-1])
    with pytest.raises(Unknown):
        imports.take(claim.subject, "confirm", {}, SECOND, imported=False, releases="no such event")


def test_what_was_corrected_meanwhile_is_not_released_by_its_old_event(imports: Imports) -> None:
    claim = imports.import_matter()
    changed = {**CONFIRMED, "confirmed_on": "2017-03-11"}
    corrected = imports.take(claim.subject, "confirm", changed, imported=False, corrects=4)
    assert (corrected.evidencelevel, corrected.imported) == ("E1", True), (
        "who imported it cannot verify it by correcting"
    )
    with pytest.raises(ReplacedMeanwhile):
        imports.release(claim)
    assert imports.release(corrected)[0].evidencelevel == "E2"


def test_a_correction_of_an_early_step_takes_back_what_was_vouched_for_where_it_changes_it(imports: Imports) -> None:
    claim = imports.import_matter()
    (released,) = imports.release(claim)
    form = {"unit": "ZS", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    boss = Actor("boss", "captain", None)
    imports.take(claim.subject, "register", form, boss, imported=False, corrects=1)
    last = imports.office.record(M, claim.subject).latest_revisions[-1]
    assert (last.place, last.unit, last.level, last.awaits_release) == (released.place, "ZS", "E1", True)


def test_a_later_step_that_was_released_keeps_its_day_when_an_earlier_one_is_corrected(imports: Imports) -> None:
    (released,) = imports.release(imports.import_matter())
    form = {"unit": "DT", "community": "映月", "matter": "井盖", "requested_on": "2017-03-01"}
    left = imports.take(released.subject, "register", form, imported=False, corrects=1)
    assert left.place == 1, "nothing but the corrected step changed"
    assert imports.count_matters() == (1, 1)


def test_a_released_step_is_decided_again_as_it_was_entered_at_its_moment_and_by_its_importer(imports: Imports) -> None:
    (released,) = imports.release(imports.import_matter())
    record = imports.office.record(M, released.subject)
    imported, standing = (one for one in record.revisions if one.place == released.place)
    assert entry_context(record, standing) == imported.at != standing.at
    assert entry_context(record, imported) == imported.at


def test_a_voided_record_has_nothing_to_release(imports: Imports) -> None:
    claim = imports.import_matter()
    register = imports.office.registers.find_register(M)
    void = next(step for step in register.steps if step.voids)
    imports.office.do(M, claim.subject, void.name, reason="登记重复")
    with pytest.raises(Problem) as refused:
        imports.release(claim)
    assert refused.value.status == 409
