"""Why a measure and an item stand where they stand, in a sentence with their own numbers. Plain functions."""

from __future__ import annotations

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
    """The name of the line that decided; a number above what it was to be is behind for another reason."""
    goal, is_behind = told["target"], told["status"] == status.BEHIND
    over = is_behind and (goal["op"] == "<=" or (goal["op"] == "==" and told["claimed"] > goal["value"]))
    return "over" if over else str(told["status"])


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
        return "item missing" if item["status"] == status.BEHIND else "item expecting", weakest
    return "item weakest", weakest


def _word(lang: str, name: str) -> str:
    return pages.word(lang, pages.STATUS, name)
