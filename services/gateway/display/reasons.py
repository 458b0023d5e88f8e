"""Why a measure and an item stand where they stand, in a sentence with their numbers and the rule. Plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from services.gateway.display.formatting import number, target
from services.gateway.display.messages import pages
from services.gateway.read_model import status

NEAR = round(100 * status.NEAR)
"""Per cent of what an even pace would have brought: from there on a measure is at risk, below it behind."""


def measure_reason(lang: str, told: dict[str, Any]) -> str:
    """Why a measure has its status; `told` is the measure as the interface answers it."""
    if told["awaits"]:
        return pages.say(lang, "why awaits", register=told["awaits"])
    if told.get("withheld"):
        return pages.say(lang, "why withheld")
    if told["status"] is None:
        return pages.say(lang, "why no target")
    return pages.say(lang, f"why {_reason(told)}", **_numbers(lang, told), status=_word(lang, told["status"]))


def _reason(told: dict[str, Any]) -> str:
    """The name of the line that decided, and of what it was a case."""
    standing, goal = str(told["status"]), told["target"]
    return f"{standing}{_CASES[standing](told, goal)}" if goal and standing in _CASES else standing


def _of_nothing(told: dict[str, Any], goal: dict[str, Any]) -> str:
    """Of a ceiling nothing is expected; else what an even pace would have brought makes the item behind."""
    return " ceiling" if goal["op"] == "<=" else " due" if status.is_due(told) else ""


def _of_achieved(told: dict[str, Any], _goal: dict[str, Any]) -> str:
    """Of gaps the second number is no verified one."""
    return " gaps" if told.get("kind") == "gaps" else ""


def _of_unverifiable(told: dict[str, Any], goal: dict[str, Any]) -> str:
    """What is verified is too much, where a ceiling counts what is missing or nobody vouched for."""
    if goal["op"] != "<=" or (told["verified"] or 0) <= goal["value"]:
        return ""
    return " gaps" if told.get("kind") == "gaps" else " over"


def _of_behind(told: dict[str, Any], goal: dict[str, Any]) -> str:
    """A number above what it was to be is behind for another reason than one below its pace."""
    return " over" if goal["op"] == "<=" or (goal["op"] == "==" and told["claimed"] > goal["value"]) else ""


_CASES: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    status.NOT_STARTED: _of_nothing,
    status.ACHIEVED: _of_achieved,
    status.UNVERIFIABLE: _of_unverifiable,
    status.BEHIND: _of_behind,
}
"""Statuses that a measure comes to in several ways."""


def _numbers(lang: str, told: dict[str, Any]) -> dict[str, object]:
    goal, unit = told["target"], told["unit"]
    numbers = {name: number(told[name], unit, lang) for name in ("claimed", "verified", "expected")}
    none = pages.say(lang, "no number")
    return {name: value if value is not None else none for name, value in numbers.items()} | {
        "target": target(goal, unit, lang) if goal else "",
        "level": told["verified_from"],
        "near": NEAR,
    }


def item_reason(lang: str, item: dict[str, Any]) -> str:
    """Why an item has its status: which of its measures decides, and why that one stands there."""
    phrase, weakest = _deciding(item)
    if weakest is None:
        return pages.say(lang, phrase, status=_word(lang, item["status"]))
    return pages.say(
        lang,
        phrase,
        measure=weakest["title"][lang],
        why=measure_reason(lang, weakest),
        expected=number(weakest["expected"], weakest["unit"], lang),
        status=_word(lang, item["status"]),
        own=_word(lang, weakest["status"]),
    )


def _deciding(item: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The phrase for what decides, and the measure that does, where one does."""
    weakest = status.weakest(item["measures"])
    if item["status"] == status.NOT_STARTED:
        return "item nothing", None
    if weakest is None:
        return "item untargeted", None
    if item["status"] == status.ON_TRACK and weakest["status"] == status.ACHIEVED:
        return "item awaiting", None
    if weakest["status"] == status.NOT_STARTED:
        ceiling = weakest["target"]["op"] == "<="
        is_due = item["status"] == status.BEHIND
        return "item missing" if is_due else "item ceiling" if ceiling else "item expecting", weakest
    return "item weakest", weakest


def _word(lang: str, name: str) -> str:
    return pages.word(lang, pages.STATUS, name)


def in_both(write: Callable[[str, dict[str, Any]], str], about: dict[str, Any]) -> dict[str, str]:
    """A reason in both languages, as the interface answers it."""
    return {lang: write(lang, about) for lang in pages.LANGUAGES}


def explain(told: dict[str, Any]) -> dict[str, Any]:
    """The whole progress, or one item, with why each item and each measure stands where it does."""
    for item in _items(told):
        for one in item["measures"]:
            one["reason"] = in_both(measure_reason, one)
        item["reason"] = in_both(item_reason, item)
    return told


def _items(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "pillars" not in told:
        yield told
    for pillar in told.get("pillars", ()):
        yield from pillar["items"]
