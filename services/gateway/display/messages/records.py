"""What a record's page says of what names it, of its versions and of its papers, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "naming": ("关联记录", "What names this record"),
    "named by": ("{n} 条", "{n}"),
    "named by many": ("至少 {n} 条", "at least {n}"),
    "named as": ("作为：{fields}", "as: {fields}"),
    "named earlier as": ("曾作为：{fields}", "was: {fields}"),
    "all naming": ("查看全部：{title}", "All of them: {title}"),
    "named by none": ("没有记录提及本记录。", "No record names this one."),
    "named everywhere": (
        "每条记录都属于某个单位，此处不逐一列出；请在各台账按单位筛选。",
        "Every record belongs to a unit, so they are not listed here; narrow a register's list by unit instead.",
    ),
    "only naming": ("只显示提及此记录的：", "Only what names this record:"),
    "all of register": ("显示全部", "Show all"),
    "versions": ("版本对照", "Versions side by side"),
    "earlier version": ("先前版本", "The earlier version"),
    "later version": ("其后版本", "The later version"),
    "compare": ("对照", "Compare"),
    "differs": ("有变化", "differs"),
    "fields differ": ("{n} 个字段有变化", "Fields that differ: {n}"),
    "no field differs": ("没有字段变化", "No field differs"),
    "one version": ("只有一个版本，无可对照。", "There is one version, and nothing to compare it with."),
    "to history": ("返回记录经过", "Back to the history"),
    "compare before": ("与前一版本对照", "Beside the version before"),
    "paper of": ("第 {n} 件，共 {of} 件", "{n} of {of}"),
    "previous paper": ("上一件", "Previous"),
    "next paper": ("下一件", "Next"),
    "download": ("下载原件", "Download the file"),
    "back to record": ("返回记录", "Back to the record"),
    "not shown here": (
        "此文件不在网页中显示，请下载后查看。",
        "This kind of file is not shown on a page: download it.",
    ),
    "file size": ("大小", "Size"),
    "handed in for": ("所属字段", "Handed in for"),
    "show hash": ("显示校验值", "Show the hash"),
}
"""Each phrase in Chinese and in English."""
