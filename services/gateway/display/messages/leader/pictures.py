"""What pictures say, and the pages of trends, plans and the wall."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "trend of": ("{measure}：逐月走势", "{measure}: by month"),
    "trend at": (
        "截至 {day} 已记录 {claimed}，已核实 {verified}。",
        "As of {day} recorded {claimed}, verified {verified}.",
    ),
    "trend goal": ("目标：{day} 前{target}。", "Target: {target} by {day}."),
    "trend empty": ("尚无数字。", "There is no number yet."),
    "month label": ("{month}月", "{month}"),
    "trends": ("走势", "Trends"),
    "trends intro": (
        "设有目标的指标逐月累计，状态最差的在前；点指标名称或者表中的日期，可逐级查到事实。",
        "Measures with a target at the ends of months, the worst first; a measure or a day opens to its facts.",
    ),
    "trends of all": ("返回全部事项", "Back to all items"),
    "all of item": ("看本事项全部 {n} 项指标", "All {n} measures of this item"),
    "numbers of trend": ("逐月数值", "The numbers by month"),
    "legend": ("图例", "Legend"),
    "share of": ("{title}，共 {total}。", "{title}, {total} in all."),
    "share part": ("{part} {value}（{percent}%）", "{part} {value} ({percent}%)"),
    "share empty": ("没有可分的数。", "There is nothing to divide."),
    "months of": ("{label}：{told}。", "{label}: {told}."),
}
