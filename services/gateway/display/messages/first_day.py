"""The first day of each role: what to do and what one sees there, a stop a sentence."""

from __future__ import annotations

STOPS: dict[str, tuple[str, str]] = {
    "work": (
        "先看等您办理的事项：到期的排在最前，每行写明下一步，点开即可办理。",
        "First look at what waits for you: due things stand on top, each row says the next step and opens it.",
    ),
    "work approve": (
        "先看等您审批、确认的事项；同类的可以勾选后一并办理，结果逐条告知。",
        "First look at what waits for you to approve or confirm: several of one kind at once, each outcome is told.",
    ),
    "due": (
        "看本单位有什么到期、超期，各按哪条规定计算。",
        "See what is overdue or falls due in your unit, and by which rule each day is reckoned.",
    ),
    "overview": (
        "看十三项事项到了哪一步；点开数字，一直看到事实和佐证。",
        "See how far the thirteen items are; open a number down to its facts and the evidence behind them.",
    ),
    "report": (
        "在街面上发现问题，在这里上报数字城管案件，附上照片。",
        "What you find in the street you report here as a city case, with photographs.",
    ),
    "norms": (
        "查看要求您遵守的纪律规范，并逐份签收。",
        "Read the rules of conduct, and sign that you have them.",
    ),
    "exams": (
        "看您可以参加的考试；开始后由系统计时。",
        "See which examinations you may sit; once you begin, the time runs.",
    ),
    "account": (
        "在自己的账号页改密码、设第二重验证；有几个职务的，在这里切换。",
        "Change your password and add a second factor on your own page; whoever has several posts changes here.",
    ),
    "meaning": (
        "不明白等级、状态和办理权限时，看这里。",
        "What levels and statuses mean, and who may take a step, stands here.",
    ),
    "matter": (
        "登记一件为民实事，日期和经办人已经填好；保存后按记录页的下一步继续。",
        "Register a practical matter: day and handler are filled in; then go on with the next step on its page.",
    ),
    "matter sheet": (
        "平时记在表格里的，在这里整表导入：先核对，再写入，错误逐行标出。",
        "What you keep in a spreadsheet you import here: it is checked first, and mistakes are marked row by row.",
    ),
    "imports": (
        "别人导入的核实类步骤，由您核对后认定，才算已核实。",
        "What others imported as verified counts once you have compared and released it.",
    ),
    "warnings": (
        "看系统提示的疑点：属实就更正，不属实就写明理由。",
        "See what looks unlikely beside other records: correct it, or say why it is right.",
    ),
    "lend": (
        "请假、出差前，把职务委托给别人代办一段时间。",
        "Before you are away, lend your post to somebody for a time.",
    ),
    "penalties": (
        "看行政处罚案件：每案列出阶段、时限和下一步，文书在案件页生成。",
        "See the penalty cases: each shows its stages, its time limits and the next step, and makes its papers.",
    ),
    "agencies": (
        "录入或核对执法机关：文书上的机关全称、地址、银行、法院和文号格式都取自这里。",
        "Enter the enforcement agency, or check it: papers take its name, address, bank, court and numbers from here.",
    ),
    "provisions": (
        "核对本地的听证标准和办案期限，过期的及时更新。",
        "Compare the local amounts and periods by which cases live, and renew those that have ended.",
    ),
    "reviews": (
        "抽取案卷评查，打分后把缺陷转为整改。",
        "Sample case files for review, score them, turn defects into rectifications.",
    ),
    "people": (
        "看人员名册；新来的人在这里入册，随后任职、建账号。",
        "See who is on strength; whoever joins is entered here, then appointed, then given an account.",
    ),
    "session": (
        "安排一场培训；办完后一次点名，只改例外。",
        "Plan a training session; afterwards call the whole roll at once and mark only the exceptions.",
    ),
    "papers": ("从题库组卷，设定开考和截止时间。", "Draw a paper from the question bank, and set when it may be sat."),
    "features": (
        "看各中队申报的特色活动和活动成效。",
        "See which features squadrons applied for, and what came of them.",
    ),
    "event": (
        "提出一次公众体验活动；批准后再安排、举办、总结。",
        "Propose a public event; once approved it is planned, held and summed up.",
    ),
    "opinion": (
        "登记一条意见建议并分办；需要整改或者立案的，直接转办。",
        "Enter an opinion and assign it; what needs putting right, or a case, is passed on from there.",
    ),
    "publicity": ("安排一次法律法规宣传。", "Plan an activity that makes the law known."),
    "assets": (
        "看装备台账：谁领用、在库、在修，编号不会重复。",
        "See the equipment: who holds what, what is in stock or in repair.",
    ),
    "kit": (
        "按定义组一个服务工具包；检查时全部默认在位，只改缺损的。",
        "Put a service kit together as defined; a check takes all as present, you mark what is not.",
    ),
    "labels": (
        "打印车辆、工具包、设施的标签，扫码即开记录。",
        "Print labels for vehicles, kits and facilities: a scan opens the record.",
    ),
    "equipment norms": ("看配备标准与实有的差距。", "See what units should have beside what they have."),
    "conduct check": (
        "登记一次督察检查，发现的问题转为整改。",
        "Enter a conduct check; what it finds becomes a rectification.",
    ),
    "rectifications": (
        "看哪些整改超期，核验已提交的。",
        "See which rectifications are late, and verify those submitted.",
    ),
    "order": (
        "对超期或者重点案件签发督办，到期不答自动升级。",
        "Issue a supervision order over an overdue or weighty case; unanswered, it goes up a level.",
    ),
    "registers": (
        "看有哪些台账；每本都能按日期、单位、状态查找和导出。",
        "See which registers there are; each can be searched by day, unit and status, and exported.",
    ),
    "log": ("查谁在何时做过什么、看过什么。", "Search who did or saw what, and when."),
    "anomalies": ("看审计日志里的异常：越权、频繁查看、深夜操作。", "See what is out of the common in the log."),
    "gaps": ("核对审计日志是否完整、签名是否有效。", "Compare whether the log is whole and its signatures hold."),
    "going live": (
        "从示例到本局台账：看哪一步已完成、下一步做什么。",
        "From the demo to the bureau's own registers: see which step is done and which is next.",
    ),
    "accounts": (
        "给在册人员建账号，发一次性链接；丢失第二重验证的，在这里恢复。",
        "Give people accounts by a link that works once; whoever lost a second factor is helped here.",
    ),
    "posts": (
        "看谁在任什么职务：账号能办什么由职务决定。",
        "See who holds which post: what an account may do follows from it.",
    ),
    "words": ("不认识的词，查名词解释。", "A word you do not know stands among the words of the field."),
}
SAID: dict[str, tuple[str, str]] = {
    "first day": ("上手指南", "Your first day"),
    "first day of": ("上手指南：{role}", "Your first day: {role}"),
    "first day intro": (
        "按顺序走一遍。这里只列您本职务能打开的页面；有其他职务的，切换后再看。",
        "Go through it in this order. It names only pages that your post opens: with another post, look again.",
    ),
    "first day card": (
        "第一次使用？{n} 步走一遍本职务的日常工作，从待办开始。",
        "New here? {n} stops through the everyday work of your post, beginning with what waits for you.",
    ),
    "first day open": ("打开上手指南", "Open the guide"),
    "first day hide": ("知道了，不再显示", "Done: do not show it again"),
    "first day later": (
        "在这台设备上不再显示；以后可从页脚打开。",
        "Not shown on this device again; the foot of every page leads to it.",
    ),
} | {f"stop {name}": said for name, said in STOPS.items()}
