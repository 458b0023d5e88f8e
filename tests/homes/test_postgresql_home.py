"""A home over PostgreSQL in which an earlier version had loaded the demo: all is there, and can be corrected.

What `test_demo_home.py` shows of every record and every step is shown here of some of each register: another database
has its own way of migrating, and no rules of its own. The tests stand in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.homes import archive, interview, tables
from tests.homes.conftest import OWN_IDS, POSTS, VERSIONS, KeptHome, bring_up, check_heads, claims
from tests.homes.corrections import Correction, steps_of
from tests.homes.test_demo_home import LEDGER_CHANGED, correct

FEW = 3
"""Records of each register that are read with their whole history."""
TAKEN = 200


@pytest.fixture(scope="module", params=VERSIONS)
def home(
    request: pytest.FixtureRequest, broker_uri: str, postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeptHome]:
    folder = tmp_path_factory.mktemp("kept")
    with bring_up(request.param, "postgresql-demo", broker_uri, folder, server=postgres) as kept:
        yield kept


def test_every_record_and_every_event_is_there(home: KeptHome) -> None:
    check_heads(home, home.answers["registers"])
    found, _ = interview.entries(home.caller, home.answers["members"], most=FEW, papers_for=home.papers_for)
    for register, entries in home.answers["registers"].items():
        assert found[register] == entries[:FEW], register
    assert tables.journals(home.connect) == home.answers["journals"]


def test_the_ledger_has_the_same_rows_and_its_fingerprint_is_explained(home: KeptHome) -> None:
    assert home.contributions() == home.answers["contributions"]
    same = interview.ledger(home.caller) == home.answers["ledger"]
    assert same is (home.version not in LEDGER_CHANGED)
    assert interview.includes(claims(interview.table(home.caller)), claims(home.answers["progress"]))


@pytest.mark.at_length
def test_the_demo_sent_again_changes_nothing(home: KeptHome) -> None:
    result = home.send_the_demo()
    assert (result.accepted, result.repeated > 4000) == (POSTS, True), "nobody had a post before"
    assert home.contributions() == home.answers["contributions"]


@pytest.mark.at_length
def test_every_register_is_corrected_as_the_version_corrected_it(home: KeptHome) -> None:
    # But for a few the records have the same ids over either database, and one list of corrections was made of both.
    taken = [one for one in archive.answers(home.version, "sqlite-demo")["corrections"] if one["status"] == TAKEN]
    first: dict[str, dict[str, Any]] = {}
    for one in taken:  # in the order in which the version took them: some decide by what others say
        first.setdefault(one["register"], one)
    assert first.keys() == home.answers["registers"].keys()
    for register, one in first.items():
        if register not in OWN_IDS:
            correct(home, Correction(**one))
    paths = home.caller.get("/openapi.json")["paths"]
    for register in OWN_IDS:
        taken_steps = steps_of(register, interview.records(home.caller, register), paths)
        found = [one for step in taken_steps if (one := step.correct(home.caller_as))]
        assert {one.status for one in found} == {TAKEN}
    home.settle()
    assert home.suite.post("/v1/operations/rebuild").json["same"]
    assert not home.dead_letters()
