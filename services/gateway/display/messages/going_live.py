"""What the page of going live says."""

SAID: dict[str, tuple[str, str]] = {
    "going live": ("正式启用", "Going live"),
    "gl intro": (
        "从示例到本局自己的台账，一步一步来。每一步是否完成，只看台账、账号和方案里实际有什么。",
        (
            "From the demo to the bureau's own registers, step by step. A step is done by what the "
            "registers, accounts and "
            "programme hold, and by nothing else."
        ),
    ),
    "gl progress": ("已完成 {done} / {of} 步", "{done} of {of} steps done"),
    "gl progress unknown": ("另有 {n} 步暂无法取得", "{n} not to be had now"),
    "gl done": ("已完成", "Done"),
    "gl next": ("下一步", "Next"),
    "gl later": ("待办", "Later"),
    "gl unknown": ("暂无法取得", "Not to be had now"),
    "gl demo": ("清除示例", "Remove the demo"),
    "gl demo there": (
        (
            "现有 {units} 个单位，其中 {made_up} 个注明是合成的：这里装的是示例。日志和审计日志只增不改，不能逐条删除；"
            "清除就是把全部数据原样移到一旁，换上空台账、新审计日志和新密钥。"
        ),
        (
            "{made_up} of the {units} units here say that they are synthetic: this is the demo. "
            "Journals and the audit log "
            "are only ever added to, so nothing is deleted in them; all of it is put aside as it is, "
            "and empty registers, a "
            "new audit log and new keys take its place."
        ),
    ),
    "gl demo gone": ("没有注明合成的单位。", "No unit says that it is synthetic."),
    "gl command": ("请运维人员在服务器上运行：", "Have the operator run on the server:"),
    "gl demo then": (
        (
            "命令先逐本台账列出记录数和合成数，要求输入区划代码 {district} 确认；有未注明合成的记录时不动任何数据。"
            "原数据留在 before-begin 目录，由运维人员删除；中途断电或被终止，再运行一次即可接着做完。"
            "最后给出首位管理员的登录链接。容器部署见运维手册“正式启用”一节。"
        ),
        (
            "It lists each register with its records and how many are synthetic, and asks for the "
            "district's code {district}; "
            "where a record does not say that it is synthetic nothing is touched. What was there stays "
            "in the folder "
            "before-begin until the operator deletes it; interrupted, the same command goes on. It "
            "ends with the first "
            "administrator's link. For containers see “Going live” in the operations manual."
        ),
    ),
    "gl units": ("导入单位", "Units, from a sheet"),
    "gl units say": (
        "现有 {n} 个单位。首个单位和首位人员由管理员登记，并任命一位训练政工；其余由训练政工用表格导入。",
        (
            "{n} units. The administrator registers the first unit and the first person and appoints a "
            "trainer; the trainer "
            "imports the others from a sheet."
        ),
    ),
    "gl people": ("导入人员和任职", "People and posts, from sheets"),
    "gl people say": ("人员 {people} 名，任职 {posts} 条。", "{people} people, {posts} posts."),
    "gl people silent": (
        "人员和任职数暂无法取得：这两本台账没有回应。这一步是否完成要等它们回应后才知道。",
        (
            "How many people and posts there are is not to be had now: their registers do not answer. "
            "Whether this step is done is known when they do."
        ),
    ),
    "gl first": ("登记首条：{title}", "Register the first: {title}"),
    "gl template": ("下载模板：{title}", "Template: {title}"),
    "gl import": ("导入（训练政工）：{title}", "Import (trainer): {title}"),
    "gl targets": ("确认年度目标", "The year's targets, from a sheet"),
    "gl targets say": (
        "现行方案：{start} 至 {end}，{targets} 项有目标。",
        "In force: {start} to {end}; {targets} measures have a target.",
    ),
    "gl targets how": (
        "导出确认表，逐行填“是”或“否”（改动的目标须写明新依据），再生成方案并启用。没有人确认的目标不会写入。",
        (
            "Write the sheet, answer yes or no in each row (a target that changes names what sets it), "
            "then make the programme "
            "and adopt it. No target is written that nobody confirmed."
        ),
    ),
    "gl targets over": (
        "本局方案的年度已结束，新年度的目标照下文办理：",
        "The year of the bureau's own programme is over; how the new year's targets are set stands below:",
    ),
    "gl targets soon": (
        "本局方案已启用，到 {start} 自动生效。",
        "The bureau's own programme is adopted and takes effect by itself on {start}.",
    ),
    "gl accounts": ("开通账号", "Accounts"),
    "gl accounts say": (
        "已设密码 {n} 个（首位管理员除外），已邀请未设密码 {invited} 个。",
        "{n} have chosen a password (besides the first administrator), {invited} are invited and have not.",
    ),
    "gl accounts go": ("发送邀请链接", "Send invitation links"),
    "gl agency": ("录入执法机关", "The enforcement agency"),
    "gl agency say": (
        (
            "已录入 {n} 个执法机关。机关全称、地址、代收银行、复议机关、法院和文号格式都印在案件文书上，"
            "由法制人员录入；没有录入的，文书上就空着。“自动编号起始日期”填启用之日：此前的文书保留原来的文号。"
        ),
        (
            "{n} agencies entered. Name, address, bank, reconsideration body, court and patterns of numbers are "
            "what the papers of cases say; the legal officer enters them, and what is not entered is a gap on the "
            "paper. As the day from which numbers are drawn name that of going live: papers of before keep the "
            "numbers they had."
        ),
    ),
    "gl agency silent": (
        "执法机关数暂无法取得：这本台账没有回应。",
        "How many agencies are entered is not to be had now: their register does not answer.",
    ),
    "gl agency go": ("执法机关台账（法制人员录入）", "Enforcement agencies (entered by the legal officer)"),
    "gl records": ("各事项都有记录", "Every item has a record"),
    "gl records say": (
        "{items} 个事项中 {fed} 个已有数据，见下表。",
        "{fed} of {items} items have facts; see the table below.",
    ),
    "gl coverage": ("各事项由哪些台账供数", "What feeds each item"),
    "gl item": ("事项", "Item"),
    "gl registers": ("台账（记录数）", "Registers (records)"),
    "gl fed": ("已有数据", "Has facts"),
    "gl unfed": ("尚无数据", "No facts yet"),
    "gl silent": ("暂无回应", "no answer"),
    "gl hidden": ("限定人员可见", "for others to read"),
    "gl year": ("年度更替", "The year's change"),
    "gl year now": ("现行年度：{start} 至 {end}。", "The year in force: {start} to {end}."),
    "gl year over": ("该年度已结束，请启用 {year} 年度方案。", "It is over: adopt the programme of {year}."),
    "gl year ready": (
        "{year} 年度方案已备好，到期自动生效。",
        "The programme of {year} is ready and takes effect on its day.",
    ),
    "gl year how": (
        (
            "{year} 年度方案由现行方案带出：目标在确认表中逐行确认；可先预览哪些数字会变；启用后到首日生效。"
            "按年计的指标从零开始，往年日期仍按往年的目标和数字回答。"
            "确认表逐行注明“按年”还是“累计”：累计的不归零，目标可能已经达到。"
        ),
        (
            "The programme of {year} is made out of the one in force: its targets are confirmed row by "
            "row in a sheet, a "
            "preview shows which numbers would move, and it takes effect on its first day. What counts "
            "within the year "
            "begins at nothing; days of the years before are answered by their own targets and numbers. "
            "Each row of the sheet says how it counts: what counts over all time goes on, and its target may be met "
            "already."
        ),
    ),
}
