"""Separation of duties in words: who may not take a step, as pages, documents and refusals say it."""

from __future__ import annotations

from contracts.register import Register, Step

OTHER_UNIT = ("须为其他单位人员", "somebody of another unit")


def describe(register: Register, step: Step) -> tuple[str, str]:
    """Who may not take a step, in Chinese and in English; both empty where everybody may whose role allows it."""
    zh, en = zip(*_parts(register, step), strict=True) if _parts(register, step) else ((), ())
    return "；".join(zh), "; ".join(en)


def _parts(register: Register, step: Step) -> list[tuple[str, str]]:
    steps = [register.step(name) for name in step.apart]
    parts = []
    if steps:
        zh, en = "、".join(one.zh for one in steps), ", ".join(one.en for one in steps)
        parts.append((f"须由他人办理：{zh}的经办人不得{step.zh}", f"another person takes it: not who took {en}"))
    return [*parts, *([OTHER_UNIT] if step.other_unit else [])]


def reason(step: Step) -> tuple[str, str]:
    """Why a step that vouches for something needs no second person, in Chinese and in English; empty where it does."""
    zh, _, en = step.apart_reason.partition(" / ")
    return zh, en
