"""How a due date was counted, in figures and in words of both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from contracts.wire import JsonObject
from services.chassis.records.calendar import Calendar, Explanation, parse_period
from services.chassis.records.deadlines import ClockRun

UNITS = {
    "workdays": ("个工作日", "working days"),
    "days": ("日", "days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
}


def explain(due: ClockRun, calendar: Calendar) -> JsonObject:
    """One run of a clock: rule, article, start, days counted, days skipped, end, and what became of it."""
    # A clock whose end was said when it started has no period to explain.
    explained = calendar.explain(due.start, due.rule.period, rolls=due.rule.rolls) if due.rule.period else None
    return {
        "clock": due.clock,
        "run": due.line_run,
        "title": {"zh": due.rule.zh, "en": due.rule.en},
        "article": due.article,
        "consequence": due.rule.consequence,
        "period": due.rule.period,
        "start": due.start,
        "due": due.due,
        "moved": list(due.moved),
        "paused": due.paused,
        "ended": due.ended,
        "by": due.by,
        "kept": due.in_time,
        "reckoned": asdict(explained) if explained else None,
        "words": _words(due, explained),
    }


def _words(due: ClockRun, explained: Explanation | None) -> JsonObject:
    lines = list(_lines(due, explained))
    return {"zh": "；".join(zh for zh, _ in lines), "en": "; ".join(en for _, en in lines)}


def _lines(due: ClockRun, explained: Explanation | None) -> Iterator[tuple[str, str]]:
    if explained is None:
        yield f"期限由办理时载明：{due.due}", f"its end was said when it started: {due.due}"
        return
    yield from _count_lines(explained)
    yield from _roll_lines(due, explained)
    if explained.provisional:
        years = "、".join(map(str, explained.provisional))
        yield f"{years} 年放假安排尚未公布，为暂定", f"provisional: the holidays of {years} are not announced yet"
    if due.moved:
        yield f"经延长或中止后为 {due.due}", f"extended or paused since, now {due.due}"
    # The calendar has learnt of holidays since; what was recorded stands.
    elif explained.due != due.due:
        yield f"登记时算得 {due.due}，以此为准", f"reckoned as {due.due} when it was told, which stands"


def _count_lines(one: Explanation) -> Iterator[tuple[str, str]]:
    count, unit = parse_period(one.period)
    zh, en = UNITS[unit]
    yield f"{one.start} 次日起算 {count} {zh}，至 {one.last}", f"{count} {en} after {one.start}, to {one.last}"
    if skipped := list(_skip_lines(one)):
        yield "跳过" + "、".join(zh for zh, _ in skipped), "skipped " + ", ".join(en for _, en in skipped)
    if one.makeups:
        days = "、".join(str(makeup.day) for makeup in one.makeups)
        yield f"调休上班日计入：{days}", f"make-up days counted: {days}"


def _skip_lines(one: Explanation) -> Iterator[tuple[str, str]]:
    if one.weekends:
        yield f"周末 {one.weekends} 天", f"{one.weekends} weekend days"
    for (zh, en), days in Counter((each.zh, each.en) for each in one.holidays).items():
        yield f"{zh} {days} 天", f"{days} of {en}"


def _roll_lines(due: ClockRun, one: Explanation) -> Iterator[tuple[str, str]]:
    if one.rolled == one.last:
        return
    if due.rule.rolls:
        yield f"末日为休息日，顺延至 {one.rolled}", f"its last day is a day off: rolls to {one.rolled}"
    else:
        yield (
            f"末日为休息日；机关期限不顺延（顺延则为 {one.rolled}）",
            f"its last day is a day off; an agency's limit does not roll (it would to {one.rolled})",
        )
