"""The pages of reports: previewed, issued from a form, listed by pages, told in both languages."""

from __future__ import annotations

import html
import re

import pytest

from services.gateway.display.messages import pages
from services.gateway.http.bearer_tokens import Bearer
from tests.services.gateway.gateway_client import without_tags
from tests.services.gateway.report_bureau import ReportBureau
from tests.services.gateway.test_pages import Page

CLERK = Bearer("CLK", "clerk", "DT")
MOST_BYTES = 40_000


def hidden(page: str) -> dict[str, str]:
    """What a preview's form sends without anybody typing."""
    found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_preview_leads_to_the_report_that_it_showed(report_bureau: ReportBureau) -> None:
    preview = report_bureau.page("/reports/preview?month=2017-06&unit=&doc=zh")
    assert preview.status_code == 200
    assert "【预览】" in preview.text
    sent = report_bureau.page("/reports", hidden(preview.text))
    assert sent.status_code == 303
    assert report_bureau.worker.step()
    order = report_bureau.page(sent.headers["Location"])
    assert order.status_code == 303
    report = report_bureau.page(order.headers["Location"])
    assert "第 1 次印发" in report.text
    assert "【预览】" not in report.text
    assert "没有变动" in report.text


def test_an_issue_without_its_reason_shows_the_preview_again_with_what_is_wrong(report_bureau: ReportBureau) -> None:
    report_bureau.issue()
    preview = report_bureau.page("/reports/preview?month=2017-06")
    assert "再次签发" in preview.text
    again = report_bureau.page("/reports", hidden(preview.text))
    assert again.status_code == 422
    assert 'role="alert"' in again.text
    sent = report_bureau.page("/reports", hidden(again.text) | {"_reason": "补录"})
    assert sent.status_code == 303


def test_a_form_without_its_token_issues_nothing(report_bureau: ReportBureau) -> None:
    assert report_bureau.page("/reports", {"_month": "2017-06", "_seal": "x"}).status_code == 403
    assert report_bureau.ask("/v1/reports").json["items"] == []


def test_who_may_not_issue_sees_the_list_and_no_form(report_bureau: ReportBureau) -> None:
    report_bureau.issue()
    page = report_bureau.page("/reports", bearer=CLERK)
    assert (page.status_code, "2017-06" in page.text, "/reports/preview" in page.text) == (200, True, False)
    assert "/reports/schedule" not in page.text
    assert report_bureau.page("/reports/preview?month=2017-06", bearer=CLERK).status_code == 403


def test_the_list_comes_by_pages_the_newest_first(report_bureau: ReportBureau) -> None:
    for number in range(27):
        report_bureau.issue(f"第{number}稿")
    first = report_bureau.page("/reports").text
    assert "第26稿" in first
    assert "第0稿" not in first
    (more,) = re.findall(r'href="([^"]*cursor=[^"]*)" rel="next"', first)
    assert "第0稿" in report_bureau.page(html.unescape(more)).text


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_page_is_whole_light_and_in_its_language(report_bureau: ReportBureau, lang: str) -> None:
    report = report_bureau.issue()
    assert report
    report_bureau.go_on()
    report_bureau.office.matter(requested="2017-06-01", done="2017-06-20")
    report_bureau.hear()
    for path in ("/reports", "/reports/preview?month=2017-06&doc=en", f"/reports/{report.id}"):
        page = report_bureau.page(path, lang=lang).text
        assert Page(page).all("h1")
        assert len(page.encode()) < MOST_BYTES
        assert "style=" not in page
        assert (pages.say("zh" if lang == "zh-CN" else "en", "reports")) in without_tags(page)


def test_a_report_in_english_is_read_on_a_chinese_page(report_bureau: ReportBureau) -> None:
    answer = report_bureau.ask("/v1/reports", {"month": "2017-06", "lang": "en"}).json
    page = report_bureau.page(f"/reports/{answer['id']}").text
    assert '<article class="report" lang="en">' in page
    assert "monthly report" in page


def test_a_schedule_that_is_wrong_is_shown_again_as_it_was_typed(report_bureau: ReportBureau) -> None:
    again = report_bureau.page("/reports/schedule", {"_day": "77", "_time": "09:00"})
    assert again.status_code == 422
    assert 'value="77"' in again.text
    assert report_bureau.page("/reports/schedule", {"_day": "3", "_time": "09:00", "_workday": "on"}).status_code == 303
    assert "每月 3 日 09:00" in report_bureau.page("/reports").text
