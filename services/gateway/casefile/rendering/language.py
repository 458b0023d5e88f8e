"""What a template may say in its tags: fields, conditions, lists. Nothing is called or computed, so nothing runs long.

`{{ 当事人.名称 }}`, `{% if 处罚.有罚款 %}…{% endif %}`, `{% for 证据 in 证据清单 %}{{ 证据.名称 }}{% endfor %}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import ChainableUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from services.gateway.casefile.paper import Blank

LOOP = "loop"
OF_A_LOOP = frozenset({"first", "last", "index"})
DEEPEST = 2
"""How many lists may stand in one another."""
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
BEGIN, END = "\ue000", "\ue001"
"""Between these stands a gap, until it is marked in the document; no record's text has them."""
_DROPPED = dict.fromkeys([*range(9), *range(11, 32), 0xE000, 0xE001, 0xFFFE, 0xFFFF])


class FieldEnvironment(SandboxedEnvironment):
    """Fills tags with the values of fields; what has no value is a gap by its name."""

    def __init__(self) -> None:
        """Texts are text: what a record says is neither markup nor a tag."""
        super().__init__(autoescape=True, undefined=ChainableUndefined, finalize=_shown)
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field by its name, or what a list knows of its turn; never what Python has there."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in OF_A_LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tags of a text. Raises TemplateSyntaxError where there is something that templates may not say."""
        tree = super()._parse(source, name, filename)
        for node in _below(tree, 0):
            if not isinstance(node, ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
                raise TemplateSyntaxError(f"{type(node).__name__}", getattr(node, "lineno", 1))
        return tree


def _below(node: nodes.Node, depth: int) -> Iterator[nodes.Node]:
    if depth > DEEPEST:
        raise TemplateSyntaxError("lists in one another", getattr(node, "lineno", 1))
    yield node
    for one in node.iter_child_nodes():
        yield from _below(one, depth + isinstance(one, nodes.For))


def _shown(value: Any) -> Any:
    if isinstance(value, Blank):
        return f"{BEGIN}{value}{END}"
    if isinstance(value, ChainableUndefined):
        name = value._undefined_name  # noqa: SLF001 -- jinja's own word for what it did not find
        return f"{BEGIN}{Blank(str(name))}{END}"
    return clean(value) if isinstance(value, str) else value


def clean(text: str) -> str:
    """A text without what no document may hold."""
    return text.translate(_DROPPED)


def fields_used(environment: FieldEnvironment, source: str) -> dict[str, int]:
    """The fields that a text's tags name, each with the line of its first use; a list's entries by the list's name.

    Raises TemplateSyntaxError.
    """
    used: dict[str, int] = {}
    _collect(environment.parse(source), {}, used)
    return used


def _collect(node: nodes.Node, entries: Mapping[str, str], used: dict[str, int]) -> None:
    if isinstance(node, (nodes.Getattr, nodes.Name)):
        name = field_name(node, entries)
        if name and name.partition(".")[0] != LOOP:
            used.setdefault(name, node.lineno)
    elif isinstance(node, nodes.For):
        _collect(node.iter, entries, used)
        inner = dict(entries)
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = field_name(node.iter, entries)
        for one in (*node.body, *node.else_, *([node.test] if node.test else [])):
            _collect(one, inner, used)
    else:
        for one in node.iter_child_nodes():
            _collect(one, entries, used)


def field_name(node: nodes.Node, entries: Mapping[str, str]) -> str:
    """A field's whole name; of what is no field, what is asked of it."""
    if isinstance(node, nodes.Name):
        return entries.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return f"{field_name(node.node, entries)}.{node.attr}"
    return ""
