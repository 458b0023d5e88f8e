"""The demo's filing reports and rectifications: of cases that its penalty ledger files, of problems that nobody had.

They follow the sheets of penalty cases and of opinions: those are to be written first.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import islice

from contracts.cases import rectifications
from contracts.outreach import opinions, topics
from contracts.register import Register
from operations.demo.sheets import FOLDER
from services.chassis.base import ids
from services.gateway.spreadsheets import idempotency
from services.gateway.spreadsheets.grid import PageName, RowPlace
from services.gateway.spreadsheets.lines import Part, SheetLine
from tools.demo_data.digital_case_sheets import table, to_csv
from tools.demo_data.digital_cases import DAY, SYNTHETIC

PENALTIES, OPINIONS = "penalties.csv", "opinions.csv"
REPORTED, WITHIN = 8, 10 * DAY
"""So many filed cases are reported, within so many days of the filing: synthetic, no statute names a period."""
LATE, WAITING = 2, 7
"""The report that came late, and the one that is still waited for."""
CHECKER = "DCK-01"
DAYS = ("制定日期", "整改时限", "提交日期", "核验日期", "销号日期")
Cells = dict[str, str]
"""A row by its headings."""


def build_sheets() -> dict[str, str]:
    """Every sheet as text, by its file's name."""
    return {
        "filing_reports.csv": to_csv(table(_reports())),
        "rectifications.csv": to_csv(table(_rectification_rows())),
        "rectifications_converted.csv": to_csv(table([_conversion_row()])),
    }


def _read_rows(name: str) -> list[Cells]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _reports() -> Iterator[Cells]:
    """立案报备: most in time, one late, one that is waited for."""
    filed = (case for case in _read_rows(PENALTIES) if case["立案日期"])
    for number, case in enumerate(islice(filed, REPORTED)):
        on = dt.date.fromisoformat(case["立案日期"])
        handed_in = on + (WITHIN + 3 * DAY if number == LATE else WITHIN // 2)
        row = {
            "办案单位": case["承办单位"],
            "案件": case["系统·记录编号"],
            "报备机关": "上级机关（合成）",
            "立案日期": on.isoformat(),
            "报备期限": (on + WITHIN).isoformat(),
            "备注": SYNTHETIC,
            "报备日期": handed_in.isoformat(),
            "报备材料": f"B2-filing-report-{number + 1:02}.png",
            "备案日期": (handed_in + 3 * DAY).isoformat(),
            "备案编号": f"合成备-{number + 1:02}",
            "备案回执": f"B2-filing-receipt-{number + 1:02}.png",
        }
        afterwards = ("报备日期", "报备材料", "备案日期", "备案编号", "备案回执")
        yield row | (dict.fromkeys(afterwards, "") if number == WAITING else {})


def _rectification_rows() -> Iterator[Cells]:
    """Items by hand: closed in time, closed late, one that came again and is overdue, one without a plan."""
    first = ("DT", "效能低下", "窗口办理超时（合成）", "自查发现", "2017-03-02")
    yield _item(1, first, "", ("2017-03-03", "2017-03-31", "2017-03-24", "2017-03-27", "2017-03-28"))
    poor = ("YL", "作风低劣", "答复群众态度生硬（合成）", "督察检查", "2017-03-15")
    yield _item(2, poor, "", ("2017-03-16", "2017-04-14", "2017-04-20", "2017-04-21", "2017-04-24"))
    again = ("DT", "效能低下", "窗口办理又超时（合成）", "自查发现", "2017-05-10")
    yield _item(3, again, _record_id(rectifications.register, "DT", "ZG-2017-01"), ("2017-05-11", "2017-05-31"))
    yield _item(4, ("ZS", "执法不公", "同类行为处理不一（合成）", "案卷评查", "2017-06-12"), "", ())


def _item(number: int, about: tuple[str, ...], recurs: str, days: tuple[str, ...]) -> Cells:
    names = ("责任单位", "问题类别", "问题", "问题来源", "登记日期")
    opened = {"整改编号": f"ZG-2017-{number:02}", **dict(zip(names, about, strict=True)), "再次发生的原整改": recurs}
    return opened | {"备注": SYNTHETIC} | _handling_cells(f"{number:02}", f"{about[0]}-01", days)


def _handling_cells(number: str, person: str, days: tuple[str, ...]) -> Cells:
    """What is done about an item, as far as there are days for it."""
    planned, due, submitted, verified, closed = (*days, *[""] * (len(DAYS) - len(days)))
    return {
        "制定日期": planned,
        "整改措施": "限时办结并每周通报（合成）" if planned else "",
        "责任人": person if planned else "",
        "整改时限": due,
        "提交日期": submitted,
        "整改结果": "已整改（合成）" if submitted else "",
        "整改佐证": f"A1-rectified-{number}.png" if submitted else "",
        "核验日期": verified,
        "核验人": CHECKER if verified else "",
        "销号日期": closed,
        "办结情况": "已整改到位（合成）" if closed else "",
    }


def _conversion_row() -> Cells:
    """What came of the question that Dongbeitang's weibo brought, and that became a rectification (F057)."""
    (opinion,) = (row for row in _read_rows(OPINIONS) if row["转为"] == "整改")
    days = ("2017-03-13", "2017-03-31", "2017-03-24", "2017-03-27", "2017-03-28")
    return {"系统·记录编号": _rectification_id(opinion)} | _handling_cells("op-03", "DBT-01", days)


def _rectification_id(opinion: Cells) -> str:
    """The id of the item that an opinion's conversion raises, which follows from the sheet's row."""
    step = opinions.register.step("convert")
    form = {
        "converted_on": opinion["转办日期"],
        "target": _word(topics.TARGETS, opinion["转为"]),
        "category": _word(topics.CATEGORIES, opinion["问题类别"]),
        "summary": opinion["问题摘要"],
    }
    line = SheetLine(RowPlace(PageName(), 0), opinion["系统·记录编号"], (Part(step, form),))
    command = _command(opinions.register, line)
    return ids.derive_id(f"{ids.event_id(command, 0)}/0")


def _word(among: dict[str, str], title: str) -> str:
    return next(word for word, zh in among.items() if zh == title)


def _record_id(register: Register, unit: str, number: str) -> str:
    """The id of the record that a sheet opens under a number."""
    return _command(
        register, SheetLine(RowPlace(PageName(), 0), "", (Part(register.opening, {"unit": unit, "number": number}),))
    )


def _command(register: Register, line: SheetLine) -> str:
    (commands,) = idempotency.groups(register, [line]).values()
    return commands[0].id
