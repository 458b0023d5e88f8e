"""A home that an earlier version left behind when the power went, with events and letters on their way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import interview, tables
from tests.homes.conftest import VERSIONS, KeptHome, bring_up


@pytest.mark.parametrize("version", VERSIONS)
def test_a_killed_home_has_all_that_was_acknowledged(version: str, broker_uri: str, tmp_path: Path) -> None:
    with bring_up(version, "sqlite-backlog", broker_uri, tmp_path) as home:
        assert home.answers["waiting"]["training"]
        assert home.answers["letters"]
        home.settle()
        says_what_it_said(home)
        assert home.suite.post("/v1/operations/rebuild").json["same"]


def says_what_it_said(home: KeptHome) -> None:
    """Records, journals and ledger are those that the version itself had when it went on with the home."""
    found, _ = interview.entries(home.caller, home.answers["members"])
    assert {name: found[name] for name in home.answers["registers"]} == home.answers["registers"]
    assert tables.journals(home.connect) == home.answers["journals"]
    assert tables.contributions(home.connect) == home.answers["contributions"]
    assert interview.includes(interview.table(home.caller), home.answers["progress"])
    assert not home.dead_letters()
