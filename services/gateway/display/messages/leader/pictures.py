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
    "year over": (
        "方案年度已于 {end} 结束：目标和走势图止于该日，年度内计数的指标不再增加，其余数字仍按截至日期计算。",
        (
            "The programme's year ended on {end}: targets and pictures end there, what counts within the year grows no "
            "more, all other numbers are those of the day asked for."
        ),
    ),
    "at year end": ("看 {end} 的数字", "See the numbers of {end}"),
    "trends": ("走势", "Trends"),
    "trends intro": (
        "设有目标的指标逐月累计，状态最差的在前；点指标名称或者表中的日期，可逐级查到事实。",
        "Measures with a target at the ends of months, the worst first; a measure or a day opens to its facts.",
    ),
    "trends of all": ("返回全部事项", "Back to all items"),
    "all of item": ("看本事项全部 {n} 项指标", "All {n} measures of this item"),
    "numbers of trend": ("逐月数值", "The numbers by month"),
    "legend": ("图例", "Legend"),
    "months of": ("{label}：{told}。", "{label}: {told}."),
    "plans": ("计划对照", "Plans"),
    "plans intro": (
        "{first} 至 {last} 的计划：最初登记的日期、现在的日期、截至 {day} 实际开展的日期，逐月计数；点数字看各条记录。",
        (
            "Plans from {first} to {last} by month: the day first recorded, the day that stands now, and the day of "
            "doing, up to {day}; a number opens to its records."
        ),
    ),
    "plans being made": (
        "视图正在重新生成，以下计划尚不齐全。",
        "The view is being made anew: not every plan is here yet.",
    ),
    "plans back": ("收起清单", "Close the list"),
    "plans none": ("没有这样的计划。", "There are no such plans."),
    "plans empty": ("本年没有计划的台账", "Registers without a plan this year"),
    "plan first": ("最初计划", "First planned"),
    "plan now": ("现计划", "Planned now"),
    "plan done": ("已开展", "Carried out"),
    "plan month": ("月份", "Month"),
    "plan undated": ("未定日期", "no day"),
    "plan dropped": ("已放弃或待定", "given up or open"),
    "plan void": ("已作废", "void"),
    "plan changed": (
        "；最初计划中改期 {moved} 项，取消、作废或者待定 {dropped} 项",
        "; of those first planned {moved} moved, {dropped} given up, void or without a day",
    ),
    "plan targets": ("目标：各年度对照", "Targets, year by year"),
    "plan targets intro": (
        "目标写在方案里；方案中以前年度的目标与本年的并列。",
        "Targets stand in the programme; those of the years before are beside this year's.",
    ),
    "wall": ("大屏", "Wall"),
    "wall at": ("{at} · 截至 {day}", "{at} · as of {day}"),
    "wall moved": ("数字已更新", "The numbers have moved"),
    "wall trends": ("最需关注的走势", "The worst trends"),
    "wall last": ("最近记录", "Recorded last"),
}
