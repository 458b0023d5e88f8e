"""The rules by which something is out of the common, in words, and where their entries stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from contracts.audit.rpc import Anomaly
from contracts.wire import JsonObject
from services.gateway.audit.filters import ONE_DAY, midnight


@dataclass(frozen=True)
class AnomalyRule:
    """A rule, in few words and with its threshold; `acts` are those that it counts, none: whatever was done."""

    title: tuple[str, str]
    zh: str
    en: str
    acts: tuple[str, ...] = ()

    def words(self, threshold: int) -> dict[str, str]:
        """The rule with its threshold, in both languages."""
        return {"zh": self.zh.format(n=threshold), "en": self.en.format(n=threshold)}


RULES: Mapping[str, AnomalyRule] = {
    "denials": AnomalyRule(
        ("越权与登录失败", "Denials"),
        "一人一天内越权被拒或登录失败达 {n} 次",
        "One account was denied, or failed to sign in, {n} times or more on one day",
        ("denied", "sign_in_failed"),
    ),
    "night_exports": AnomalyRule(
        ("夜间导出", "Exports at night"),
        "夜间（22 时至次日 6 时）导出或制作检查包达 {n} 次",
        "Exports or packs made at night (22:00 to 6:00), {n} or more on one day",
        ("exported", "pack_made"),
    ),
    "mass_reading": AnomalyRule(
        ("大量查看隐私信息", "Mass reading"),
        "一人一天内查看 {n} 条以上记录的隐私信息",
        "One account read private texts of {n} records or more on one day",
        ("text_shown",),
    ),
    "many_addresses": AnomalyRule(
        ("多地址使用", "Many addresses"),
        "一个账号一天内从 {n} 个以上网络地址使用",
        "One account was used from {n} network addresses or more on one day",
    ),
}
UNKNOWN = AnomalyRule(
    ("未知规则", "Unknown rule"),
    "本版本不认识的规则（阈值 {n}）",
    "A rule that this version does not know (threshold {n})",
)


def rule_of(name: str) -> AnomalyRule:
    """The rule of a name; what a newer log counts is said to be that."""
    return RULES.get(name, UNKNOWN)


def queries(one: Anomaly) -> Iterator[dict[str, str]]:
    """What to ask for to see the entries of an anomaly, but for its day: one question an act."""
    for what in rule_of(one.rule).acts or ("",):
        yield {"person": one.actor} | ({"what": what} if what else {})


def anomaly_item(one: Anomaly) -> JsonObject:
    """An anomaly as clients see it, with the addresses of its entries."""
    day = dt.date.fromisoformat(one.day)
    times = {"since": midnight(day).isoformat(), "until": midnight(day + ONE_DAY).isoformat()}
    return {
        "rule": one.rule,
        "words": rule_of(one.rule).words(one.threshold),
        "actor": one.actor,
        "day": one.day,
        "count": one.count,
        "threshold": one.threshold,
        "entries": [f"/v1/audit/entries?{urlencode(query | times)}" for query in queries(one)],
    }
