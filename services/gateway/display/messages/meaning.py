"""What levels and statuses mean and who may take a step: said here once, for every page that shows them."""

SAID: dict[str, tuple[str, str]] = {
    "meaning": ("等级、状态和办理权限", "Levels, statuses, and who may do what"),
    "paper fields": ("文书字段", "Fields of papers"),
    "paper fields intro": (
        "下列字段可写入文书模板（docx）。模板启用前会检查字段、标记和法定内容。标记的写法：",
        "These fields may stand in a template (docx); it is checked before it is taken. Tags are written so:",
    ),
    "field name": ("字段", "Field"),
    "paper must": ("必须具备", "Must stand in it"),
    "default template": ("下载默认模板", "Download the default template"),
    "template trial": ("试用文书模板", "Try a template"),
    "template trial intro": (
        "在此查看一份模板（docx）有哪些问题、填写后是什么样子。什么也不保存，也不启用；要启用的，在文书模板台账中办理。",
        (
            "See what is wrong with a template (docx), and what it makes. Nothing is stored or adopted; that is done in"
            " the register."
        ),
    ),
    "template file": ("模板文件（docx）", "The template (docx)"),
    "template case": ("用哪个案件填写", "Filled with which case"),
    "template case hint": (
        "案件页地址的最后一段，也可以粘贴整个地址；留空则每个字段显示其说明",
        "The last part of the address of its page, or all of it; left empty, each field shows what it is",
    ),
    "template form": ("以何种形式", "In which form"),
    "template try": ("检查并填写", "Check and fill"),
    "template way out": (
        "请在 Word 中改正上述各项，再试一次。字段名称和必备内容见“文书字段”，也可以从默认模板改起。",
        (
            "Put each of these right in Word, and try again. The names of fields and what must stand in it are on the"
            " page of fields; the default template is a beginning."
        ),
    ),
    "own templates": ("本单位的文书模板", "The bureau's own templates"),
    "what it means": ("含义", "What it means"),
    "about levels": ("佐证等级是什么意思", "What the levels mean"),
    "about status": ("状态怎样判定", "How a status is decided"),
    "about steps": ("谁可以办理", "Who may take a step"),
    "levels intro": (
        (
            "等级说明一件事实有什么佐证。每项指标自定从哪一级起算“已核实”（见指标页的“核实标准”），低于此级的只算"
            "“已记录”。"
        ),
        (
            "A level says what stands behind a fact. Each measure says from which level on a fact counts as "
            "verified (on its page, under “Verified from”); below that it counts as recorded only."
        ),
    ),
    "means E0": (
        "有人登记，没有附佐证文件，也没有他人确认。",
        "Somebody recorded it, without a file, and nobody vouched.",
    ),
    "means E1": ("登记时附有佐证文件，如照片、文书。", "It was recorded with files: photographs, papers."),
    "means E2": (
        "对方（居民、商户等）或者经办人以外的第二人已经确认。",
        "The other side (a resident, a shop) or a second person confirmed it.",
    ),
    "means E3": ("督察或者上级已经核查。", "An inspector or a higher authority checked it."),
    "levels end": (
        "用表格导入的，以及没有以个人账号登记的，最高算 E1；佐证文件丢失或者与哈希不符的，在重新提交之前不算核实。",
        (
            "What came in a sheet, or was not recorded by a person's own account, counts as E1 at most. A file "
            "that is gone or differs from its hash verifies nothing until it is handed in again."
        ),
    ),
    "levels gaps": (
        (
            "缺口类指标（应有而没有的）两个数都是缺口：“已记录”是按记录还没有补齐的，“未证实已补齐”另含按记录已经补齐"
            "、但补齐的佐证不到“核实标准”的，所以只多不少。谁应当有，按登记算，不论等级。"
        ),
        (
            "A measure of gaps (of what should be there and is not) shows gaps twice: “Recorded” counts those that are "
            "not closed by what is recorded; “Not shown to be closed” counts also those that are closed by evidence "
            "below the measure's level, so that it is never fewer. Who should have it is taken as it is recorded, at "
            "whatever level."
        ),
    ),
    "status intro": (
        "只有设了目标的指标才评状态，依次对照下列各条，先符合的为准。",
        "A measure has a status if it has a target: the first of these lines that fits decides.",
    ),
    "means not_started": (
        "尚无记录，或者数值为零；零是最好结果的指标（如缺口），有记录时不按零评未启动。",
        (
            "Nothing is recorded, or the number is zero; where zero is the best, as of gaps, there is no such "
            "status once there are records."
        ),
    ),
    "means achieved": (
        "已记录和已核实的数值都达到目标。",
        "Both the recorded and the verified number meet the target.",
    ),
    "means unverifiable": (
        "已记录的数值达到目标，已核实的还没有。",
        "The recorded number meets the target, the verified one does not yet.",
    ),
    "means on_track": (
        "没有达到目标，但不低于“按进度应达”：从起始日到期限日均匀推进，到今天应有的数值。",
        "The target is not met, but an even pace from the first day to the last would have brought no more by now.",
    ),
    "means at_risk": (
        "低于“按进度应达”，但不低于它的 {near}%。",
        "Less than an even pace would have brought, but at least {near} % of it.",
    ),
    "means behind": (
        "低于“按进度应达”的 {near}%；目标为上限的，超过上限。",
        "Less than {near} % of what an even pace would have brought; of an upper limit: above it.",
    ),
    "status of items": (
        (
            "事项的状态取其设了目标的指标中最弱的一项；已接入台账但毫无记录、按进度又应有数值的，按“滞后”算；还有"
            "指标待接入台账的，事项最高为“正常推进”。不同单位的百分数从不平均。"
        ),
        (
            "An item stands where its weakest measure with a target stands. A measure that has a register and "
            "nothing recorded, where something was to be expected by now, counts as behind. While a measure "
            "awaits its register, the item is on track at best. Unlike percentages are never averaged."
        ),
    ),
    "steps intro": (
        (
            "每一步骤由规定的角色办理，限本人任职的单位及其下属单位。需要他人核实、审批的步骤实行职责分离：登记的"
            "人不能自己确认，当事人不能办理本人事项，有的须由其他单位的人员办理。每张表单上方都写明该步骤由谁办理"
            "。"
        ),
        (
            "Each step is for certain roles, in the unit for which they act and those below it. A step that "
            "vouches for another is for another person: who registered something does not confirm it, nobody "
            "decides what is about themselves, and some steps are for another unit. Above each form it says "
            "whose step it is."
        ),
    ),
    "steps roles": ("可以办理的角色：{roles}", "For these roles: {roles}"),
    "steps apart": ("职责分离：{rule}", "Kept apart: {rule}"),
    "steps founding": (
        "台账尚无记录时，安全管理员也可以办理。",
        "While the register is empty, the administrator may take it too.",
    ),
    "steps which": ("下列步骤由谁办理", "Whose steps these are"),
    "why this status": ("状态依据", "Why this status"),
    "why awaits": ("尚待接入台账 {register}，没有数字。", "It awaits the register {register} and has no number."),
    "why no target": ("未设目标，只列数值，不评状态。", "It has no target: it shows a number and is given no status."),
    "why withheld": (
        "数值涉及个人，不予显示，也不评状态。",
        "The number is about people and kept back, and so is the status.",
    ),
    "why not_started": ("尚无记录，或者数值为零：{status}。", "Nothing is recorded, or the number is zero: {status}."),
    "why not_started due": (
        "尚无记录，或者数值为零，而按进度应达 {expected}（目标：{target}）：{status}；所属事项因此按滞后评定。",
        (
            "Nothing is recorded, or the number is zero, while an even pace would have brought {expected} (target: "
            "{target}): {status}; its item counts as behind for that."
        ),
    ),
    "why not_started ceiling": (
        "尚无记录；目标是上限（{target}），没有超出，也不足以认定达到：{status}。",
        (
            "Nothing is recorded; the target is an upper limit ({target}), which is not exceeded, and not shown to be "
            "kept either: {status}."
        ),
    ),
    "why achieved": (
        "已记录 {claimed}、已核实 {verified}（{level} 起算），均达到目标（{target}）：{status}。",
        "Recorded {claimed} and verified {verified} (from {level}) both meet the target ({target}): {status}.",
    ),
    "why unverifiable": (
        "已记录 {claimed}，达到目标（{target}）；已核实（{level} 起算）只有 {verified}：{status}。",
        "Recorded {claimed} meets the target ({target}), but verified (from {level}) is {verified}: {status}.",
    ),
    "why unverifiable gaps": (
        "已记录 {claimed}，符合目标（{target}）；但未证实已补齐（{level} 起算）的有 {verified}，超出目标：{status}。",
        (
            "Recorded {claimed} keeps to the target ({target}), but {verified} are not shown (from {level}) to be "
            "closed, which is above it: {status}."
        ),
    ),
    "why achieved gaps": (
        "已记录 {claimed}、未证实已补齐 {verified}（{level} 起算），均达到目标（{target}）：{status}。",
        (
            "Recorded {claimed} and {verified} not shown to be closed (from {level}) both meet the target ({target}): "
            "{status}."
        ),
    ),
    "why unverifiable over": (
        "已记录 {claimed}，符合目标（{target}）；按已核实的（{level} 起算）为 {verified}，超出目标：{status}。",
        (
            "Recorded {claimed} keeps to the target ({target}), but by what is verified (from {level}) it is "
            "{verified}: {status}."
        ),
    ),
    "why on_track": (
        "已记录 {claimed}，未达到目标（{target}），不低于按进度应达的 {expected}：{status}。",
        (
            "Recorded {claimed} does not meet the target ({target}), but is not below the even pace, {expected}: "
            "{status}."
        ),
    ),
    "why at_risk": (
        "已记录 {claimed}，低于按进度应达的 {expected}，不低于其 {near}%（目标：{target}）：{status}。",
        (
            "Recorded {claimed} is below the even pace, {expected}, but not below {near} % of it (target: "
            "{target}): {status}."
        ),
    ),
    "why behind": (
        "已记录 {claimed}，低于按进度应达的 {expected} 的 {near}%（目标：{target}）：{status}。",
        "Recorded {claimed} is below {near} % of the even pace, {expected} (target: {target}): {status}.",
    ),
    "why behind over": (
        "已记录 {claimed}，超出目标（{target}）：{status}。",
        "Recorded {claimed} exceeds the target ({target}): {status}.",
    ),
    "item nothing": (
        "本事项各项指标都没有记录：{status}。",
        "No measure of this item has anything recorded: {status}.",
    ),
    "item untargeted": (
        "已有记录，但没有设目标的指标可据以评定：{status}。",
        "Something is recorded, and no measure with a target could say more: {status}.",
    ),
    "item awaiting": (
        "已接入的指标均已达成，还有指标待接入台账：{status}。",
        "All measures that have a register are achieved, others still await theirs: {status}.",
    ),
    "item missing": (
        "由“{measure}”决定：该指标{own}（尚无记录，或者数值为零），而按进度应达 {expected}，故本事项为{status}。",
        (
            "“{measure}” decides: it is {own} (nothing recorded, or zero) while an even pace would have brought "
            "{expected}, so the item is {status}."
        ),
    ),
    "item ceiling": (
        "由“{measure}”决定：该指标{own}，目标是上限，没有超出：{status}。",
        "“{measure}” decides: it is {own}, and its target is an upper limit, which is not exceeded: {status}.",
    ),
    "item expecting": (
        "由“{measure}”决定：尚无记录，按进度也还不应有：{status}。",
        "“{measure}” decides: nothing is recorded, and nothing was to be expected yet: {status}.",
    ),
    "item weakest": ("由最弱的指标“{measure}”决定。{why}", "The weakest measure decides, “{measure}”. {why}"),
}
