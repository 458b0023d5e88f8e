"""The next year's programme: numbers of the year before stay what they were, the new year's begin at nothing."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import Undefined
from services.chassis.storage.store import Store
from services.gateway.read_model.generations import previews
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import ReadModel
from tests.office import Office, build_view, day, take_steps
from tests.services.gateway import gateway_client
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.sample_programme import programme_text
from tests.services.gateway.test_generations import hear, start

YEARLY = """
- {id: A6.done, kind: distinct, verified_from: E2, since: FIRST, until: LAST,
   target: {op: ">=", value: 4, by: LAST, source: test},
   takes: [{event: outreach.matters.finished.v1}], ends: [{event: outreach.matters.reopened.v1}],
   proves: [{event: outreach.matters.confirmed.v1, where: {satisfied: true}}]}
- {id: A6.days, kind: percentile, percent: 90, since: FIRST, until: LAST,
   takes: [{event: outreach.matters.finished.v1, amount: took_days}]}
- {id: A6.all_done, kind: count, target: {op: ">=", value: GOAL, by: LAST, source: test},
   takes: [{event: outreach.matters.finished.v1}]}
"""
EARLIER = """
earlier:
- title: {zh: 去年, en: Last year}
  start: 2017-01-01
  end: 2017-12-31
  targets:
    A6.done: {op: ">=", value: 4, by: 2017-12-31, source: test}
    A6.all_done: {op: ">=", value: 5, by: 2017-12-31, source: test}
"""


def text_of(year: int, goal: int) -> str:
    """A year's programme: two measures that count within it, and one that goes on."""
    measures = YEARLY.replace("FIRST", f"{year}-01-01").replace("LAST", f"{year}-12-31").replace("GOAL", str(goal))
    return programme_text(measures).replace("2017-01-01\nend: 2017", f"{year}-01-01\nend: {year}")


OLD = Programme(text_of(2017, 5))
NEW = Programme(text_of(2018, 9) + EARLIER)
DAYS_OF_OLD = [dt.date(2017, month, 28) for month in range(1, 13)] + [dt.date(2017, 12, 31)]


def two_years() -> Office:
    """Matters of both years; what happened in the first is corrected in the second. All of them are synthetic."""
    office = Office()
    for n in range(5):
        matter = office.matter("DT" if n % 2 else "ZS", done=f"2017-{3 + 2 * n:02}-08")
        if n % 2:
            office.confirm(matter, "2017-12-20")
        if n == 2:
            office.do("outreach.matters", matter, "finish", corrects=3, done_on="2017-10-01", outcome="修好")
    office.matter("DT", done="2018-01-02")
    return office


def document(view: ReadModel, as_of: dt.date) -> dict[str, Any]:
    """The progress as of a day, without the day."""
    with view.reader(view.question(as_of)) as reader:
        return reader.document()


def measures_of(view: ReadModel, as_of: dt.date) -> dict[str, Any]:
    """The measures of the progress, by their ids."""
    items = [item for pillar in document(view, as_of)["pillars"] for item in pillar["items"]]
    return {one["id"]: one for item in items for one in item["measures"]}


def test_old_numbers_at_old_days_stay_and_new_ones_begin_at_nothing() -> None:
    events = two_years().events
    before, after = build_view(events, OLD), build_view(events, NEW)
    for one in DAYS_OF_OLD:
        assert measures_of(after, one) == measures_of(before, one), one
    assert [measures_of(before, one)["A6.done"]["claimed"] for one in DAYS_OF_OLD[::4]] == [0, 2, 3, 5]
    new_year = measures_of(after, dt.date(2018, 1, 1))
    assert new_year["A6.done"]["claimed"] == 0, "it counts within the year"
    assert new_year["A6.done"]["target"]["by"] == "2018-12-31"
    assert new_year["A6.all_done"]["claimed"] == 5, "it goes on"
    assert new_year["A6.all_done"]["target"]["value"] == 9
    assert measures_of(after, dt.date(2018, 1, 2))["A6.done"]["claimed"] == 1


def test_a_year_that_is_over_can_be_asked_for_by_its_own_name() -> None:
    view = build_view(two_years().events, NEW)
    assert view.measure("A6.done", dt.date(2018, 2, 1)).id == "A6.done"
    assert view.measure("A6.done", dt.date(2017, 2, 1)).id == "A6.done~2017"
    last_year = view.measure("A6.done~2017", dt.date(2018, 2, 1))
    with view.reader(view.question(dt.date(2018, 2, 1))) as reader:
        assert reader.measure(last_year)["claimed"] == 5


