"""The 240 power items, the 58 responsibility items, their publications, and the types of violation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.demo_data.penalty_cases.sheet_rows import SYN, Row

BUREAU, LEGAL, POWERS, DUTIES = "bureau", "FZK", 240, 58
KINDS = (["penalty"] * 17 + ["coercion"] * 2 + ["inspection"] * 3 + ["permit"] + ["other"]) * 10
"""Synthetic: the article says neither which kinds there are nor how many of each."""
ENTRUSTED = 8
"""Every eighth item is an entrusted one; the article says only that there are some (F021)."""
VIOLATIONS = (
    "擅自占用道路经营",
    "店外经营",
    "乱张贴、乱涂写小广告",
    "随意倾倒垃圾",
    "车辆运输抛洒滴漏",
    "擅自设置户外广告",
    "损坏环境卫生设施",
    "工地未设置围挡",
    "擅自挖掘城市道路",
    "不按规定分类投放垃圾",
    "擅自占用绿地",
    "露天焚烧杂物",
)
"""Common words of the field; codes, clauses and tiers are placeholders."""
NO_BODY = 12
"""The type that names no penalising body yet."""
TIERS = [
    {"tier": "A", "circumstances": "情节轻微（合成）", "least": "20", "most": "500"},
    {"tier": "B", "circumstances": "情节一般（合成）", "least": "500", "most": "2000"},
    {"tier": "C", "circumstances": "情节严重（合成）", "least": "2000", "most": "10000"},
]
CHANNELS = {"government": "https://example.gov.cn/qlqd", "portal": "https://example.gov.cn/portal/qlqd"}


def powers() -> list[Row]:
    """240 items in version 1."""
    return [Row(dict(_power(number))) for number in range(1, POWERS + 1)]


def _power(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    entrusted = number % ENTRUSTED == 0
    yield (
        "draft",
        {
            "code": f"QL-{number:03}",
            "unit": LEGAL,
            "name": f"权力事项{number:03}",
            "kind": KINDS[number - 1],
            "basis": "法定依据（合成占位）",
            "body": BUREAU,
            "entrusted": entrusted,
            "entrusted_by": "委托机关（合成占位）" if entrusted else None,
            "drafted_on": "2016-10-10",
            "note": f"{SYN}：总数 240 项及含受委托事项见原文，编码、名称、依据、类别、日期均为合成",
        },
    )
    yield "review", {"reviewed_on": "2016-11-07"}
    yield "enact", {"in_force_on": "2016-12-01", "evidence": ["S2-powers-approval.png"]}


def duties() -> list[Row]:
    """58 items in version 1, each with some of the powers."""
    return [Row(dict(_duty(number))) for number in range(1, DUTIES + 1)]


def _duty(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "draft",
        {
            "code": f"ZR-{number:02}",
            "unit": LEGAL,
            "name": f"责任事项{number:02}",
            "basis": "依据（合成占位）",
            "body": BUREAU,
            "power_items": [f"QL-{power:03}" for power in range(number, POWERS + 1, DUTIES)],
            "drafted_on": "2016-10-10",
            "note": f"{SYN}：总数 58 项见原文，编码、名称、依据、日期均为合成",
        },
    )
    yield "review", {"reviewed_on": "2016-11-07"}
    yield "enact", {"in_force_on": "2016-12-01", "evidence": ["S2-duties-approval.png"]}


def publications() -> list[Row]:
    """Both lists on both channels, seen again since."""
    return [
        Row(dict(_publication(kind, count, channel, url)), f"XS-{kind}-{channel}-v1".upper())
        for kind, count in (("powers", POWERS), ("duties", DUTIES))
        for channel, url in CHANNELS.items()
    ]


def _publication(kind: str, count: int, channel: str, url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "prepare",
        {
            "unit": LEGAL,
            "kind": kind,
            "channel": channel,
            "version": 1,
            "formed_on": "2016-12-01",
            "note": f"{SYN}：在区政府和门户网站公示见原文，网址、日期、快照均为合成",
        },
    )
    picture = f"S2-list-{kind}-{channel}"
    items = {"item_count": count}
    yield "publish", items | {"url": url, "published_on": "2016-12-20", "evidence": [f"{picture}.png"]}
    verified_on = "2017-06-05" if channel == "government" else "2017-05-22"
    yield "verify", items | {"verified_on": verified_on, "evidence": [f"{picture}-again.png"]}


def violations() -> list[Row]:
    """Types of violation, all but one with a body, each under a power item."""
    return [Row(dict(_violation(number, name))) for number, name in enumerate(VIOLATIONS, 1)]


def _violation(number: int, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "define",
        {
            "code": f"WF-{number:02}",
            "unit": LEGAL,
            "name": name,
            "power_item": f"QL-{number:03}",
            "forbidden_by": "禁止条款（合成占位）",
            "penalised_by": "处罚条款（合成占位）",
            "defined_on": "2016-12-01",
        },
    )
    if number == NO_BODY:
        return
    yield "map_body", {"body": BUREAU, "mapped_on": "2016-12-02", "evidence": ["S2-bodies.png"]}
    yield "publish_benchmark", {"tiers": TIERS, "published_on": "2016-12-19", "evidence": ["S2-benchmark.png"]}
