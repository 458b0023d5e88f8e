"""The members of the store in which the database's nodes agree who leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from operations.cluster.asking import fetch_json
from operations.cluster.standing import Fact, Member, Part, majority, silent

NAME = "store 协调存储"


def ask(place: str) -> Member:
    """How a member stands: it is healthy where it can write, which needs a leader. Raises NoAnswer."""
    health = fetch_json(place, "/health")
    said: Mapping[str, Any] = fetch_json(place, "/v3/maintenance/status", body=b"{}")
    own, leader = (said.get("header") or {}).get("member_id"), said.get("leader")
    role = "leader 主" if leader and own == leader else "follower 从" if leader else "without leader 无主"
    facts: dict[str, Fact] = {"role": role, "term": said.get("raftTerm"), "version": said.get("version")}
    up = health.get("health") in ("true", True)
    return Member(place, up, facts, "" if up else str(health.get("reason") or "not healthy 不健康"))


def part(places: Sequence[str], answers: Mapping[str, Member]) -> Part:
    """The members together."""
    members = [answers.get(place) or silent(place) for place in places]
    return Part(NAME, members, sum(one.up for one in members), majority(len(places)), len(places))
