"""Under which conditions a template says its fields: what the law wants may not hang on one that it does not name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from jinja2 import nodes

from services.gateway.casefile.rendering.language import FieldEnvironment, field_name

Conditions = frozenset[tuple[str, bool]]
"""Tests, and whether each must hold; none: whatever the case is."""


def conditions_of(source: str) -> dict[str, set[Conditions]]:
    """Of each field that is said, not only asked for, under which conditions it is. Raises TemplateSyntaxError."""
    said: dict[str, set[Conditions]] = {}
    for name, under in _said(FieldEnvironment().parse(source), {}, frozenset()):
        said.setdefault(name, set()).add(under)
    return {name: _joined(each) for name, each in said.items()}


def _said(node: nodes.Node, entries: Mapping[str, str], under: Conditions) -> Iterator[tuple[str, Conditions]]:
    if isinstance(node, (nodes.Getattr, nodes.Name)):
        yield field_name(node, entries), under
    elif isinstance(node, nodes.If):
        yield from _branches(node, entries, under)
    elif isinstance(node, nodes.For):
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        for one in node.body:
            yield from _said(one, {**entries, name: field_name(node.iter, entries)}, under)
    else:
        for one in node.iter_child_nodes():
            yield from _said(one, entries, under)


def _branches(node: nodes.If, entries: Mapping[str, str], under: Conditions) -> Iterator[tuple[str, Conditions]]:
    for branch in (node, *node.elif_):
        test = repr(branch.test)
        for one in branch.body:
            yield from _said(one, entries, under | {(test, True)})
        under |= {(test, False)}
    for one in node.else_:
        yield from _said(one, entries, under)


def _joined(found: set[Conditions]) -> set[Conditions]:
    """What stands both where a test holds and where it does not stands whatever it gives."""
    while True:
        more = {one & other for one, other in combinations(found, 2) if _are_opposite(one, other)} - found
        if not more:
            return found
        found = found | more


def _are_opposite(one: Conditions, other: Conditions) -> bool:
    """Whether they differ in nothing but what one test gives."""
    apart = one ^ other
    return len(apart) > 1 and len({test for test, _ in apart}) == 1


def hangs_on_more(own: set[Conditions], allowed: set[Conditions]) -> bool:
    """Whether something is said only where more must hold than in a template that is known to be right."""
    return not any(one <= other for one in own for other in allowed)
