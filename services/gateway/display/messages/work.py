"""What the pages of somebody's own work say, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "my work": ("我的待办", "My work"),
    "my work intro": (
        "等您办理的事项：到期的在前，其后是待审批、待确认、待受理、被退回、待签收的，您登记未办的，以及考试、导入和提示。",
        "What waits for you: due first, then what to approve, confirm, take in, redo or sign, and what you left.",
    ),
    "all my work": ("全部待办", "All that waits for me"),
    "silent owners": ("暂时无法取得：{names}。其余如下。", "Not to be had now: {names}. The rest stands below."),
    "at least here": ("至少 {n} 项", "At least {n}"),
    "imported by": ("{who} 于 {at} 导入", "imported by {who}, {at}"),
    "work moved": ("待办已更新", "What waits for you has moved"),
    "choose": ("勾选", "Choose"),
    "choose row": ("勾选 {name}", "Choose {name}"),
    "waits since": ("等待自", "Waits since"),
    "next step": ("下一步", "Next step"),
    "due today": ("今日到期", "Due today"),
    "do chosen": ("{step}所选（{register}）", "{step} those chosen ({register})"),
    "do chosen here": ("{step}所选", "{step} those chosen"),
    "nothing of it": ("没有此类事项。", "Nothing of this kind."),
    "all of it": ("查看全部：{title}", "All of it: {title}"),
    "nothing to do": ("目前没有等您办理的事项。", "Nothing waits for you now."),
    "do in many": ("{step}（{n} 条）", "{step} ({n})"),
    "same for all": (
        "以下内容对所选 {n} 条记录相同；逐条办理，结果逐条告知。",
        "What you enter holds for all {n} records; each is done by itself, and its outcome told.",
    ),
    "chosen records": ("所选记录", "Records chosen"),
    "done of": ("已办 {n} 条，共 {total} 条", "{n} of {total} done"),
    "look at it alone": ("有疑点提示，请单独办理", "Something is unlikely: take it by itself"),
    "was done": ("此前已办", "Done before"),
    "is done": ("已办", "Done"),
}
