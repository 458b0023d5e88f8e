"""What the auditor types, as the interface takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from operations.base.environment import Environment
from operations.client import log_search, sheets
from operations.client.log_search import NoMoment, NoRecordName, address_of, moment


def test_a_day_is_one_of_shanghai_and_as_the_last_one_whole() -> None:
    assert moment("since", "2026-11-01") == "2026-11-01T00:00:00+08:00"
    assert moment("until", "2026-11-30", last=True) == "2026-12-01T00:00:00+08:00"
    assert moment("until", "2026-11-30T08:00:00+00:00", last=True) == "2026-11-30T08:00:00+00:00"
    assert moment("since", "") == ""


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-11-30T08:00:00"])
def test_what_is_no_day_and_no_moment_is_refused_by_name(text: str) -> None:
    with pytest.raises(NoMoment, match=f"--since: {text}"):
        moment("since", text)


def test_a_record_is_asked_for_where_its_trail_is() -> None:
    assert address_of("outreach.matters/A-1") == "/v1/audit/records/outreach/matters/A-1"
    assert address_of("outreach.matters/甲?x") == "/v1/audit/records/outreach/matters/%E7%94%B2%3Fx"


@pytest.mark.parametrize("word", ["", "A-1", "outreach/A-1", "outreach.matters", "outreach.matters/", "a.b/c/d"])
def test_what_is_no_record_is_refused(word: str) -> None:
    with pytest.raises(NoRecordName):
        address_of(word)


class LogOfTests:
    """Three entries of a key with a strange name."""

    def every(self, _path: str, **_query: str | None) -> list[dict[str, Any]]:
        title = {"zh": "越权被拒", "en": "denied"}
        about = {"post": None, "record": None, "outcome": "denied", "address": None, "title": title, "count": 2}
        return [{"index": at, "recorded_at": "2026-11-28T16:30:00+00:00", "actor": "key:[/x]", **about} for at in "321"]


WISH = dict.fromkeys(("since", "until"), "")


def test_names_are_printed_as_they_are_and_what_is_left_out_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sheets, "bearer", lambda _environment: LogOfTests())
    log_search.search(Environment.load({"CAMPAIGN_HOME": str(tmp_path)}), WISH, 2, as_json=False)
    said = capsys.readouterr()
    assert said.out.count("key:[/x]") == 2
    assert "越权被拒 denied x 2" in said.out
    assert "2026-11-29 00:30:00" in said.out, "the time in Shanghai"
    assert "--most" in said.err
    log_search.search(Environment.load({"CAMPAIGN_HOME": str(tmp_path)}), WISH, 3, as_json=True)
    said = capsys.readouterr()
    assert (len(said.out.splitlines()), said.err) == (3, "")
