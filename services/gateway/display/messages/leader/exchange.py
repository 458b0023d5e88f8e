"""What the pages of files for the platform above say."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "exchange": ("数据报送", "Files for the platform above"),
    "exchange intro": (
        "按本局的映射文件，把某月的台账数据生成为上级平台要求的文件。不合格的行不会进入文件，逐条列出原因，改正记录后可重新生成。",
        (
            "Files of a month's records, as the bureau's mapping says the platform above wants them. Rows that are not"
            " right do not go into them: each is listed with its reasons; once mended, the files are made again."
        ),
    ),
    "exchange none": (
        (
            "还没有映射文件。映射文件由运维人员按上级平台下发的标准编写，放入系统的 exchange 目录；"
            "样例见 deploy/exchange/example.yaml。"
        ),
        (
            "There is no mapping yet. Whoever runs the suite writes one by the standard that the platform gave, and"
            " puts it into the folder exchange of its home; deploy/exchange/example.yaml is an example."
        ),
    ),
    "exchange broken": ("有误的映射文件", "Mappings that cannot be used"),
    "exchange place": ("位置", "Place"),
    "exchange wrong": ("问题", "What is wrong"),
    "exchange whole": ("整个文件", "The whole file"),
    "exchange mapping": ("映射", "Mapping"),
    "exchange closed": ("您无权查看其中的台账", "you may not read one of its registers"),
    "exchange month": ("月份", "Month"),
    "exchange choose": ("生成某月的文件", "Have a month's files made"),
    "exchange make": ("生成", "Make them"),
    "exchange orders": ("已申请的文件", "Files that were ordered"),
    "exchange no orders": ("还没有申请过。", "None was ordered yet."),
    "exchange ordered": ("申请人与时间", "Ordered by, and when"),
    "exchange stands": ("状态", "How it stands"),
    "exchange rows": ("合格 / 不合格（行）", "Good and rejected rows"),
    "exchange fetch": ("下载", "Fetch"),
    "exchange archive": ("压缩包", "archive"),
    "exchange report": ("不合格行", "rejected rows"),
    "exchange not kept": ("文件已过保存期限", "the files' time of keeping is over"),
    "exchange title": ("{title} · {month}", "{title}, {month}"),
    "exchange known": ("数据截至", "As known at"),
    "exchange event": ("其时最后一条事件 {event}", "the last event was {event}"),
    "exchange leave": (
        "已受理，可以离开本页；文件生成后留存在此，可随时下载。",
        "The order is accepted: you may leave this page. The files are kept here once they are made.",
    ),
    "exchange waiting": ("等待生成", "Waits for its turn"),
    "exchange running": ("正在生成", "Being made"),
    "exchange counting": ("正在清点记录：已清点 {total} 条", "The records are counted: {total} so far"),
    "exchange making": (
        "已读 {read} / {total} 条记录：合格 {good} 行，不合格 {bad} 行",
        "{read} of {total} records read: {good} good rows, {bad} rejected",
    ),
    "exchange done": ("已生成", "Made"),
    "exchange failed": ("未能生成", "Could not be made"),
    "exchange made": ("已生成：合格 {good} 行，不合格 {bad} 行。", "Made: {good} good rows, {bad} rejected."),
    "exchange unmade": ("未能生成，没有留下文件。", "It could not be made, and no file was kept."),
    "exchange again": ("重新生成", "Have it made again"),
    "exchange rejected": ("不合格的行（{n} 行）", "Rejected rows ({n})"),
    "exchange first": (
        "列出前 {n} 行，全部见 rejected.csv。",
        "The first {n}; rejected.csv has all.",
    ),
    "exchange nothing wrong": ("没有不合格的行。", "No row is rejected."),
    "exchange counts": ("各文件", "Each file"),
    "exchange file": ("文件", "File"),
    "exchange good": ("合格", "Good"),
    "exchange bad": ("不合格", "Rejected"),
    "exchange size": ("大小", "Size"),
    "exchange column": ("列", "Column"),
    "exchange value": ("取值", "Value"),
    "exchange get archive": ("下载压缩包（zip，{size}）", "Fetch the archive (zip, {size})"),
    "exchange get report": ("下载不合格行报告（csv）", "Fetch the report of rejected rows (csv)"),
    "exchange holds": (
        "压缩包内有各数据文件、不合格行报告 rejected.csv 和 manifest.json（行数、SHA-256）；生成和下载均记入审计日志。",
        (
            "The archive has the files, the report rejected.csv, and manifest.json with counts and SHA-256; that it was"
            " made, and each time that it is fetched, is put on record."
        ),
    ),
    "exchange barred": ("不能生成：{reason}", "It cannot be made: {reason}"),
    "exchange not yours": (
        "您无权查看其中的台账，或它由其他单位申请，不能下载。",
        "You may not read one of its registers, or another unit ordered it: it is not yours to fetch.",
    ),
}
