"""What pictures say, and the pages of trends, plans and the wall."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "trend of": ("{measure}：逐月走势", "{measure}: by month"),
    "trend at": (
        "截至 {day} 已记录 {claimed}，已核实 {verified}。",
        "As of {day} recorded {claimed}, verified {verified}.",
    ),
    "trend at gaps": (
        "截至 {day} 已记录 {claimed}，未证实已补齐 {verified}。",
        "As of {day} recorded {claimed}, not shown to be closed {verified}.",
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
    "surveys": ("问卷对照", "Surveys"),
    "surveys intro": (
        (
            "每份问卷的首轮（基线）与最近一轮：各题平均分和作答份数。只并列数字，不说明原因，也不视为目标达成。"
            "不足 {fewest} 份的不公布。"
        ),
        (
            "Of each survey the first wave (the baseline) and the latest: the mean of each question, and how many "
            "answered. Numbers stand side by side; no cause is claimed, and nothing counts as achieved. Of fewer than "
            "{fewest} sheets nothing is told."
        ),
    ),
    "surveys none": ("尚无问卷。", "There is no survey yet."),
    "surveys register": ("到问卷台账：设计、开始和结束一轮", "To the register: design, open and close a wave"),
    "survey sheets": ("录入答卷", "Take in answer sheets"),
    "survey named": ("记名", "by code"),
    "survey anonymous": ("匿名", "anonymous"),
    "survey open": ("第 {wave} 轮进行中", "wave {wave} is open"),
    "survey question": ("题目", "Question"),
    "survey scale": ("{lowest} 至 {highest} 分", "from {lowest} to {highest}"),
    "survey first": ("首轮", "First"),
    "survey latest": ("最近一轮", "Latest"),
    "survey wave": ("第 {wave} 轮，{closed_on} 结束", "wave {wave}, closed on {closed_on}"),
    "survey returned": ("收回 {sheets} 份", "{sheets} sheets"),
    "survey handed out": ("，发出 {handed_out} 份", " of {handed_out} handed out"),
    "survey elsewhere": ("他处统计", "counted elsewhere"),
    "survey too few": ("不足 {fewest} 份，不公布", "fewer than {fewest} sheets: not told"),
    "survey no wave": ("尚无结果", "no result yet"),
    "survey no later": ("尚无后续轮次", "no later wave yet"),
    "survey mean": ("{mean} 分（{n} 份）", "{mean} ({n} answers)"),
    "survey untold": ("未公布", "not told"),
    "examinations": ("考核对照", "Tests"),
    "examinations intro": (
        (
            "每份摸底试卷：各项内容的摸底成绩与最近复测成绩（百分制平均分）和人数。摸底取每人首次应试，复测取每人最近一次应试；"
            "两边的人可能不同。只并列数字，不说明原因，也不视为目标达成。不足 {fewest} 人的不公布。"
        ),
        (
            "Of each paper that is a baseline, by topic the mean score of 100 at first and at the latest, and of how "
            "many persons: of each the first sitting of the baseline, and the latest of a later test; they need not be "
            "the same people. Numbers stand side by side; no cause is claimed, and nothing counts as achieved. "
            "Of fewer than {fewest} persons nothing is told."
        ),
    ),
    "examinations none": (
        "尚无摸底试卷。命题时注明“摸底”，复测试卷指明对照的摸底试卷，即可在此对照。",
        "There is no baseline yet: a paper says so when it is set, and a later test names the one it is compared with.",
    ),
    "examinations being made": (
        "视图正在重新生成，以下考核尚不齐全。",
        "The view is being made anew: not every examination is here yet.",
    ),
    "exam set on": ("{day} 命题", "set on {day}"),
    "exam topic": ("考核内容", "Topic"),
    "exam first": ("摸底", "First (baseline)"),
    "exam latest": ("最近复测", "Latest (later test)"),
    "exam no first": ("尚无摸底成绩", "no baseline score"),
    "exam no later": ("尚无复测", "no later test yet"),
    "exam no score": ("尚无分项成绩。", "There is no score by topic yet."),
    "exam too few": ("不足 {fewest} 人，不公布", "fewer than {fewest} persons: not told"),
    "exam mean": ("{mean} 分（{n} 人）", "{mean} ({n} persons)"),
    "exam sat on": ("考核日期", "Sat on"),
    "exam paper": ("试卷", "Paper"),
    "exam percent": ("百分制得分", "Score of 100"),
    "sittings first": (
        "每人首次应试摸底试卷计一次；未分项的成绩单不计，作废的不计。",
        "Of each person the first sitting of the baseline; sheets without topics and voided sittings do not count.",
    ),
    "sittings latest": (
        "每人最近一次应试以该摸底试卷为对照的复测试卷计一次；未分项的成绩单不计，作废的不计。",
        (
            "Of each person the latest sitting of a paper that is compared with this baseline; sheets without topics "
            "and voided sittings do not count."
        ),
    ),
    "sittings counted": ("{n} 人，平均 {mean} 分", "{n} persons, on average {mean}"),
    "wall": ("大屏", "Wall"),
    "wall at": ("{at} · 截至 {day}", "{at} · as of {day}"),
    "wall moved": ("数字已更新", "The numbers have moved"),
    "wall trends": ("最需关注的走势", "The worst trends"),
    "wall last": ("最近记录", "Recorded last"),
}
