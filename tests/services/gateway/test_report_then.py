"""A report of a day, as known at an earlier moment: the same facts give the figures as they stood."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import replace
from typing import Any

import pytest

from services.chassis.base import clock
from services.gateway.read_model.calendars.month import read_month
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.contents.items import items_of
from services.gateway.reports.rendering.layout import Layout
from tests.services.gateway.report_bureau import AGO, JUNE, ReportBureau
from tests.services.gateway.test_pages_reports import hidden
from tests.services.gateway.test_report_files import as_text

DONE = "A6.matters_done"
LATE = dt.timedelta(minutes=5)


def matters_in(said: Any) -> Any:
    """How many matters a report counts."""
    return next(one for item in items_of(said) for one in item["measures"] if one["id"] == DONE)["claimed"]


@pytest.fixture(name="moment")
def moment_before_more_came(report_bureau: ReportBureau) -> dt.datetime:
    """A moment after which records came late."""
    report_bureau.go_on()
    moment = clock.now() - AGO - LATE
    for day in ("2017-06-01", "2017-06-20"):
        report_bureau.office.matter(requested=day, done=day)
    report_bureau.hear()
    return moment


def test_the_figures_are_those_that_stood_then(report_bureau: ReportBureau, moment: dt.datetime) -> None:
    before = report_bureau.desk.gather(replace(JUNE, known_at=moment))
    now = report_bureau.desk.gather(JUNE)
    assert (matters_in(before), matters_in(now)) == (1, 3)
    assert (before["then"], before["due"], now["then"]) == (True, None, False)
    report_bureau.office.matter(requested="2017-06-02", done="2017-06-02")
    report_bureau.hear()
    assert report_bureau.desk.gather(replace(JUNE, known_at=moment)) == before


def test_a_report_says_when_it_was_known_and_what_it_cannot_say(
    report_bureau: ReportBureau, moment: dt.datetime
) -> None:
    said = report_bureau.desk.gather(replace(JUNE, known_at=moment, as_of=dt.date(2017, 6, 15)))
    text = as_text(Layout(said, None).blocks())
    assert "2017-06-15（月中）" in text
    assert f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}（重现当时所知）" in text
    assert "时限只保存现状" in text
    assert "涉及个人的指标不按更早所知列出" in text
    assert "逾期未办结" not in text
    english = as_text(Layout(said | {"lang": "en"}, None).blocks())
    assert "as it was known then" in english


def test_what_changed_since_is_what_came_after_that_moment(report_bureau: ReportBureau, moment: dt.datetime) -> None:
    body = {"month": "2017-06", "known_at": moment.isoformat()}
    issued = report_bureau.ask("/v1/reports", body).json
    assert dt.datetime.fromisoformat(issued["known_at"]) == moment
    changes = report_bureau.ask(f"/v1/reports/{issued['id']}/changes").json
    (measure,) = [one for one in changes["measures"] if one["id"] == DONE]
    assert (measure["before"]["claimed"], measure["after"]["claimed"]) == (1, 3)
    assert {one["kind"] for one in changes["events"]} == {"late"}


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"known_at": "2999-01-01T00:00:00+08:00"}, "known_at"),
        ({"known_at": "2017-06-30T00:00:00+08:00"}, "known_at"),  # nothing was recorded yet
        ({"known_at": "2017-05-30T00:00:00+08:00"}, "known_at"),  # June had not begun
        ({"known_at": "2026-06-30T00:00:00"}, "known_at"),  # of which zone?
        ({"known_at": "2026-06-30"}, "known_at"),
        ({"known_at": "yesterday"}, "known_at"),
        ({"as_of": "2017-05-31"}, "as_of"),
        ({"as_of": "2017-07-01"}, "as_of"),
        ({"as_of": "2017-06-31"}, "as_of"),
        ({"as_of": "15 June"}, "as_of"),
    ],
)
def test_a_day_or_a_moment_of_which_there_is_no_report_is_told_by_its_field(
    report_bureau: ReportBureau, order: dict[str, str], field: str
) -> None:
    for path in ("/v1/reports", "/v1/report-orders"):
        answer = report_bureau.ask(path, {"month": "2017-06", **order})
        assert (answer.status_code, [one["field"] for one in answer.json["errors"]]) == (422, [field])


def test_of_an_earlier_moment_no_day_counts_that_lay_after_it() -> None:
    moment = dt.datetime(2017, 6, 10, 9, tzinfo=clock.SHANGHAI)
    wish = ReportWish(read_month("2017-06"), known_at=moment)
    assert wish.day(dt.date(2026, 1, 1)) == dt.date(2017, 6, 10)
    assert ReportWish.from_dict(wish.to_dict()) == wish
    assert replace(wish, as_of=dt.date(2017, 6, 3)).day(dt.date(2026, 1, 1)) == dt.date(2017, 6, 3)


def test_the_form_asks_for_a_day_and_a_moment_of_shanghai(report_bureau: ReportBureau, moment: dt.datetime) -> None:
    local = f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S.%f}"
    preview = report_bureau.page(f"/reports/preview?month=2017-06&unit=&day=2017-06-29&known={local}")
    assert "2017-06-29（月中）" in preview.text
    sent = report_bureau.page("/reports", hidden(preview.text))
    report_bureau.worker.step()
    (report,) = report_bureau.ask("/v1/reports").json["items"]
    assert sent.status_code == 303
    assert (report["as_of"], dt.datetime.fromisoformat(report["known_at"])) == ("2017-06-29", moment)
    again = report_bureau.page("/reports/preview?month=2017-06&known=2999-01-01T00:00")
    assert again.status_code == 422
    assert 'value="2999-01-01T00:00"' in html.unescape(again.text)
    assert "不能晚于现在" in again.text
