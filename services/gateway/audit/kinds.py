"""What an entry tells of, in words: an act, or a step of a register."""

from __future__ import annotations

from contracts import catalogue
from contracts.audit import acts
from contracts.errors import Undefined

Title = dict[str, str]


def title_of(kind: str) -> Title:
    """The title of an act by its name, or of events of a type; what nobody here knows is named as it came."""
    if act := acts.ACTS.get(kind):
        return {"zh": act.zh, "en": act.en}
    try:
        register, step = catalogue.step_of(kind)
    except Undefined:
        return {"zh": kind, "en": kind}
    return {"zh": f"{register.zh}：{step.zh}", "en": f"{register.en}: {step.en.lower()}"}


def is_kind(word: str) -> bool:
    """Whether entries may be of this kind: an act's name, or the type of a register's events."""
    if word in acts.ACTS:
        return True
    try:
        catalogue.step_of(word)
    except Undefined:
        return False
    return True
