"""Cost against size, drawn: for readers of either language, on a light page and on a dark one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

SHOWN = {
    "year-writes.svg": (
        "一条指令的成本（毫秒处理器时间） / CPU of one command, ms",
        "cpu",
        {
            "write: city case, hot cell and class, a command": "城市案件（热点网格） / city case, hot cell",
            "write: city case, elsewhere, a command": "城市案件（其他） / city case, elsewhere",
            "write: matter, hot community, a command": "实事（热点社区） / matter, hot community",
            "write: matter, elsewhere, a command": "实事（其他） / matter, elsewhere",
            "write: penalty case, a command": "行政处罚 / penalty case",
            "write: training session, a command": "培训场次 / training session",
        },
    ),
    "year-answers.svg": (
        "一次查询的成本（毫秒，中位数） / One answer, ms, median",
        "p50",
        {
            "number, in the reader": "任一数字 / any number",
            "overview, nothing cached": "总览 / overview",
            "facts of a measure": "事实 / facts",
            "search, two characters": "检索 / search",
            "indicators by unit": "指标 / indicators",
            "changes of a day": "变动 / changes",
            "number of a unit on a day, DuckDB over the rows": "DuckDB 逐行 / DuckDB over the rows",
        },
    ),
}
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#888888")
"""Told apart by people who see fewer colours (Okabe and Ito)."""
FONT = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
LIGHT = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#333333",
    foreground_strong="#111111",
    foreground_subtle="#888888",
    colors=COLOURS,
    font_family=FONT,
    title_font_size=18,
    legend_font_size=13,
    label_font_size=12,
    major_label_font_size=12,
)
DARK = (
    "inline:@media (prefers-color-scheme: dark) {"
    " .background { fill: #16181c !important; }"
    " text { fill: #e6e6e6 !important; }"
    " .axis .line, .guide.line { stroke: #666666 !important; } }"
)


def write(result: dict[str, Any], folder: Path) -> dict[str, str]:
    """A picture of each kind, in a folder; their titles by their names, another for each database."""
    database = result["asked"]["database"]
    titles: dict[str, str] = {}
    for name, (title, what, shown) in SHOWN.items():
        own = name if database == "sqlite" else f"{Path(name).stem}-{database}.svg"
        (folder / own).write_bytes(draw(result, title, what, shown))
        titles[own] = title
    return titles


def draw(result: dict[str, Any], title: str, what: str, shown: dict[str, str]) -> bytes:
    """Each figure as a line over the sizes that were measured, both logarithmic."""
    stages = result["stages"]
    chart = pygal.Line(
        style=LIGHT,
        title=title,
        x_title="账本事件数 / events in the ledger",
        logarithmic=True,
        js=[],
        css=["file://style.css", "file://graph.css", DARK],
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        width=860,
        height=560,
        stroke_style={"width": 2.5},
        disable_xml_declaration=True,
    )
    chart.x_labels = [f"{stage['size']:,}" for stage in stages]
    for name, label in shown.items():
        chart.add(label, [_value(stage, name, what) for stage in stages])
    drawn: bytes = chart.render()
    return drawn if isinstance(drawn, bytes) else drawn.encode()


def _value(stage: dict[str, Any], name: str, what: str) -> float | None:
    cost = next((one for one in stage["costs"] if one["name"] == name), None)
    return None if cost is None or cost["fault"] or not cost[what] else cost[what]
