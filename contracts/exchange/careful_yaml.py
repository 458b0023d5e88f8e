"""YAML of somebody else: bounded before anything is made of it."""

from __future__ import annotations

from typing import Any

import yaml

MOST_CHARACTERS, DEEPEST = 256 * 1024, 20
NO_VALUE = (yaml.YAMLError, ValueError, RecursionError, LookupError, AttributeError, TypeError)
"""What the reader raises where a text says of what kind a value is and it is none: `!!bool x`, `!!timestamp x`."""


class NotReadable(ValueError):
    """A text from which no document is read; its words say why, in English and Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        """`en` and `zh`: why."""
        super().__init__(en)
        self.en, self.zh = en, zh


def load(text: str) -> Any:
    """The document in a text. Raises NotReadable for a long or deep one, and for one that stands for a longer."""
    if len(text) > MOST_CHARACTERS:
        raise NotReadable(f"More than {MOST_CHARACTERS} characters", f"超过 {MOST_CHARACTERS} 个字符")
    try:
        _refuse_costly(text)
        return yaml.load(text, _Once)  # noqa: S506 -- a safe loader that refuses a name said twice
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NotReadable(f"Line {line}: no YAML: {error.problem}", f"第 {line} 行不是有效的 YAML") from None
    except NO_VALUE as error:
        if isinstance(error, NotReadable):
            raise
        raise NotReadable(f"No YAML: {type(error).__name__}", "不是有效的 YAML") from None


def _refuse_costly(text: str) -> None:
    depth = 0
    for one in yaml.parse(text, yaml.SafeLoader):
        if isinstance(one, yaml.AliasEvent):
            raise NotReadable("Aliases are not read", "不支持别名")
        depth += isinstance(one, yaml.CollectionStartEvent) - isinstance(one, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise NotReadable(f"More than {DEEPEST} parts in each other", f"嵌套超过 {DEEPEST} 层")


class _Once(yaml.SafeLoader):
    """Refuses a name that is said twice: which of the two was meant nobody knows."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """A mapping. Raises MarkedYAMLError."""
        seen = set[str]()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name must be a text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
