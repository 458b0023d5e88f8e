"""A home in which an earlier version had loaded the demo: all of it is there, and every register can be corrected.

The tests stand in their order: those that change the home come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts import catalogue
from tests.homes import interview, tables
from tests.homes.caller import Caller
from tests.homes.conftest import POSTS, VERSIONS, KeptHome, bring_up, claims
from tests.homes.corrections import OPERATOR, Correction
from tests.office import clerk_of
from tests.published_events import PublishedEvents, stored_events

LEDGER_CHANGED = {"0.1.0": "one post recorded all of the demo, and verifies nothing: its E2 and E3 count as E1"}
"""Versions whose ledger had another fingerprint than this tree's, and why. The contributions, read by the columns that
0.1.0 had, are the same all the same."""


@pytest.fixture(scope="module", params=VERSIONS)
def home(
    request: pytest.FixtureRequest, broker_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeptHome]:
    folder = tmp_path_factory.mktemp("kept")
    with bring_up(request.param, "sqlite-demo", broker_uri, folder) as kept:
        yield kept


def test_every_record_of_every_register_is_answered_as_it_was(home: KeptHome) -> None:
    found, _ = interview.entries(home.caller, home.answers["members"], papers_for=home.papers_for)
    for register, entries in home.answers["registers"].items():
        assert entries, register
        assert found[register] == entries, register


def test_the_journals_say_what_they_said(home: KeptHome) -> None:
    assert tables.journals(home.connect) == home.answers["journals"]


def test_what_the_version_stored_is_what_is_published_today(home: KeptHome) -> None:
    published = PublishedEvents()
    assert [fault for body in stored_events(home.suite.home) for fault in published.faults(body)] == []


def test_the_table_of_thirteen_items_claims_what_it_claimed_and_verifies_what_persons_vouched_for(
    home: KeptHome,
) -> None:
    now, then = interview.table(home.caller), home.answers["progress"]
    assert interview.includes(claims(now), claims(then))
    assert [_verified(one, "A6.matters_done") for one in (then, now)] == [26, 0]


def _verified(progress: Any, measure: str) -> Any:
    if isinstance(progress, dict) and progress.get("id") == measure:
        return progress["verified"]
    inner = progress.values() if isinstance(progress, dict) else progress if isinstance(progress, list) else ()
    return next((found for one in inner if (found := _verified(one, measure)) is not None), None)


def test_the_ledger_has_the_same_rows_and_its_fingerprint_is_explained(home: KeptHome) -> None:
    assert home.contributions() == home.answers["contributions"]
    same = interview.ledger(home.caller) == home.answers["ledger"]
    assert same is (home.version not in LEDGER_CHANGED)


def test_what_is_made_again_from_the_journals_is_the_same(home: KeptHome) -> None:
    for service in tables.SERVICES:
        answer = home.suite.post(f"/v1/operations/rebuild?service={service}").json
        assert answer.get("same"), (service, answer)
    assert home.contributions() == home.answers["contributions"]


def test_every_paper_opens(home: KeptHome) -> None:
    pictures = home.pictures()
    assert len(pictures) > 600
    for sha256, body in pictures.items():
        answers = (one.bytes_at(f"/v1/evidence/{sha256}") for one in (home.caller, home.papers_for))
        assert any((answer.status, answer.body) == (200, body) for answer in answers), sha256


def test_the_demo_sent_again_changes_nothing(home: KeptHome) -> None:
    journals = home.answers["journals"]
    result = home.send_the_demo()
    assert (result.accepted, result.repeated > 4000) == (POSTS, True), "nobody had a post before"
    now = tables.journals(home.connect)
    assert {name: now[name] for name in now if name != "training"} == {
        n: journals[n] for n in journals if n != "training"
    }
    assert home.contributions() == home.answers["contributions"]
    assert not home.dead_letters()


def test_the_version_took_a_correction_of_every_register_that_it_had(home: KeptHome) -> None:
    taken = {one["register"] for one in home.answers["corrections"] if one["status"] == 200}
    assert taken == home.answers["registers"].keys()


@pytest.mark.parametrize("register", [name.replace(".", "/") for name in sorted(catalogue.REGISTERS)])
def test_every_step_that_was_taken_is_corrected_as_the_version_corrected_it(home: KeptHome, register: str) -> None:
    if register not in home.answers["registers"]:
        pytest.skip("a register of a later version")
    corrections = [Correction(**one) for one in home.answers["corrections"] if one["register"] == register]
    assert corrections
    for correction in corrections:
        correct(home, correction)


def correct(home: KeptHome, correction: Correction) -> None:
    """Correct a step of a record: it is answered as then, and what was recorded stays recorded."""
    path = f"/v1/{correction.register}/{correction.record}"
    before, answer = home.caller.get(path), correction.send(_corrector(home, correction))
    assert (answer.status, answer.json.get("slug", "")) == (correction.status, correction.slug), answer.json
    after = home.caller.get(path)
    assert after["version"] == before["version"] + correction.later
    assert _events(before) == _events(after)[: before["version"]]


def _corrector(home: KeptHome, correction: Correction) -> Caller:
    """Whose the correction is: an operator's of before is somebody's who may take the step, a person for each."""
    if correction.role != OPERATOR:
        return home.caller_as(correction.role)
    person = clerk_of(correction.register.replace("/", "."), correction.step)
    return home.caller_as(person.role, person.id)


def _events(record: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    return [(one["event"], one["version"], one["recorded_at"], one["data"]) for one in record["history"]]


def test_the_ledger_with_all_corrections_is_the_one_that_the_journals_give(home: KeptHome) -> None:
    home.settle()
    assert home.suite.post("/v1/operations/rebuild").json["same"]
    assert not home.dead_letters()
