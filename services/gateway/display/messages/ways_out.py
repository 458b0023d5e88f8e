"""What the pages say to who cannot go on: what became of what they sent, what to do next, whom to ask."""

SAID: dict[str, tuple[str, str]] = {
    "next": ("接下来", "What to do next"),
    "nothing changed": ("没有保存或更改任何内容。", "Nothing was saved or changed."),
    "not submitted": ("您提交的内容没有保存。", "What you sent was not saved."),
    "perhaps saved": (
        "您提交的内容可能已经保存：请先查看记录，没有再提交一次。同一页面重复提交不会重复登记。",
        "What you sent may have been saved: look first, and send it again if not. The same page saves it once only.",
    ),
    "was saved before": ("此前提交的内容已经保存。", "What you had sent before is saved."),
    "sign in again": (
        "登录已到期，或者已在别处退出。重新登录后回到刚才的页面。",
        "Your sign-in has ended, or you were signed out elsewhere. Sign in to go back to the page.",
    ),
    "look at request": (
        "请求的写法有误，多半是地址不完整或者被改动。请从下列页面重新进入。",
        (
            "The request is not well-formed; the address may be cut short or changed. Start again from one of "
            "these pages."
        ),
    ),
    "ask for right": (
        (
            "您现在的身份不能查看或者办理此项。有其他任职的，可在“我的账号”切换身份；确需办理的，请有权限的同事办"
            "理，或者向安全管理员核对任职登记。"
        ),
        (
            "You may not see or do this in the post in which you act. If you have another post, change to it in "
            "your account; else ask a colleague who may, or have the administrator check your entry in the "
            "register of posts."
        ),
    ),
    "open form anew": (
        "页面可能打开太久，或者身份已切换。请重新打开页面，再填写提交。",
        "The page may have been open for too long, or you changed your post. Open it again and fill it in.",
    ),
    "look elsewhere": (
        "地址可能有误，或者所指内容已经不在。请从下列页面查找。",
        "The address may be wrong, or what it named is gone. Look for it from one of these pages.",
    ),
    "open to the public": (
        "这些网页还没有对外开放，由局领导在“公开情况”中开放。开放之后，没有账号的人也能看到。",
        'These pages are not open yet: a leader opens them from "Publicity". Then anybody sees them.',
    ),
    "not public yet": (
        "这些网页还没有开放，请以后再来。",
        "These pages are not open yet. Come back later.",
    ),
    "open page": (
        "此地址只接收表单，不能直接打开。请从下列页面进入。",
        "This address takes a form and cannot be opened by itself. Go on from one of these pages.",
    ),
    "send faster": (
        "上传中断。请在网络较好时重新提交，或者减少附件。",
        "The upload took too long. Send it again with a better connection, or with fewer files.",
    ),
    "meet the rule": (
        "请按上面的原因核对后再办理；不能自行解决的，请询问负责此台账的同事。",
        "Look at the reason above, then try again; if that does not settle it, ask whoever keeps this register.",
    ),
    "gone for good": ("此内容已撤下，不再提供。", "This was withdrawn and is not shown any more."),
    "read it again": (
        "他人已先行修改。请重新打开，看清现在的内容再办理。",
        "Somebody else changed it first. Open it again, look at what it says now, then go on.",
    ),
    "make it smaller": (
        "请压缩照片、减少附件或者分次提交。",
        "Make the photographs smaller, attach fewer files, or send it in parts.",
    ),
    "send another kind": (
        "请换成页面所列的文件类型，从页面上的表单重新提交。",
        "Use one of the kinds of files that the page names, and send it by the page's own form.",
    ),
    "correct it": ("请改正上述各项后重试。", "Correct what is named above, then try again."),
    "look at saved": (
        "请打开已保存的记录核对；确需另行登记的，请从新的表单开始。",
        "Look at the record that was saved; for another one begin with a new form.",
    ),
    "wait a moment": ("请求过多，请在 {time} 之后重试。", "There were too many requests: try again after {time}."),
    "tell operator": (
        "请稍后重试。再次出现的，请把时间 {time} 和页面地址告知运维。",
        "Try again in a moment. If it happens again, tell your operator the time, {time}, and the page's address.",
    ),
    "try soon": (
        "部分服务正在启动或者暂时中断，一般一两分钟内恢复。届时重试；超过十分钟的，请告知运维。",
        (
            "A part of the suite is starting or away, as a rule for a minute or two. Try again then; after ten "
            "minutes, tell your operator."
        ),
    ),
    "tell of disk": (
        "磁盘已满或者发生故障，须由运维处理。请告知运维，修复后再提交。",
        "The disk is full or fails, which your operator must mend. Tell them, and send it again afterwards.",
    ),
    "try again": ("重试", "Try again"),
    "open it again": ("重新打开此页面", "Open the page again"),
    "back to": ("返回{title}", "Back to: {title}"),
    "page above": ("上一级页面", "the page above"),
    "saved record": ("打开已保存的记录", "Open the record that was saved"),
    "change post": ("我的账号（切换身份）", "My account (change your post)"),
    "signin trouble": ("登录遇到问题", "Trouble with signing in"),
    "signin no account": ("没有账号", "You have no account"),
    "signin get account": (
        (
            "向本单位的安全管理员申请。登记在人员名册和任职台账的人员均可开通；账号就是人员编号。开通时您会当面得"
            "到一个链接，{days} 日内打开它设置密码，只能使用一次。"
        ),
        (
            "Ask your bureau's administrator of accounts. Whoever stands in the registers of people and posts "
            "can have one; its name is your person code. You are handed a link: open it within {days} days to "
            "choose a password. It works once."
        ),
    ),
    "signin forgotten": ("忘记密码", "You forgot your password"),
    "signin get link": (
        "请安全管理员重发链接，凭链接设置新密码。设置后原密码失效，其他登录全部退出。",
        (
            "Ask the administrator for another link and choose a new password by it. The old one then works no "
            "more, and you are signed out everywhere else."
        ),
    ),
    "signin locked": ("账号被锁定", "Your account is locked"),
    "signin wait": (
        (
            "连续输错 {tries} 次后锁定 {first} 分钟，此后每错一次加倍，最长 {longest} 分钟；到时自行解除，期间密"
            "码正确也不能登录。"
        ),
        (
            "After {tries} wrong passwords in a row it is locked for {first} minute, twice as long after each "
            "further one, for {longest} minutes at most. It opens by itself; until then the right password does "
            "not help either."
        ),
    ),
    "signin factor": ("验证器或者通行密钥遗失", "You lost your authenticator or passkey"),
    "signin recover": (
        "请安全管理员发起恢复。另一人须在 {hours} 小时内确认，然后您得到链接，重新设置。",
        (
            "Ask the administrator to start a recovery. A second person confirms it within {hours} hours; then "
            "you are given a link and set up another one."
        ),
    ),
    "signin provider": (
        "用单位账号登录的，密码和锁定由单位账号系统管理，请询问单位的信息部门。",
        (
            "Passwords of the bureau's own accounts are looked after where those are kept: ask the bureau's "
            "computer office."
        ),
    ),
    "for operators": ("运维：本系统尚无账号", "For operators: nobody has an account yet"),
    "first start": (
        (
            "首任安全管理员凭链接设置密码，链接由运维取得：{native}；容器部署用 {container}。每次取得新链接，前一"
            "个即失效。"
        ),
        (
            "The first administrator chooses a password by a link, which the operator gets by {native}, in "
            "containers by {container}. Each new link ends the one before."
        ),
    ),
}
