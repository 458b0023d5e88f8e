"""What the auditor types, as the interface takes it."""

from __future__ import annotations

import pytest

from operations.client.log_search import NoMoment, NoRecord, address_of, moment


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


@pytest.mark.parametrize("word", ["", "A-1", "outreach/A-1", "outreach.matters", "outreach.matters/", "a.b/c/d"])
def test_what_is_no_record_is_refused(word: str) -> None:
    with pytest.raises(NoRecord):
        address_of(word)
