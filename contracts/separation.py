"""Separation of duties in words: who may not take a step, as pages, documents and refusals say it."""

from __future__ import annotations

from contracts.forms import fields_of
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
    if step.apart_elsewhere:
        titles = [_title(register, name) for name in dict.fromkeys(field for field, *_ in step.apart_elsewhere)]
        zh, en = "、".join(one for one, _ in titles), ", ".join(one for _, one in titles)
        parts.append((f"{zh}的经办人不得{step.zh}", f"nor who handled what stands in: {en}"))
    return [*parts, *([OTHER_UNIT] if step.other_unit else []), *_concerned(register, step)]


def _concerned(register: Register, step: Step) -> list[tuple[str, str]]:
    """Whom the record is about, who may not take the step."""
    titles = [_title(register, name) for name in step.concerned]
    if not titles:
        return []
    zh, en = zip(*titles, strict=True)
    return [(f"不得办理本人事项：{'、'.join(zh)}不得{step.zh}", f"nobody whom it is about: {', '.join(en)}")]


def _title(register: Register, name: str) -> tuple[str, str]:
    """What a field is called; the person whose record it is by its id."""
    if name == register.identity:
        return "本人", "the person of the record"
    forms = (fields_of(one.data) for one in register.steps)
    meta = next(form[name].metadata for form in forms if name in form)
    return meta["title"], meta["x-title-en"]


def reason(step: Step) -> tuple[str, str]:
    """Why a step that vouches for something needs no second person, in Chinese and in English; empty where it does."""
    zh, _, en = step.apart_reason.partition(" / ")
    return zh, en
