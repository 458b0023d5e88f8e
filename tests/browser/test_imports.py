"""A clerk brings in an office's own sheet in a real browser, without scripts: chosen for, mended, imported."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import openpyxl
import pytest

from tests.browser.keyboard import NEEDS_CHROMIUM, choose_password, enter, follow, tab_to, wait_for_focus
from tests.suite import Suite, until

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
pytestmark = NEEDS_CHROMIUM
IMPORT = "/registers/outreach/matters/import"
OWN = "序号,所属部门,社区,诉求内容,诉求时间,柜号\n1,DT,映月,路灯不亮,2017-03-01,甲\n2,DT,诺卡,门坏,昨天,乙\n"


@pytest.fixture(scope="module")
def squadron(suite: Suite) -> Suite:
    """A suite with a squadron in it."""
    unit = suite.unit("DT", name="东亭中队")
    assert suite.get(f"/v1/progress?after={unit}").status == HTTPStatus.OK
    return suite


@pytest.fixture
def page(squadron: Suite, browser: Any) -> Iterator[Any]:
    """A page on a telephone's width, in which no script runs."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 800})
    new_page = context.new_page()
    squadron.sign_in(new_page, "clerk", "DT")
    yield new_page
    context.close()


def file_of(name: str, body: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": body}


def narrow(page: Any) -> bool:
    """Whether nothing stands out of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= 390"))


def test_an_office_s_own_sheet_is_sent_once_chosen_for_mended_and_imported(squadron: Suite, page: Any) -> None:
    page.goto(f"{squadron.address}{IMPORT}")
    page.locator("#sheet").set_input_files([file_of("SYNTHETIC.csv", OWN.encode())])
    follow(page, page.get_by_role("button", name="核对（不写入）"))
    assert "请核对各列对应的栏目" in page.content()
    assert narrow(page)
    remark = page.get_by_label("柜号")
    assert remark.input_value() == ""
    assert page.get_by_label("诉求时间").input_value() == "register.requested_on"
    remark.select_option(label="不导入此列")
    page.get_by_label("为本单位保存此对应").check()
    follow(page, page.get_by_role("button", name="核对（不写入）"))
    assert "核对发现问题" in page.content()
    wait_for_focus(page, "核对发现问题")  # a screen reader begins there
    assert narrow(page)
    marked = page.get_by_role("link", name="下载标出错误的表格").get_attribute("href")
    answer = page.request.get(f"{squadron.address}{marked}")
    assert answer.status == HTTPStatus.OK, answer.text()
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    assert "昨天" in book.active["E3"].comment.text
    book.active["E3"].value = "2017-03-02"
    out = io.BytesIO()
    book.save(out)

    page.goto(f"{squadron.address}{IMPORT}")
    assert "SYNTHETIC.csv" in page.content(), "what was not finished is kept"
    page.locator("#sheet").set_input_files([file_of("mended.xlsx", out.getvalue())])
    follow(page, page.get_by_role("button", name="核对（不写入）"))
    assert "已按本单位" in page.content()
    tab_to(page, re.compile("核对（不写入）"))
    enter(page)
    assert "核对无误：2 行" in page.content(), page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name="导入：mended.xlsx"))
    assert "已导入：2 行写入" in page.content()


def test_what_was_chosen_survives_a_session_that_has_run_out(squadron: Suite, browser: Any) -> None:
    person, password = "SYN-clerk-DT", "four lamps beside the lake"
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = choose_password(context.new_page(), squadron, password)
    page.goto(f"{squadron.address}{IMPORT}")
    page.locator("#sheet").set_input_files([file_of("late.csv", OWN.replace("昨天", "2017-03-09").encode())])
    follow(page, page.get_by_role("button", name="核对（不写入）"))
    page.get_by_label("柜号").select_option(label="不导入此列")
    squadron.people.let_sessions_run_out(person)
    until(
        lambda: page.request.get(f"{squadron.address}{IMPORT}").status == HTTPStatus.UNAUTHORIZED,
        "the session opens nothing",
    )
    follow(page, page.get_by_role("button", name="核对（不写入）"))
    assert "您填写的内容已保留，登录后继续" in page.content()
    page.locator("#name").fill(person)
    page.locator("#password").fill(password)
    follow(page, page.get_by_role("button", name="登录"))
    assert "核对无误：2 行" in page.content(), page.content()
    follow(page, page.get_by_role("button", name="导入：late.csv"))
    assert "已导入：" in page.content()
    context.close()


def test_a_long_import_is_a_job_whose_page_tells_how_far_it_is_and_what_came_of_it(squadron: Suite, page: Any) -> None:
    rows = "".join(f"DT,映月,路灯 {number},{'昨天' if number == 7 else '2017-03-01'}\n" for number in range(1500))
    page.goto(f"{squadron.address}{IMPORT}")
    page.locator("#sheet").set_input_files([file_of("long.csv", f"承办单位,社区,事项,诉求日期\n{rows}".encode())])
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_url(re.compile("/jobs/"))
    page.get_by_text("有误 1 行，暂未写入 1499 行").wait_for()
    assert narrow(page)
    assert page.locator("progress").count() == page.locator("progress[aria-label]").count() > 0
    assert page.locator("progress:visible").count() == 1, "of what was told the last is seen"
    assert page.locator("tbody th").inner_text().startswith("第 9 行")
    marked = page.request.get(
        f"{squadron.address}{page.get_by_role('link', name='下载标出错误').get_attribute('href')}"
    )
    assert openpyxl.load_workbook(io.BytesIO(marked.body())).active["D9"].value == "昨天"
    page.goto(f"{squadron.address}/jobs")
    assert narrow(page)
    follow(page, page.get_by_role("link", name="long.csv"))
    assert "已完成" in page.locator("main").inner_text()


def test_a_job_is_left_found_again_and_stopped(squadron: Suite, page: Any) -> None:
    rows = "".join(f"DT,映月,门坏 {number},2017-03-01\n" for number in range(9000))
    page.goto(f"{squadron.address}{IMPORT}")
    page.locator("#sheet").set_input_files([file_of("stop.csv", f"承办单位,社区,事项,诉求日期\n{rows}".encode())])
    page.get_by_role("button", name="导入", exact=True).click(no_wait_after=True)
    page.wait_for_url(re.compile("/jobs/"), wait_until="commit")
    page.goto(f"{squadron.address}/jobs")
    page.get_by_role("link", name="stop.csv").click(no_wait_after=True)
    page.get_by_text("取消任务", exact=True).click()
    page.get_by_role("button", name="确认取消").click(no_wait_after=True)
    page.get_by_text("已取消；此前写入的各行保留").wait_for()