def test_every_edition_knows_all_of_them() -> None:
    for one in NEW.editions:
        assert [edition.start.year for edition in one.editions] == [2017, 2018]
        assert one.on(dt.date(2017, 5, 1)) is NEW.editions[0]
        assert one.on(dt.date(2018, 5, 1)) is NEW


def test_before_its_first_day_the_next_programme_changes_nothing() -> None:
    view = build_view(two_years().events, NEW)
    assert document(view, dt.date(2017, 12, 31))["title"]["en"] == "Last year"
    assert document(view, dt.date(2018, 1, 1))["title"]["en"] == "Test"
    assert measures_of(view, dt.date(2016, 5, 1))["A6.done"]["target"]["by"] == "2017-12-31"


def test_the_next_year_is_previewed_and_switched_to_while_events_come(store: Store) -> None:
    events = two_years().events
    hear(view := start(store, OLD), events[:-4])
    view.decide(lambda tx, district, _: previews.begin(tx, district, NEW))
    take_steps(view)
    hear(view, events[-4:])
    with view.preview(view.question(day("2017-12-31")), None) as both:
        assert both is not None
        live, other, _ = both
        assert [by.measure(by.programme.by_name["A6.done"])["claimed"] for by in (live, other)] == [5, 5]
    view = start(store, NEW)
    take_steps(view)
    assert measures_of(view, dt.date(2017, 12, 31)) == measures_of(build_view(events, OLD), dt.date(2017, 12, 31))
    assert measures_of(view, dt.date(2018, 1, 2))["A6.done"]["claimed"] == 1


def _asked(client: GatewayClient, path: str) -> Any:
    return client.request(path, role="leader", unit=None, Accept="application/json").get_json()


def test_facts_of_an_old_day_are_those_of_the_old_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_client, "campaign", lambda: NEW)
    client = GatewayClient(tmp_path, two_years())
    old = _asked(client, "/v1/measures/A6.done/facts?as_of=2017-12-31")
    new = _asked(client, "/v1/measures/A6.done/facts?as_of=2018-01-02")
    assert (old["measure"], old["n"]) == ("A6.done", 5)
    assert [one["happened"] for one in new["facts"]] == ["2018-01-02"]
    by_month = _asked(client, "/v1/measures/A6.done?as_of=2017-12-31")["by_month"]
    assert [one["claimed"] for one in by_month][-1] == 5
    assert "A6.done?as_of=2017-12-31" in client.request("/?as_of=2017-12-31").text


def test_a_year_that_is_over_is_shown_by_its_own_months_and_says_which_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_client, "campaign", lambda: NEW)
    client = GatewayClient(tmp_path, two_years())
    for as_of in ("2018-02-01", "2017-12-31"):
        told = _asked(client, f"/v1/measures/A6.done~2017?as_of={as_of}")
        assert [one["as_of"] for one in told["by_month"]] == [_month_end(month) for month in range(1, 13)]
        assert [one["claimed"] for one in told["by_month"]][1::3] == [0, 2, 2, 5]
        assert (told["id"], told["title"]) == ("A6.done", {"zh": "试（2017 年）", "en": "Test (2017)"})
    assert "<h1>Test (2017)" in client.request("/measures/A6.done~2017?as_of=2018-02-01&lang=en").text
    this_year = _asked(client, "/v1/measures/A6.done?as_of=2018-02-01")
    assert [one["as_of"] for one in this_year["by_month"]] == ["2018-01-31", "2018-02-01"]
    assert this_year["title"]["en"] == _asked(client, "/v1/measures/A6.done?as_of=2017-12-31")["title"]["en"] == "Test"


def _month_end(month: int) -> str:
    return f"2017-{month:02}-{calendar.monthrange(2017, month)[1]}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (EARLIER.replace("A6.all_done", "A6.none"), "a target of no measure"),
        (EARLIER.replace("end: 2017-12-31", "end: 2018-01-01"), "overlaps"),
        (EARLIER + EARLIER.replace("\nearlier:", ""), "overlaps"),
    ],
)
def test_a_year_before_that_cannot_be_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(Undefined, match=said):
        Programme(text_of(2018, 9) + wrong)
