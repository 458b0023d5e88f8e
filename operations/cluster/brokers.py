"""The broker's nodes, as their management says: who runs, alarms, partitions, and queues that lack members."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from operations.cluster.asking import NoAnswer, fetch_json
from operations.cluster.standing import Fact, Member, Part, majority, silent

NAME = "broker 消息代理"
SELF = "self"
QUESTIONS = {
    SELF: "/api/whoami",
    "nodes": "/api/nodes?columns=name,running,partitions,mem_alarm,disk_free_alarm,uptime",
    "queues": "/api/queues?columns=name,type,members,online,leader",
}
"""That it answers a node says without asking others; what it says of all may take longer than there is time."""
MOST = 4
"""So many queues are named."""
ALARMS = {"mem_alarm": "memory 内存", "disk_free_alarm": "disk 磁盘"}


def ask(place: str, question: str, amqp_uri: str) -> Any:
    """An answer to one of the questions; the operator's user asks. Raises NoAnswer."""
    user = urlsplit(amqp_uri)
    secret = f"{unquote(user.username or '')}:{unquote(user.password or '')}".encode()
    said = fetch_json(place, QUESTIONS[question], Authorization=f"Basic {base64.b64encode(secret).decode()}")
    if question != SELF and isinstance(said, dict):  # an error: the others are lists
        raise NoAnswer(str(said.get("reason")))
    return said


def part(places: Sequence[str], answers: Mapping[tuple[str, str], Any]) -> Part:
    """The nodes together: a node that sees no majority takes nothing, and neither does any while there is an alarm."""
    nodes = {one["name"]: one for one in _first(places, answers, "nodes")}
    queues = [one for one in _first(places, answers, "queues") if one.get("type") == "quorum"]
    members = [_member(place, nodes, up=(place, SELF) in answers) for place in places]
    lacking = [one for one in queues if len(one.get("online", ())) < len(one.get("members", ()))]
    few = [one for one in queues if len(one.get("members", ())) < len(places)]
    faults = [*_faults(nodes), *_queue_faults(lacking, few)]
    if not nodes:
        faults.append("nobody says how nodes and queues stand: has the user the tag monitoring? 无法获知节点与队列状态")
    stops = any(one.get(alarm) for one in nodes.values() for alarm in ALARMS) or any(map(_has_no_majority, queues))
    brittle = any(len(one.get("online", ())) - 1 < majority(len(one.get("members", ()))) for one in queues)
    working = sum(one.up for one in members)
    return Part(NAME, members, working, majority(len(places)), len(places), faults, stops, brittle)


def _first(places: Sequence[str], answers: Mapping[tuple[str, str], Any], question: str) -> Sequence[Mapping[str, Any]]:
    return next((answers[place, question] for place in places if (place, question) in answers), ())


def _member(place: str, nodes: Mapping[str, Mapping[str, Any]], *, up: bool) -> Member:
    name = f"rabbit@{place.rpartition(':')[0]}"
    node = nodes.get(name, {})
    facts: dict[str, Fact] = {
        "node": name,
        "runs": node.get("running"),
        "partitions": ", ".join(node.get("partitions") or ()),
        "alarms": ", ".join(words for alarm, words in ALARMS.items() if node.get(alarm)),
    }
    return Member(place, up, facts) if up else silent(place)


def _faults(nodes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, one in nodes.items():
        yield from (f"{name}: {words} alarm 告警" for alarm, words in ALARMS.items() if one.get(alarm))
        if one.get("partitions"):
            yield f"{name} sees a partition 网络分区: {', '.join(one['partitions'])}"


def _queue_faults(lacking: Sequence[Mapping[str, Any]], few: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if stuck := [one["name"] for one in lacking if _has_no_majority(one)]:
        yield f"queues without a majority 无多数成员的队列: {_some(stuck)}"
    if names := sorted({one["name"] for one in (*lacking, *few)} - set(stuck)):
        yield f"queues that lack members 缺成员的队列: {_some(names)}"


def _some(names: Sequence[str]) -> str:
    """The first of them, and how many there are: a node that is gone is lacked by every queue."""
    first = sorted(names)[:MOST]
    return ", ".join(first) + (f", ... ({len(names)})" if len(names) > MOST else "")


def _has_no_majority(one: Mapping[str, Any]) -> bool:
    return len(one.get("online", ())) < majority(len(one.get("members", ())))
