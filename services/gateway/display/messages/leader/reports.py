"""What monthly reports say, and the pages on which they are issued and read."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    # --- in the report itself
    "report title": ("{title}月报（{month}）", "{title}: monthly report, {month}"),
    "report month": ("{year}年{month}月", "{year}-{month:02}"),
    "report of unit": ("·{unit}", ", {unit}"),
    "report number": ("第 {number} 次印发", "Issue no. {number}"),
    "report preview mark": ("【预览】未签发，不留存", "PREVIEW: not issued, not kept"),
    "report preview word": ("预览", "PREVIEW"),
    "report frame": ("基本信息", "About this report"),
    "report as of": ("{day}（月末）", "{day} (end of the month)"),
    "report so far": ("{day}（月中）", "{day} (within the month)"),
    "report known at": ("系统所知截至", "As known at"),
    "report then": ("{at}（重现当时所知）", "{at} (as it was known then)"),
    "report issued by": ("签发", "Issued"),
    "report id": ("月报编号", "Id"),
    "report ordinal": ("一、 二、 三、 四、 五、 六、", "1.  2.  3.  4.  5.  6. "),
    "report summary": ("总体情况", "Summary"),
    "report items": ("各项工作进展", "The items"),
    "report moves": ("与上月末相比", "Against the month before"),
    "report units": ("滞后的单位", "Units behind"),
    "report due": ("时限", "What is due"),
    "report limits": ("佐证与数据说明", "Evidence, and what the data cannot say"),
    "report standing": ("各状态事项数", "Items by status"),
    "report course": (
        "{measure}逐月走势（圆点为已记录，方点为已核实，点线为按进度应达，虚线为目标）",
        "{measure} by month (rings: recorded; squares: verified; dotted: expected; dashed: the target)",
    ),
    "report sum": ("{n} 个事项：{listed}。", "{n} items: {listed}."),
    "report against": (
        "与上月末相比，{worse} 个事项变差，{better} 个事项变好。",
        "Against the end of the month before, {worse} items stand worse and {better} better.",
    ),
    "report items against": (
        "按状态与上月末相比，{worse} 个事项变差，{better} 个事项变好。",
        "By their status, against the end of the month before, {worse} items stand worse and {better} better.",
    ),
    "report measures against": (
        "有目标的指标中，{worse} 项变差，{better} 项变好（见第三部分）；事项的状态由最弱的指标决定，不一定随之变。",
        (
            "Of the measures with a target {worse} got worse and {better} better (see part 3); the weakest decides"
            " where an item stands, which need not follow."
        ),
    ),
    "report no month before": (
        "上月末不在本年度内，不作比较。",
        "The month before lies outside the year: nothing is compared.",
    ),
    "report nothing moved": (
        "有目标的指标，状态和数值均与上月末相同。",
        "No measure with a target moved since the end of the month before.",
    ),
    "report due sum": (
        "逾期未办结 {overdue} 件，{within} 个工作日内到期 {soon} 件。",
        "{overdue} overdue; {soon} fall due within {within} working days.",
    ),
    "report at least": ("（数量过多，为至少数）", " (at least: there are too many to count)"),
    "item": ("事项", "Item"),
    "report was": ("{now}（上月末{before}）", "{now} (was {before})"),
    "report way": ("变化", "Change"),
    "report worse": ("变差", "worse"),
    "report better": ("变好", "better"),
    "report changed": ("有变化", "changed"),
    "report step": ("上月末 → 本月末", "From → to"),
    "report facts": ("本月最近的事实", "The last facts of the month"),
    "report no fact": (
        "本月无新的事实可列；按进度应达 {expected}",
        "No new fact to be listed; expected by now: {expected}",
    ),
    "report behind in": ("滞后的事项", "Behind in"),
    "report at risk in": ("有风险的事项", "At risk in"),
    "report no unit behind": ("没有滞后或有风险的单位。", "No unit is behind or at risk."),
    "report clock": ("时限", "Clock"),
    "report due on": ("到期日", "Due"),
    "report days": ("天数", "Days"),
    "report late by": ("逾期 {days} 天", "{days} late"),
    "report left": ("剩 {days} 天", "{days} left"),
    "report more": ("另有 {n} 项，见系统。", "{n} more stand in the suite."),
    "report evidence": (
        (
            "{measures} 个指标中 {n} 个有记录，其中 {full} 个全部核实。"
            "已记录数是报上来的，已核实数是有佐证或者对方确认的；两者之差尚待核实。"
        ),
        (
            "Of {measures} measures {n} have something recorded, {full} of them verified in full. Recorded is what was"
            " said; verified is what evidence or a counter-party supports; the rest is still to be verified."
        ),
    ),
    "report month goes on": ("本月尚未结束，数字仍会变动。", "The month is not over: the numbers will move."),
    "report part of month": (
        "截至月中，未计其后各日。",
        "As of a day within the month: what came later is not counted.",
    ),
    "report then limits": (
        "按 {at} 系统所知重现：其后的补录、更正、作废均未计入；目标和计算口径用现行方案，佐证文件按现状。",
        (
            "As it was known at {at}: what was recorded, corrected or voided later is not counted. Targets and rules"
            " are those of the programme in force; papers count as they are now."
        ),
    ),
    "report due then": (
        "时限只保存现状，不能按更早所知重现，本报告不列。",
        "Due dates are kept as they stand and not as they stood: this report, as known at an earlier moment, has none.",
    ),
    "report private then": (
        "涉及个人的指标不按更早所知列出：{names}。",
        "Personal measures are not told as they were known at an earlier moment: {names}.",
    ),
    "report stale": (
        "{service}服务自 {at} 起没有应答，其后的记录未计入。",
        "The {service} service has not answered since {at}: what it recorded later is not counted.",
    ),
    "report late": (
        "月末之后补录 {records} 条、更正 {corrections} 条、作废 {voids} 条，已计入。",
        "After the month {records} entries came late, {corrections} were corrected, {voids} voided: all counted.",
    ),
    "report looked at": ("（只看了其后最近 1000 条）", " (the last 1,000 were looked at)"),
    "report fallen": (
        "{n} 条事实的佐证文件缺失或者与原件不符，按仅记录计。",
        "The papers of {n} facts are missing or differ: they count as said only.",
    ),
    "report awaiting": ("尚无数据来源：{names}。", "Without a source as yet: {names}."),
    "report private": (
        "涉及个人的指标按月末以三为单位向下取整，不足三的不列：{names}。",
        "Personal measures stand as of month-ends, in threes rounded down, less than three not at all: {names}.",
    ),
    "report hidden": (
        "限制查阅的台账只计数，不列记录，其时限不在本报告内。",
        "Of registers that only some may read there are counts and no records, and none of their clocks.",
    ),
    # --- in workbooks
    "report group": ("分组", "Group"),
    "report sheet measures": ("有变动的指标", "Measures that moved"),
    "report sheet events": ("期间的记录", "Recorded between"),
    "as workbook": ("导出 xlsx", "As a workbook (xlsx)"),
    # --- on pages
    "reports": ("月报", "Monthly reports"),
    "reports intro": (
        "月报按某日数据、以签发时系统所知生成，最多六页；签发后原样留存，同月可再次签发，互不覆盖。",
        (
            "A monthly report says how things stood on a day, by what was known when it was issued, in six pages at"
            " most. It is kept as it was; the same month may be issued again, and neither takes the other's place."
        ),
    ),
    "report issue": ("签发月报", "Issue a report"),
    "report month field": ("月份", "Month"),
    "report language": ("月报语言", "Language of the report"),
    "report in zh": ("中文", "Chinese"),
    "report in en": ("英文", "English"),
    "report other time": ("其他日期，或者按更早所知", "Another day, or as known earlier"),
    "report other time hint": (
        "留空即为月末（本月未结束的为今天），按签发时系统所知。所知时刻为北京时间，不早于该月开始和第一条记录。",
        (
            "Left empty: the end of the month (today, while it goes on), by what is known when it is issued. The moment"
            " is Beijing time, and neither before the month nor before the first record."
        ),
    ),
    "report preview": ("预览", "Preview"),
    "report preview note": (
        "预览，未签发，不留存；签发时以当时系统所知为准。",
        "A preview: not issued, not kept. What is issued is what is known at that moment.",
    ),
    "report again": ("该月已签发过 {n} 次，再次签发请说明原因。", "This month was issued {n} times: say why again."),
    "report reason": ("再次签发的原因", "Why it is issued again"),
    "report issue as": ("签发（第 {number} 次）", "Issue (no. {number})"),
    "report preview pdf": ("下载预览件（PDF）", "Preview as PDF"),
    "report order": ("正在签发月报", "A report is being issued"),
    "report order leave": (
        "已受理，可以离开本页；签发后自动转到月报。",
        "The order is accepted: you may leave this page. Once the report is issued, this leads to it.",
    ),
    "report order waiting": ("已受理，等待生成", "Accepted, waits for its turn"),
    "report order gathering": ("第 1 步，共 3 步：汇总数据", "Step 1 of 3: the numbers are gathered"),
    "report order writing": ("第 2 步，共 3 步：生成 Word 和 PDF", "Step 2 of 3: Word file and PDF are written"),
    "report order keeping": ("第 3 步，共 3 步：留存并记入审计日志", "Step 3 of 3: it is kept and put on record"),
    "report order done": ("已签发。", "Issued."),
    "report order open": ("打开月报", "Open the report"),
    "report order failed": ("未能签发，没有留下月报。", "It could not be issued, and no report was kept."),
    "report order again": ("重新预览并签发", "Preview and issue again"),
    "report orders": ("正在签发", "Being issued"),
    "reports issued": ("已签发的月报", "Reports that were issued"),
    "report as known": ("截至 {day}，{at} 所知", "as of {day}, known at {at}"),
    "report issued at": ("签发时间", "Issued at"),
    "report files": ("文件", "Files"),
    "report by system": ("系统（定时签发）", "The system, as scheduled"),
    "no reports": ("还没有签发过月报。", "No report was issued yet."),
    "report missing": (
        "按定时设置应签发而尚未签发：{months}。系统会继续尝试。",
        "Due by the schedule and not issued yet: {months}. The system goes on trying.",
    ),
    "report schedule": ("定时签发", "Schedule"),
    "report scheduled": (
        "每月 {day} 日 {time} 由系统签发上月月报（当月不足 {day} 天的为月末），自 {first} 起；{by} 于 {at} 设置。",
        (
            "On day {day} of each month (its last, where it has fewer) at {time} the system issues the report of the"
            " month before, from {first} on; set by {by}, {at}."
        ),
    ),
    "report scheduled workday": (
        (
            "每月 {day} 日 {time} 由系统签发上月月报（当月不足 {day} 天的为月末，遇休息日顺延至下一工作日），"
            "自 {first} 起；{by} 于 {at} 设置。"
        ),
        (
            "On day {day} of each month (its last, where it has fewer; the next working day, where it is a day off) at"
            " {time} the system issues the report of the month before, from {first} on; set by {by}, {at}."
        ),
    ),
    "report unscheduled": ("未设置：月报由人签发。", "Not set: reports are issued by people."),
    "report day": ("每月几日", "Day of the month"),
    "report time": ("时间", "Time"),
    "report workday": ("遇休息日顺延至工作日", "On a day off wait for the next working day"),
    "report set schedule": ("保存", "Save"),
    "report no schedule": ("取消定时", "Have none"),
    "report in log": ("审计日志", "Audit log"),
    "report log same": ("与审计日志一致", "The audit log has the same"),
    "report log absent": (
        "审计日志中（尚）没有此月报的记录",
        "The audit log has nothing of it (yet)",
    ),
    "report log unknown": ("暂时无法与审计日志核对", "Cannot be held against the audit log now"),
    "report log differs": (
        "此月报与审计日志所记不符，不予提供；请告知审计人员。",
        "This report is not what the audit log says was issued: it is not given out. Tell the auditor.",
    ),
    "report hashes": ("文件哈希（SHA-256）", "Hashes (SHA-256)"),
    "report numbers": ("数字", "Numbers"),
    "report since": ("签发后的变动", "What changed since"),
    "report since intro": (
        "同为截至 {day} 的数字：签发时（{then} 所知）与现在（{now} 所知）相比。",
        "The same day, {day}: as known when it was issued ({then}), and as known now ({now}).",
    ),
    "report programme changed": (
        "方案已于签发后变更，数字按现行方案计算。",
        "The programme was changed since: the numbers of now are counted by it.",
    ),
    "report measures changed": ("{n} 个指标的数字有变动", "The numbers of {n} measures are different"),
    "report events": ("引起变动的记录", "What moved them"),
    "report events intro": ("最近的在前；只列您有权查看的", "The newest first; those that you may read"),
    "report kind": ("性质", "Kind"),
    "report kind late": ("补录", "recorded late"),
    "report kind correction": ("更正", "correction"),
    "report kind void": ("作废", "void"),
    "report no event seen": ("没有您有权查看的记录。", "None that you may read."),
    "report unchanged": ("没有变动：现在所知的数字与签发时相同。", "Nothing: the numbers known now are the same."),
    "report as issued": ("签发内容", "As it was issued"),
    "report show contents": ("查看月报内容", "Show the report"),
}
