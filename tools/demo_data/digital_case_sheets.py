"""The sheets of the demo's digital city cases: the cases turn by turn, their classes, and the orders over late ones."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from contracts.cases.case_classes import LIMITS
from contracts.cases.digital_cases import register
from contracts.forms import fields_of
from tools.demo_data.digital_cases import CENTRE, DAY, DIVISION, HEAD, KINDS, TURNS, Case, cases

UNANSWERED = 3
"""The supervision order that waits for its reply."""
Rows = list[list[str]]


def build_sheets() -> dict[str, str]:
    """Every sheet as text, by its file's name."""
    all_cases = cases()
    rows = {f"digital_cases{turn}.csv": _turn(all_cases, turn) for turn in TURNS}
    rows |= {"case_classes.csv": _classes(), "supervision_orders.csv": _orders(all_cases)}
    return {name: to_csv(sheet) for name, sheet in rows.items()}


def _turn(all_cases: Iterable[Case], turn: str) -> Rows:
    """The steps of one turn, a row a case; but for the first turn a row names its record."""
    turns = [(case.id, case.turns[turn]) for case in all_cases if turn in case.turns]
    used = {(step, name) for _, steps in turns for step, cells in steps.items() for name in cells}
    columns = [(step, name) for step in register.steps for name in fields_of(step.form) if (step.name, name) in used]
    head = [f"{step.zh}·{fields_of(step.form)[name].metadata['title']}" for step, name in columns]
    rows = [[steps.get(step.name, {}).get(name, "") for step, name in columns] for _, steps in turns]
    if not turn:
        return [head, *rows]
    return [["系统·记录编号", *head], *([id_, *row] for (id_, _), row in zip(turns, rows, strict=True))]


def table(records: Iterable[dict[str, str]]) -> Rows:
    """Records with the same headings as a sheet, the headings first."""
    rows = list(records)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def _classes() -> Rows:
    return table(
        {
            "类别代码": one.code,
            "小类名称": one.name,
            "立案条件": one.condition,
            "结案条件": one.closing,
            "处置时限": f"{one.grade}/{LIMITS[one.limit]}/{one.value}",
            "依据": "示例标准（合成），非正式文件",
            "施行日期": "2016-12-01",
            "行政区划代码": DIVISION,
            "制定单位": CENTRE,
            "备注": "示例数据（合成）：代码、条件、时限均非正式标准",
        }
        for one in KINDS
    )


def _orders(all_cases: Iterable[Case]) -> Rows:
    """Orders over cases that were late: two resolved, one that waits for its reply."""
    late = [one for one in all_cases if one.late and one.has_step("close")]
    return table(_order(number, one) for number, one in enumerate((late[0], late[5], late[8]), 1))


def _order(number: int, case: Case) -> dict[str, str]:
    day = [(dt.date.fromisoformat(case.late) + n * DAY).isoformat() for n in range(8)]
    reply = {
        "回复日期": day[2],
        "回复内容": "已督促处置（合成）",
        "回复佐证": f"B2-order-reply-{number:02}.png",
        "办结日期": day[5],
        "办结意见": "已办结（合成）",
    }
    return {
        "督办编号": f"DB-2017-{number:02}",
        "承办单位": case.unit,
        "督办类别": "超期督办",
        "督办对象类别": register.zh,
        "督办对象编号": case.id,
        "签发人": HEAD,
        "督办要求": "限期办结（合成）",
        "签发日期": day[0],
        "回复期限": day[3],
        "办结期限": day[7],
        "督办单": f"B2-order-{number:02}.png",
        "签收日期": day[1],
        **(reply if number < UNANSWERED else dict.fromkeys(reply, "")),
    }


def to_csv(rows: Rows) -> str:
    """A sheet as text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
