"""The headings of workbooks of numbers, in Chinese and in English."""

from __future__ import annotations

FACTS = (
    ("事项", "What"),
    ("关于", "About"),
    ("发生日期", "Happened"),
    ("计入日期", "Dated"),
    ("单位", "Units"),
    ("数值", "Amount"),
    ("等级", "Level"),
    ("是否核实", "Verified"),
    ("佐证份数", "Papers"),
    ("记录人", "Recorded by"),
    ("记录时间", "Recorded at"),
    ("记录", "Record"),
    ("事件", "Event"),
)
GAPS = (
    ("对象", "Subject"),
    ("名称", "Name"),
    ("单位", "Unit"),
    ("应计自", "Dated"),
    ("最近记录", "Last record"),
    ("最近日期", "Last day"),
    ("情形", "How"),
    ("内容", "Says"),
    ("已有", "Has"),
    ("记录", "Record"),
)
MOVED = (
    ("指标", "Measure"),
    ("编号", "Id"),
    ("计量单位", "Unit"),
    ("此前已记录", "Recorded before"),
    ("此前已核实", "Verified before"),
    ("此前状态", "Status before"),
    ("现已记录", "Recorded now"),
    ("现已核实", "Verified now"),
    ("现状态", "Status now"),
    ("“已核实”栏的含义（空白为已核实）", "What “Verified” means (blank: verified)"),
)
EVENTS = (
    ("事件", "Event"),
    ("类型", "Type"),
    ("记录", "Record"),
    ("单位", "Unit"),
    ("发生日期", "Happened"),
    ("记录时间", "Recorded at"),
    ("记录人", "Recorded by"),
    ("更正", "Corrects"),
    ("原因", "Reason"),
    ("作废", "Voids"),
    ("补录", "Late"),
)
RANKED = {
    "rank": ("名次", "Rank"),
    "title": ("单位", "Unit"),
    "claimed": ("已记录", "Recorded"),
    "verified": ("已核实", "Verified"),
    "n": ("样本", "Facts"),
}
"""Of a row of a ranking the members that are shown, with their headings."""
