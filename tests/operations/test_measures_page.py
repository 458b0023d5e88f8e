"""docs/measures.md tells of every measure how it is served, by what the gateway goes by."""

import pytest

from operations.checks.measures_page import measures_page
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.tallies import known_then, serving
from services.gateway.read_model.tallies.serving import why_not

MEASURES = campaign().measures


def row_of(page: str, name: str) -> str:
    [row] = [line for line in page.splitlines() if line.startswith(f"| `{name}` |") and line.count(" | ") > 3]
    return row


def test_every_measure_stands_once_in_both_languages_with_the_way_it_is_served() -> None:
    page = measures_page()
    for one in MEASURES.values():
        row = row_of(page, one.id)
        assert f"{one.title['zh']} {one.title['en']}" in row
        why = why_not(one)
        assert ("逐行 rows" if why else "累计 tally") in row
        assert page.count(f"| `{one.id}` |") == (2 if why else 1)
        assert why is None or (why.zh in page and why.en[1:] in page)
    assert f"{sum(map(serving.serves, MEASURES.values()))} have tallies" in page


def test_what_the_gateway_goes_by_moves_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    before = measures_page()
    monkeypatch.setitem(serving.ASKED_OF_ROWS, "mean", serving.Reason("试", "a trial"))
    monkeypatch.setattr(known_then, "MOST_BETWEEN", 7)
    page = measures_page()
    assert "累计" in row_of(before, "S2.file_score")
    assert "逐行 rows" in row_of(page, "S2.file_score")
    assert "more than 7 events" in page
