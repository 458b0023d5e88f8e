"""What stays with the command line: the commands that no page stands for, and what each does, in both languages.

Whoever works there has the machine: processes, keys, files. `tests/operations/test_command_words.py` compares this with
the commands that there are.
"""

from __future__ import annotations

COMMAND = "./campaign"
STAYS: dict[str, tuple[str, str]] = {
    "up": ("启动全部服务", "Start everything"),
    "down": ("停止", "Stop it"),
    "certificate": ("签发或续签网站证书", "Issue or renew the certificate of the pages"),
    "begin": ("清空示例，正式启用（新密钥）", "Put the demo aside and begin, with new keys"),
    "recover": ("恢复到指定时刻（新主目录）", "Make a new home as this one was at a second"),
    "drill": ("恢复演练", "Restore the archive elsewhere and check it"),
    "demo": ("载入示例数据", "Load the demo"),
    "token": ("签发接口令牌，或更换令牌密钥", "Print a token, or a new key of tokens"),
    "forget": ("彻底删除一项个人信息", "Delete somebody's name or number for good"),
    "take-away": ("导出全部数据", "Write all data as open files"),
    "papers verify": ("核对全部佐证文件", "Compare every paper with its hash"),
    "papers copy": ("在目录与存储桶之间复制佐证文件", "Copy papers between a folder and a bucket"),
    "audit verify": ("核验日志、视图和审计日志，或检验备份", "Verify journals, view and audit log, or test a backup"),
    "audit verify-pack": ("核验核验包", "Check a pack"),
    "audit keys": ("输出核验公钥", "Print the public keys of packs"),
    "audit verifier": ("输出独立核验程序", "Write the program that checks packs"),
    "audit witness": ("见证并联署审计日志", "Witness the audit log"),
    "audit who-saw": ("谁查看过一条记录的隐私内容", "Who was shown a record's private texts"),
    "view preview": ("预览另一方案的数字", "Make another programme's numbers beside those in force"),
    "view compare": ("与现行方案对比", "What that programme says otherwise"),
    "open311 take": ("取入城市 Open311 平台的上报", "Take in a city's Open311 requests as city cases"),
    "programme show": ("查看现行方案", "Which programme the next start counts by"),
    "programme sheet": ("导出目标确认表", "Write a sheet of a year's targets"),
    "programme next": ("生成年度方案", "Write a year's programme"),
    "programme adopt": ("启用方案", "Have the next start count by a programme"),
    "job definitions": ("容器部署：消息代理的用户与权限", "Containers: users and rights of the broker"),
    "job public-keys": ("容器部署：各服务公钥", "Containers: public keys of the services"),
    "job databases": ("容器部署：创建数据库与角色", "Containers: databases and roles"),
    "wal-archive keep": ("容器部署：逐秒归档", "Containers: archive each second"),
    "wal-archive check": ("容器部署：归档能恢复到何时", "Containers: what the archive can bring back"),
    "wal-archive write": ("容器部署：由归档写出数据目录", "Containers: write a database's files out of the archive"),
    "wal-archive drill": ("容器部署：恢复演练", "Containers: restore the archive elsewhere and check it"),
    "cluster status": ("集群：各节点状态，再失去一个会怎样", "Cluster: each node, and what one more loss would do"),
    "job migrate": ("容器部署：迁移数据库结构", "Containers: bring databases to the present schema"),
    "job topology": ("容器部署：声明消息拓扑", "Containers: exchanges and queues"),
    "job stack": ("容器部署：多主机（Swarm）部署文件", "Containers: the file of a stack over several hosts"),
}
"""Each command as it is typed behind `./campaign`."""
BY_HAND: dict[str, tuple[str, str]] = {
    "deploy/backup": ("备份（容器部署）；恢复见运维手册", "Make a backup (containers); to restore see the manual"),
}
"""What is no command of ours."""
SAID: dict[str, tuple[str, str]] = {
    "op command line": ("只能用命令行办理的", "What stays with the command line"),
    "op command line hint": (
        "在安装系统的机器上执行；每个命令加 --help 有说明。恢复备份的步骤见运维手册（docs/operations.md）。",
        (
            "On the machine that runs the suite; each command explains itself with --help. How a backup is restored"
            " stands in docs/operations.md."
        ),
    ),
    "op command": ("命令", "Command"),
    "op command does": ("用途", "What it does"),
    **{f"op command:{name}": words for name, words in {**STAYS, **BY_HAND}.items()},
}
