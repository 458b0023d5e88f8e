"""Wires between containers, cut: packets are dropped in the containers' own network namespaces, and nobody is told."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.cluster.stack import Container

Rule = tuple[int, tuple[str, ...]]
"""The process whose namespace it is, and what is dropped there."""


def between(one: Container, other: Container, *, one_way: bool = False) -> list[Rule]:
    """What drops all that `other` sends to `one`, and unless `one_way`, all that `one` sends to it."""
    inward: list[Rule] = [(one.pid, ("INPUT", "--source", place)) for place in other.places]
    outward: list[Rule] = [(one.pid, ("OUTPUT", "--destination", place)) for place in other.places]
    return inward if one_way else inward + outward


def around(one: Container) -> list[Rule]:
    """What drops all that comes to a container and all that it sends, but to itself."""
    return [(one.pid, ("INPUT", "!", "--in-interface", "lo")), (one.pid, ("OUTPUT", "!", "--out-interface", "lo"))]


@contextmanager
def cut(rules: Sequence[Rule]) -> Iterator[None]:
    """Within it the wires are cut. A container that was started anew meanwhile has whole ones."""
    for rule in rules:
        _change("--insert", rule, check=True)
    try:
        yield
    finally:
        for rule in rules:
            _change("--delete", rule, check=False)


def _change(how: str, rule: Rule, *, check: bool) -> None:
    pid, (chain, *what) = rule
    command = ["nsenter", "--target", str(pid), "--net", "iptables", "--wait", how, chain, *what, "--jump", "DROP"]
    subprocess.run(command, check=check, capture_output=True)
