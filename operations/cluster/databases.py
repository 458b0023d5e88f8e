"""The database's nodes, as Patroni beside each of them says: who leads, who follows, and how far behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from operations.cluster.asking import NoAnswer, fetch_json
from operations.cluster.standing import Fact, Member, Part, silent

NAME = "database 数据库"
LEADER, SYNC, REPLICA = "leader 主", "sync standby 同步备", "replica 备"


QUESTIONS = {"node": "/patroni", "rules": "/config"}
"""What a node says of itself, and by which rules its cluster goes."""


def ask(place: str, question: str) -> Mapping[str, Any]:
    """An answer to one of the questions. Raises NoAnswer."""
    said = fetch_json(place, QUESTIONS[question])
    if not isinstance(said, dict):
        raise NoAnswer(question)
    return said


def part(places: Sequence[str], answers: Mapping[tuple[str, str], Mapping[str, Any]], now: dt.datetime) -> Part:
    """The nodes together. With strict synchronous replication the leader confirms nothing without a standby."""
    nodes = {place: answers[place, "node"] for place in places if (place, "node") in answers}
    leaders = [place for place, node in nodes.items() if _role(node) == LEADER]
    end = max((_location(nodes[place]) for place in leaders), default=None)
    members = [_member(place, nodes[place], end, now) if place in nodes else silent(place) for place in places]
    rules: Mapping[str, Any] = next((answers[one, "rules"] for one in places if (one, "rules") in answers), {})
    working, roles = [one for one in members if one.up], [one.facts["role"] for one in members if one.up]
    # Whoever follows may confirm what is written; only who is known to have confirmed all of it leads next.
    brittle = SYNC not in roles
    faults = ["no leader 无主库"] if not leaders else []
    faults += [f"{len(leaders)} leaders 多个主库: {', '.join(leaders)}"] if len(leaders) > 1 else []
    faults += ["failover is switched off 自动切换已停用"] if any(node.get("pause") for node in nodes.values()) else []
    faults += ["a standby is not synchronous yet 有备库尚未同步"] if REPLICA in roles else []
    faults += ["timelines differ 时间线不一致"] if len({node.get("timeline") for node in nodes.values()}) > 1 else []
    return Part(NAME, members, len(working), _needed(rules), len(places), faults, not leaders, brittle)


def _needed(rules: Mapping[str, Any]) -> int:
    strict = rules.get("synchronous_mode_strict") and rules.get("synchronous_mode")
    return 1 + int(rules.get("synchronous_node_count", 1)) if strict else 1


def _member(place: str, node: Mapping[str, Any], end: int | None, now: dt.datetime) -> Member:
    role, state = _role(node), str(node.get("state", ""))
    follows = role == LEADER or node.get("replication_state") == "streaming"
    up = state == "running" and follows
    lag = None if end is None or role == LEADER else max(0, end - _location(node))
    facts: dict[str, Fact] = {
        "role": role,
        "state": node.get("replication_state", state) if up else state,
        "timeline": node.get("timeline"),
        "lag_bytes": lag,
        "lag_seconds": _seconds(node, lag, now),
    }
    return Member(place, up, facts, "" if up else "does not follow 未跟随主库" if state == "running" else state)


def _role(node: Mapping[str, Any]) -> str:
    if node.get("role") in ("primary", "master", "leader"):
        return LEADER
    return SYNC if node.get("sync_standby") or node.get("quorum_standby") else REPLICA


def _location(node: Mapping[str, Any]) -> int:
    xlog = node.get("xlog") or {}
    return int(xlog.get("location") or xlog.get("replayed_location") or 0)


def _seconds(node: Mapping[str, Any], lag: int | None, now: dt.datetime) -> float | None:
    """How old the last commit is that a follower has; none behind where it has all: nothing may have been written."""
    if lag is None:
        return None
    moment = (node.get("xlog") or {}).get("replayed_timestamp")
    if not lag or not moment:
        return 0.0 if not lag else None
    return max(0.0, round((now - dt.datetime.fromisoformat(moment)).total_seconds(), 1))
