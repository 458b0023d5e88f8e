"""The jobs, each as the person who has it walks it, over what stands in `tests/walks/scene.py`."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from tests.browser.keyboard import MOST_TABS, focused_text
from tests.suite import Suite
from tests.walks.case import decide_a_case
from tests.walks.case_scene import LEADER
from tests.walks.scene import CAPTAIN, CLERK, MATTERS, OFFICER, PEOPLE, PROBLEM
from tests.walks.walker import DESK, TELEPHONE, Effort, Person, Walker, walker

SHEET = "所属部门,社区,诉求内容,诉求时间,柜号\nDT,映月,门坏（合成）,2017-03-01,甲\nDT,诺卡,路灯（合成）,2017-03-02,乙\n"
CHECK = "核对（不写入）"


@dataclass(frozen=True)
class Job:
    """A job: whose it is, and what is done.

    most    touches that it may take
    pages   pages that it may take beside those on which people land
    fields  what may have to be filled in
    before  what was met before, as far as it was counted then
    unit    of which unit they are; None: of the whole bureau
    """

    name: str
    role: str
    who: str
    walk: Callable[[Walker], None]
    most: int
    before: str
    size: str = "desk"
    unit: str | None = "DT"
    pages: int | None = None
    fields: int | None = None

    def measure(self, suite: Suite, browser: Any) -> Effort:
        """Walk it, the first page after signing in included."""
        window = TELEPHONE if self.size == "telephone" else DESK
        with walker(suite, browser, Person(self.role, self.who, self.unit), window) as one:
            self.walk(one)
            one.page.wait_for_load_state("networkidle")
            return one.effort


def save(one: Walker) -> None:
    """Tap the button at the form's end."""
    one.tap(one.page.locator(".ends button[type=submit]").first)


