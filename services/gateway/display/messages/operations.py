"""What the pages of operators say, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "operations": ("运维", "Operations"),
    "op attention": ("需要处理", "What wants attention"),
    "op nothing wrong": ("各项正常", "All is well"),
    "op wrong service": ("服务 {name} 未就绪", "The service {name} is not ready"),
    "op wrong clock": ("服务 {name} 的时钟不准", "The clock of {name} is wrong"),
    "op wrong disk": (
        "服务 {name} 的磁盘空间不足或不可写",
        "The disk of {name} has little room, or cannot be written to",
    ),
    "op wrong letters": ("{name} 有未能处理的消息", "{name} has messages that it could not handle"),
    "op wrong jobs": ("有导入任务失败", "An import has failed"),
    "op wrong backup": ("{name}：{why}", "{name}: {why}"),
    "op last never": ("从未做过", "never"),
    "op last old": ("上次是 {at}，已超过 {days} 天", "last on {at}, more than {days} days ago"),
    "op last fault": ("上次（{at}）有问题", "the last ({at}) had a fault"),
    "op last fault old": (
        "上次（{at}）有问题，且已超过 {days} 天",
        "the last ({at}) had a fault, and was more than {days} days ago",
    ),
    "op wrong papers": ("佐证文件{name}", "Papers: {name}"),
    "op letters": ("停放的消息", "Parked messages"),
    "op letters intro": (
        "服务未能处理的消息及原因。排除原因后重新投递；已处理过的会被识别，不会重复生效。各服务先列前 50 条。",
        (
            "Messages that a service could not handle, and why. Once the cause is gone send them back; what was handled"
            " meanwhile is recognised and takes no effect twice. The first 50 of each service."
        ),
    ),
    "op find letter": ("查找这条消息", "Find this message"),
    "op letters far": (
        "按事件编号在一个服务的前 10000 条中查找；再往后的用命令行查看：",
        "By the event's id, among the first 10,000 of a service; what lies behind these the command line shows:",
    ),
    "op no letters": ("没有停放的消息。", "No message is parked."),
    "op service silent": (
        "{service} 未应答，其停放的消息未列出。",
        "{service} does not answer: what it has is not listed.",
    ),
    "op silent": ("未应答", "silent"),
    "op message": ("消息", "Message"),
    "op event": ("事件编号", "Event"),
    "op parked at": ("停放于", "Parked at"),
    "op says": ("内容", "What it says"),
    "op headers": ("消息头", "Headers"),
    "op replay": ("重新投递", "Send it back"),
    "op replay hint": (
        "送回原收件队列再处理一次；仍不能处理的会再次停放。",
        "It goes back to the inbox and is handled once more; what still cannot be handled is parked again.",
    ),
    "op discard": ("丢弃", "Throw it away"),
    "op why": ("丢弃原因", "Why it is thrown away"),
    "op discard hint": (
        "4 至 500 字。丢弃后不再处理；全文另行保存，可在“已丢弃的消息”查看。",
        "4 to 500 characters. It is handled no more; the whole of it is kept under “Messages thrown away”.",
    ),
    "op discarded": ("已丢弃的消息", "Messages thrown away"),
    "op discarded intro": (
        "丢弃的消息全文加密保存，并载入审计日志。",
        "What was thrown away is kept whole, encrypted, and stands in the audit log.",
    ),
    "op none discarded": ("没有丢弃过消息。", "None was thrown away."),
    "op jobs": ("导入任务", "Imports"),
    "op jobs intro": (
        "所有人的导入任务，新的在前；不显示文件名称和内容。停止后，已导入的保留。",
        "Everybody's imports, the newest first, without names or contents of files. What was imported stays.",
    ),
    "op jobs say": ("进行中 {running}，失败 {failed}", "{running} going on, {failed} failed"),
    "op stop job": ("停止", "Stop"),
    "op act": ("处理", "Act"),
    "op account": ("账号", "Account"),
    "op reason": ("原因", "Reason"),
    "op backups": ("备份与恢复检验", "Backups and their tests"),
    "op backups intro": (
        (
            "备份脚本、检验命令、持续归档和恢复演练会自动登记，也可在此登记。"
            "备份超过 {made} 天、检验超过 {tested} 天即提示"
            "；有定期演练的，演练超过 {drill} 天即提示；有持续归档的，落后超过 {archive} 秒即提示。"
        ),
        (
            "The backup script, the check of a copy, the archive and drills note it here by themselves; it may be noted"
            " by hand too. After {made} day without a backup, or {tested} days without a test, it is told; where drills"
            " run, after {drill} days without one; where there is an archive, when it is {archive} seconds behind."
        ),
    ),
    "op backup:made": ("最近备份", "Last backup"),
    "op backup:tested": ("最近恢复检验", "Last test of a backup"),
    "op backup:archived": ("可恢复至", "Can be restored up to"),
    "op archive behind": ("只能恢复至 {at}，此后的尚未归档", "{at} at the latest: what came since is not archived"),
    "op drill to": ("恢复到 {at} 的状态", "restored as of {at}"),
    "op drill seconds": ("用时 {n} 秒", "in {n} s"),
    "op drill events": ("核验 {n} 个事件", "{n} events verified"),
    "op drill loss": ("可恢复的最新时刻落后 {n} 秒", "newest moment {n} s behind"),
    "op backup deed": ("事项", "What was done"),
    "op backup name": ("备份名称", "Name of the backup"),
    "op backup name hint": (
        "文件夹名称，不含路径，如 campaign-2026-11-23",
        "The folder's name without its path, such as campaign-2026-11-23",
    ),
    "op backup fault": ("发现的问题", "What was wrong"),
    "op backup fault hint": ("检验无问题则留空", "Left empty where a test found nothing wrong"),
    "op note backup": ("登记", "Note it"),
    "op no backups": ("尚无备份记录。", "No backup was noted yet."),
    "op bundle": ("下载故障排查包", "Download a bundle for finding faults"),
    "op bundle hint": (
        "排查包供外部技术支持使用，不含个人信息、记录内容、密码和密钥；下载会载入审计日志。",
        (
            "The bundle is for who helps from outside: no personal text, no contents of records, no passwords, no keys."
            " That it was fetched stands in the audit log."
        ),
    ),
    "op services": ("服务", "Services"),
    "op service": ("服务", "Service"),
    "op ready": ("就绪", "ready"),
    "op not ready": ("未就绪", "not ready"),
    "op deaf": ("未连上消息队列", "not connected to its inbox"),
    "op waiting": ("待发布", "To be published"),
    "op missing": ("缺失事件", "Events missing"),
    "op skew": ("时钟偏差（秒）", "Clock, seconds off"),
    "op copies": ("副本最新至", "Copies reach up to"),
    "op copies of": ("{n} 个台账", "{n} registers"),
    "op storage": ("存储", "Storage"),
    "op size": ("占用", "Size"),
    "op disk": ("磁盘", "Disk"),
    "op disk ok": ("充足", "enough room"),
    "op disk low": ("偏低", "little room left"),
    "op disk full": ("已满", "full"),
    "op disk unwritable": ("不可写", "cannot be written to"),
    "op papers": ("佐证文件核对", "Papers compared with their hashes"),
    "op papers:checked": ("已核对", "compared"),
    "op papers:missing": ("缺失", "missing"),
    "op papers:differs": ("内容不符", "differ"),
    "op papers:unreadable": ("无法读取", "cannot be read"),
    "op upkeep": ("备份、任务与账号", "Backups, imports, accounts"),
    "op accounts say": (
        "共 {total}，停用 {closed}，锁定 {locked}，未设密码 {unused}",
        "{total} in all, {closed} closed, {locked} locked, {unused} without a password yet",
    ),
    "op view": ("进展视图", "The view of progress"),
    "op view say": (
        "视图由日志算出，可随时重新生成；生成期间仍读旧的一代。",
        "The view follows from the journals and can be built anew at any time; meanwhile the old one is read.",
    ),
    "op generation": ("代", "Generation"),
    "op gen live": ("正在使用", "read now"),
    "op gen building": ("生成中", "being built"),
    "op gen kept": ("保留", "kept"),
    "op gen leaving": ("清除中", "being cleared"),
    "op gen declined": ("未采用", "not adopted"),
    "op gen drafting": ("试算中", "previewed, being built"),
    "op gen preview": ("试算", "preview"),
    "op view rebuild": ("重新生成视图", "Build the view anew"),
    "op view rebuild asked": (
        "将由全部日志重新生成视图，完成后自动启用；期间照常使用。",
        "The view is built anew from all journals and then read; meanwhile all goes on as before.",
    ),
    "op view back": ("恢复上一代", "Go back to the one before"),
    "op view back asked": (
        "将改用上一代视图，数字可能与现在不同。",
        "The generation before is read again: numbers may differ from those of now.",
    ),
    "op view drop": ("清除保留的各代", "Let kept ones go"),
    "op view drop asked": (
        "将清除保留的各代，清除后不能恢复上一代。",
        "Generations that are kept are cleared: there is then none to go back to.",
    ),
    "op rebuild": ("由日志重建台账", "Rebuild registers"),
    "op rebuild of": ("重建哪个服务的台账", "Whose registers"),
    "op rebuild asked": (
        "将由日志重建{service}的台账，其间该服务暂停办理，数秒至数分钟。",
        "The registers of {service} are made again from its journal; it takes no steps meanwhile, seconds to minutes.",
    ),
    "op told at": ("{now} 查询", "Asked at {now}"),
}
