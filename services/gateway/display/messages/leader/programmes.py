"""What the pages of programmes beside the one in force say."""

SAID: dict[str, tuple[str, str]] = {
    "programmes": ("方案", "Programmes"),
    "programmes intro": (
        "现行方案之外，可同时执行其他方案（本市行动、下一年度方案等），数字由同一批台账记录计算。",
        "Beside the programme in force others may run: a city's own action, next year's. The records are the same.",
    ),
    "programme": ("方案", "Programme"),
    "programme campaign": ("代号", "Campaign"),
    "programme days": ("起止日期", "Days"),
    "programme numbers": ("数字", "Numbers"),
    "programme in force": ("现行方案", "the programme in force"),
    "programme ready": ("已生成", "made"),
    "programme building": ("正在生成：{events} / {of} 条事件", "being made: {events} of {of} events"),
    "programme waits": ("尚未生成", "not made yet"),
    "programme broken": (
        "未能按此方案计数，已停止生成；请修改方案文件后重新提交。",
        "It could not be counted by, and is made no further; change its file and hand it in again.",
    ),
    "programme no numbers": (
        "数字尚未生成；生成后可在此预览，再决定是否印发。",
        "Its numbers are not made yet; they can be looked at here before it is issued.",
    ),
    "programme over": ("此方案已不再计数。", "This programme is counted by no longer."),
    "programmes beside": ("并行方案", "Programmes beside"),
    "programme known at": ("按 {at} 已记录的事实计算。", "Counted by what had been recorded by {at}."),
    "programme known now": ("看现在的数字", "See the numbers of now"),
    "programme previewed": (
        "此方案尚未印发：以下数字仅供预览。",
        "This programme is not issued yet: these numbers are a preview.",
    ),
    "programme record": ("方案记录", "Its record"),
    "programme issue": ("附文件印发", "Issue with its document"),
    "programme end": ("终止", "End it"),
    "programme hand in": ("提交方案文件", "Hand in a programme's file"),
    "programme file": ("方案文件（YAML）", "Its file (YAML)"),
    "programme file hint": (
        "格式与现行方案文件相同：事项、指标、目标及依据，指标取自已有台账。方案代号须另定。至多 {most} 个方案并行。",
        "As the file of the programme in force, under a campaign of its own. At most {most} run side by side.",
    ),
    "programme check": ("只核对", "Only check"),
    "programme take": ("核对并提交", "Check and hand in"),
    "programme checked": (
        "文件无误：{campaign}，{items} 项、{measures} 个指标、{targets} 个目标。尚未提交。",
        "The file is right: {campaign}, items {items}, measures {measures}, targets {targets}. It is not handed in.",
    ),
    "programme facts": ("事实（{n} 条）", "Facts ({n})"),
    "programme many facts": ("事实（{n} 条以上）", "Facts (more than {n})"),
}
