"""A home that an earlier version left behind when the power went, with events and letters on their way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import archive, interview, tables
from tests.homes.conftest import VERSIONS, KeptHome, bring_up, check_heads, check_like, claims
from tests.homes.make import EXTRA

FEW = 10
"""Records of each register that are read with their whole history; of all others what lists show."""


@pytest.mark.at_length
@pytest.mark.parametrize("version", VERSIONS)
def test_a_killed_home_over_postgresql_has_all_that_was_acknowledged(
    version: str, broker_uri: str, postgres: str, tmp_path: Path
) -> None:
    with bring_up(version, "postgresql-backlog", broker_uri, tmp_path, server=postgres) as home:
        assert home.answers["waiting"]["training"]
        home.settle()
        says_what_it_said(home)


@pytest.mark.at_length
@pytest.mark.parametrize("version", VERSIONS)
def test_a_killed_home_has_all_that_was_acknowledged_and_takes_the_rest_of_the_demo_once(
    version: str, broker_uri: str, tmp_path: Path
) -> None:
    with bring_up(version, "sqlite-backlog", broker_uri, tmp_path) as home:
        assert home.answers["waiting"]["training"]
        assert home.answers["letters"]
        home.settle()
        says_what_it_said(home)

        assert home.send_the_demo().accepted
        home.settle()
        whole = archive.answers(version, "sqlite-demo")["registers"]
        check_like(home, {name: entries for name, entries in whole.items() if name not in EXTRA})
        assert not home.dead_letters()
        assert home.suite.post("/v1/operations/rebuild").json["same"]


def says_what_it_said(home: KeptHome) -> None:
    """Records, journals and ledger are those that the version itself had when it went on with the home."""
    check_heads(home, home.answers["registers"])
    found, _ = interview.entries(home.caller, home.answers["members"], most=FEW, papers_for=home.papers_for)
    for name, entries in found.items():
        assert entries == home.answers["registers"].get(name, [])[:FEW], name
    assert tables.journals(home.connect) == home.answers["journals"]
    assert home.contributions() == home.answers["contributions"]
    assert interview.includes(claims(interview.table(home.caller)), claims(home.answers["progress"]))
    assert not home.dead_letters()
