"""What the pages of the calendar say."""

SAID: dict[str, tuple[str, str]] = {
    "calendar": ("日历", "Calendar"),
    "calendar of": ("{year} 年日历", "Calendar of {year}"),
    "calendar table": (
        "放假安排已由国务院办公厅公布，随本版本的节假日表（第 {edition} 版）提供。",
        "Its holidays were announced by the State Council; they came with this version (table {edition}).",
    ),
    "calendar confirmed": (
        "放假安排已录入，并经第二人确认。",
        "Its holidays were entered, and confirmed by a second person.",
    ),
    "calendar provisional": (
        "放假安排尚未公布：只知道周末，算到这一年的时限为暂定。",
        "Its holidays are not announced yet: only weekends are known, and what is counted into it is provisional.",
    ),
    "calendar source": ("依据：{source}", "Source: {source}"),
    "calendar register": ("年度节假日台账", "Register of announced holidays"),
    "calendar waits entered": (
        "{year} 年放假安排（{source}）待第二人确认，尚未生效。",
        "The holidays of {year} ({source}) wait for a second person, and do not hold yet.",
    ),
    "calendar waits amended": (
        "{year} 年放假安排的修改（{source}）待第二人确认，现行安排继续有效。",
        "An amendment of {year} ({source}) waits for a second person; what was confirmed holds on.",
    ),
    "calendar preview": ("查看将移动的时限", "See which due dates move"),
    "calendar confirm": ("核对并确认生效", "Compare and confirm"),
    "calendar marks": ("“休”为放假，“班”为调休上班。", "“off”: a holiday; “on”: worked in its stead."),
    "calendar off": ("休", "off"),
    "calendar worked": ("班", "on"),
    "calendar month": ("{year} 年 {month} 月", "{year}-{month}"),
    "calendar weekdays": ("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su"),
    "calendar days": ("放假与调休", "Days off, and days worked in their stead"),
    "calendar holiday": ("节日", "Holiday"),
    "calendar off days": ("放假", "Off"),
    "calendar worked days": ("调休上班", "Worked in their stead"),
    "calendar services": ("各服务的时限", "Due dates of each service"),
    "calendar service": ("服务", "Service"),
    "calendar records moved": ("已重新计算的记录", "Records counted again"),
    "calendar refused": ("（{n} 件未能重新计算）", "({n} could not be)"),
    "calendar silent": ("暂无回应", "does not answer"),
    "calendar unheard": ("尚未收到，仍按暂定计算", "has not heard of it, and counts provisionally"),
    "calendar through": ("已完成（{at} UTC）", "done ({at} UTC)"),
    "calendar going": ("进行中，已查看 {part}%", "going on, looked through to {part}%"),
    "calendar enter": ("录入公布的放假安排", "Enter announced holidays"),
    "calendar file intro": (
        "国务院办公厅公布下一年放假安排后，把通知中的每一天写入文件录入。录入后先列出将移动的时限，第二人确认后生效，无须升级。",
        (
            "When the State Council has announced a year, enter every day of its notice from a file. Which due dates "
            "move is shown first; the year holds once a second person has confirmed it."
        ),
    ),
    "calendar file": ("放假安排文件", "File of the days"),
    "calendar file hint": (
        "xlsx、csv 或 json；表头为 日期、类别（放假或调休上班）、节日，一天一行",
        "xlsx, csv or json; headings day, kind (holiday or workday), name; a row a day",
    ),
    "calendar unless said": ("JSON 文件中已有的可不填", "May stay empty where a JSON file says it"),
    "calendar asked source": ("公布机关及文号", "Who announced it, and its number"),
    "calendar asked day": ("公布日期", "Announced on"),
    "calendar asked deviation": ("与法定放假天数不一致的原因", "Why it gives more or fewer days off than the law"),
    "calendar deviation hint": ("天数与法定一致的不填", "Leave empty where it gives what the law says"),
    "calendar asked reason": ("修改原因", "Reason of an amendment"),
    "calendar reason hint": ("只在修改已生效的年度时填写", "Only where a year is amended that holds already"),
    "calendar enter and preview": ("录入并查看将移动的时限", "Enter, and see what moves"),
    "calendar moves": ("{year} 年放假安排将移动的时限", "What the holidays of {year} would move"),
    "calendar moves intro": (
        "{source}：放假 {off} 天，调休上班 {worked} 天。以下时限正在计算，确认后由各服务逐件更正，原时限在历史中保留。",
        (
            "{source}: {off} days off, {worked} worked in their stead. These clocks go on; once it is confirmed each "
            "service moves them, and what they were stays in the history."
        ),
    ),
    "calendar shown": ("本页 {n} 项", "{n} on this page"),
    "calendar due now": ("现时限", "Due now"),
    "calendar due then": ("确认后", "Once confirmed"),
    "calendar later": ("推后 {n} 天", "{n} days later"),
    "calendar sooner": ("提前 {n} 天", "{n} days sooner"),
    "calendar newly overdue": ("将成为逾期", "would be overdue"),
    "calendar none here": ("这一段没有将移动的时限。", "Nothing moves in this part."),
    "calendar hidden": ("另有 {n} 项属于您无权查看的台账。", "{n} more are of registers that you may not read."),
    "calendar silent at": ("{service}暂无回应，请稍后继续。", "{service} does not answer; go on in a while."),
    "calendar looked": (
        "{service}已查看 {part}%，其后尚有其他。",
        "{service} is looked through to {part}%; there is more.",
    ),
    "calendar all seen": ("各服务均已查看完毕。", "All services are looked through."),
    "calendar go on": ("继续查看", "Go on"),
}