def photograph(name: str) -> dict[str, Any]:
    """A small picture that was drawn."""
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#8aa").save(drawn, "JPEG")
    return {"name": f"SYNTHETIC-{name}.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def take_matter_to_its_end(one: Walker) -> None:
    """A clerk registers a matter, takes it in for an officer, and finishes it with a photograph."""
    one.follow("台账")
    one.tap(one.page.locator("a[href='/registers/outreach/matters/new']").first)
    one.type(one.page.locator("#f-community"), "映月")
    one.type(one.page.locator("#f-matter"), "井盖松动（合成）")
    save(one)
    one.follow("受理")
    one.choose(one.page.locator("#f-handler"), f"示例03（合成） {OFFICER}")
    save(one)
    one.follow("办结")
    one.type(one.page.locator("#f-outcome"), "已加固")
    one.attach(one.page.locator("#f-evidence"), [photograph("cover")])
    save(one)
    assert one.sees("已保存：办结"), one.page.locator("body").inner_text()


def see_what_waits(one: Walker) -> None:
    """A captain sees on the first page what waits for a confirmation, and nothing of other units."""
    assert one.page.url.endswith("/work")
    assert one.sees("待确认")
    assert one.page.locator("section[aria-labelledby=confirm] tbody tr").count() >= MATTERS


def confirm_all(one: Walker) -> None:
    """A captain confirms three matters by one form, and reads what became of each."""
    section = one.page.locator("section[aria-labelledby=confirm]")
    for box in section.get_by_role("checkbox").all()[:MATTERS]:
        one.tap(box)
    one.tap(section.get_by_role("button", name="确认所选"))
    one.tap(one.page.get_by_label("是", exact=True).first)
    save(one)
    assert one.sees("已办 3 条，共 3 条"), one.page.locator("body").inner_text()


def call_the_roll(one: Walker) -> None:
    """A captain writes down who of twenty people was there: all but one."""
    one.follow("台账")
    one.follow("培训场次")
    one.tap(one.page.locator("tbody th a").first)
    one.follow("举办")
    one.type(one.page.locator("#f-minutes"), "90")
    one.press("列出全体人员")
    one.page.get_by_label(f"示例{PEOPLE:02}（合成）").first.wait_for()
    one.tap(one.page.get_by_label(f"示例{PEOPLE:02}（合成）").first)
    save(one)
    assert one.sees("已保存"), one.page.locator("body").inner_text()


def sit_the_examination(one: Walker) -> None:
    """An officer finds the open paper on the first page, begins, answers five questions and hands in."""
    one.tap(one.page.locator("section[aria-labelledby=examinations] a").first)
    one.tap(one.page.locator("main form button[type=submit]").first)
    for question in one.page.locator("fieldset.question").all():
        one.tap(question.get_by_role("radio").first)
    one.tap(one.page.locator("main form button[type=submit]").first)
    if one.page.get_by_role("button", name="仍要交卷").count():
        one.press("仍要交卷")
    assert one.sees("已交卷"), one.page.locator("body").inner_text()


def import_a_sheet(one: Walker) -> None:
    """A clerk brings in a sheet with headings of the office's own; the file is chosen once."""
    one.follow("台账")
    one.follow("为民办实事")
    one.follow("导入表格")
    one.attach(
        one.page.locator("#sheet"), [{"name": "SYNTHETIC.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}]
    )
    one.press(CHECK)
    one.choose(one.page.get_by_label("柜号"), "不导入此列")
    one.press(CHECK)
    one.press("导入：SYNTHETIC.csv")
    assert one.sees("已导入：2 行写入"), one.page.locator("body").inner_text()


def ask_what_supports_a_number(one: Walker) -> None:
    """A leader opens a number to its facts, and a fact to its paper."""
    one.follow("总览")
    one.tap(one.page.locator("details:has(a[href*='/measures/A6.matters_done']) summary").first)
    one.tap(one.page.locator("a[href*='/measures/A6.matters_done']").first)
    one.tap(one.page.locator("a[href^='/facts/']").first)
    assert one.page.locator("a[href^='/v1/evidence/']").count(), one.page.locator("body").inner_text()


def reach_a_form_by_keyboard(one: Walker) -> None:
    """A newcomer goes by the keyboard from the list of registers to the first register; Tabs count as touches."""
    one.go("/registers")
    for _ in range(MOST_TABS):
        one.page.keyboard.press("Tab")
        one.effort.touches += 1
        if one.page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("/registers/"):
            return
    raise AssertionError(focused_text(one.page))


def see_what_got_worse(one: Walker) -> None:
    """A leader opens the overview as of a day; three clicks say what got worse, why and whose, and show the record."""
    one.go("/?as_of=2017-03-31")
    one.follow("环比")
    assert one.sees("变差"), one.page.locator("body").inner_text()
    one.follow("整改三落实率")
    assert one.sees("变差：状态下降"), one.page.locator("body").inner_text()
    assert one.sees("单位DT"), one.page.locator("body").inner_text()
    one.tap(one.page.locator("section[aria-labelledby=missing] tbody th a").first)
    assert one.sees(PROBLEM), one.page.locator("body").inner_text()


JOBS = (
    Job(
        "为民办实事从登记到办结 / A matter from registering to done",
        "clerk",
        CLERK,
        take_matter_to_its_end,
        14,
        "8 pages, 9 clicks besides the fields",
    ),
    Job(
        "中队长看到等他办理的事项 / A captain sees what waits",
        "captain",
        CAPTAIN,
        see_what_waits,
        0,
        "all units' list; what waits by filtering",
    ),
    Job("一次确认三件 / Three confirmed at once", "captain", CAPTAIN, confirm_all, 6, "one by one"),
    Job("二十人点名 / Attendance of twenty", "captain", CAPTAIN, call_the_roll, 8, "60 cells typed one by one"),
    Job(
        "手机考试 / An examination on the telephone",
        "officer",
        OFFICER,
        sit_the_examination,
        8,
        "no link to it",
        "telephone",
    ),
    Job("自有表头的表格 / A sheet with own headings", "clerk", CLERK, import_a_sheet, 10, "the file chosen four times"),
    Job(
        "数字的依据 / What supports a number",
        "captain",
        CAPTAIN,
        ask_what_supports_a_number,
        4,
        "3 clicks from the overview",
    ),
    Job(
        "什么变差了、为什么、是谁 / What got worse, why, and who",
        "leader",
        LEADER,
        see_what_got_worse,
        4,
        "two dates compared by eye over 13 rows",
        unit=None,
    ),
    Job(
        "一般程序案件从线索到决定 / A simple case of the general procedure, from clue to decision",
        "officer",
        OFFICER,
        decide_a_case,
        40,
        "16 pages; 40 of 68 fields shown had to be filled in",
        pages=8,
        fields=24,
    ),
    Job(
        "键盘到第一本台账 / By keyboard to the first register", "clerk", CLERK, reach_a_form_by_keyboard, 14, "34 tabs"
    ),
)
"""In this order: what one job leaves, the next finds."""
