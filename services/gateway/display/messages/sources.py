"""What the sources of targets and rules are called where people read: not by numbers of facts, but in words.

The answers of the interface go on naming the number, which `docs/facts.md` explains.
"""

from __future__ import annotations

WORDED: dict[str, tuple[str, str]] = {
    "F010 岗前培训": ("报道：岗前培训", "the article: induction training"),
    "F011 按需定训": ("报道：按需定训", "the article: training on need"),
    "F021": ("报道：行政权力清单 240 项", "the article: 240 administrative powers"),
    "F022": ("报道：责任清单 58 项", "the article: 58 items of responsibility"),
    "F030 加强纪律约束": ("报道：加强纪律约束", "the article: discipline"),
    "F044": ("报道：每位队员配发工具包", "the article: a service kit for each member"),
    "整改时限（F052）": ("整改时限", "time for rectification"),
    "F060 逐级签订": ("报道：逐级签订", "the article: signed down the chain"),
    "F071": ("报道：特色活动的四个角度", "the article: four angles of feature activities"),
    "F072": ("报道：申报特色活动 12 项", "the article: 12 feature activities applied for"),
    "F106": ("报道：为社区办理实事 28 件", "the article: 28 practical matters for communities"),
    "domain 1.15": (
        "报道所称“全部”“每位”等，按登记范围的全部计算（推荐）",
        "the article says all or every: the whole of the register (recommended)",
    ),
    "domain 2.2 M-S2-6": (
        "行政处罚法第五十八条；作为目标为推荐",
        "Penalty Law art. 58; as a target recommended",
    ),
    "domain 2.2 M-S2-8": ("案卷评查不出现一票否决项（推荐）", "reviews of case files find no veto item (recommended)"),
    "domain 2.3 M-S3-8": ("公车不得私用（推荐）", "no vehicle is used privately (recommended)"),
    "domain 2.6 M-A2-2": (
        "报道：逐级签订（作为目标为推荐）",
        "the article: signed down the chain (recommended)",
    ),
    "domain 2.11 M-B1-6": (
        "使用中的联系卡不得失效（推荐）",
        "no card in use names who has left or a number that has changed (recommended)",
    ),
}
"""By the source as it is recorded, in Chinese and English."""
