"""The registers in words and pictures: docs/registers, a page a service."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from marshmallow import fields

from contracts import catalogue
from contracts.forms import Day, Flag, Time, schema
from contracts.register import NEW, NUMBER, Clock, Register, Step, split_names

MAIN = "main"
INTRODUCTION = """# 台账 Registers

Written by `./campaign docs` from `contracts/`; changes are made there.

## How to read a page

A move that ends in `=` leaves the status as it is. Level is the evidence level that the step itself gives (E0 said,
E1 with papers, E2 confirmed by a counter-party, E3 checked); papers raise E0 to E1. The operator may read every
register, and takes no step. Who may take a step may correct it, unless the column beside it names others. Who took
one of the steps that a step is apart from (须由他人), or a correction of it, in person or by a delegation, may not take
it in the same record; where no step is named, the reason stands there. Whom the record is about (非本人: who is
named in the fields that stand there) may not take it either. A void (作废) takes back everything that a record has
contributed. In place of a step that names another (改用 now) pages offer that one; a program that takes it is not
refused.
A number like F021 is [a fact](../facts.md).

A clock runs from one event to another (`→`). Events after which it no longer matters end it (lapses), an event that
says until when moves its end (extends), between two it stands still (pauses), and it starts only if a field of the
starting event says so, where one is named (when). A clock that stands twice stands under two laws: in force says since
when and up to when.

What a rule proposes (`alike`, 疑似重复：最新200件) is taken from the newest 200 records under the same key and of the
days that count, as far as they were known when the step was entered; what a rule decides is asked of all.
"""
INDEX = "README.md"
KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (Day, "日期 day"),
    (Time, "时刻 moment"),
    (fields.Decimal, "金额 amount"),
    (Flag, "是否 yes or no"),
    (fields.Integer, "整数 whole number"),
    (fields.String, "文字 text"),
)
STATUS = ("status", "中文", "final")
STEP = ("step", "中文", "English", "move", "by", "corrected by", "event", "level", "须由他人 apart from")
CLOCK = (
    *("clock", "中文", "English", "runs", "ends", "when", "lapses", "extends", "pauses", "warns, days before"),
    *("施行 in force", "依据 article"),
)
FIELD = ("field", "中文", "English", "type", "required")
BY_RULE = "由规则补充 added by the rule"
REFERENCES = {
    "unit": "单位编号 unit",
    "person": "人员编号 person",
    "evidence": "佐证 evidence (SHA-256)",
    "private": "文字，仅存本服务 text that stays with the owner",
}


def register_pages(registers: Iterable[Register] = tuple(catalogue.REGISTERS.values())) -> dict[str, str]:
    """A page for each service and the index to them, by file name.

    A page has every register of its service: what it is for, its steps, fields, clocks, and its diagram.
    """
    by_service: dict[str, list[Register]] = {}
    for register in registers:
        by_service.setdefault(register.service, []).append(register)
    pages = {f"{service}.md": _page(service, chosen) for service, chosen in by_service.items()}
    return {INDEX: "\n".join([INTRODUCTION, *map(_index, by_service, by_service.values())])} | pages


def _index(service: str, registers: Sequence[Register]) -> str:
    return f"## [{service}]({service}.md)\n\n{_links(registers, f'{service}.md')}\n"


def _page(service: str, registers: Sequence[Register]) -> str:
    head = f"# 台账 Registers of {service}\n\nHow to read it, and the other services: [the index]({INDEX})."
    return "\n\n".join([head, _links(registers), *map(_chapter, registers)])


def _links(registers: Iterable[Register], page: str = "") -> str:
    return "\n".join(f"- [{one.zh} {one.en}]({page}#{one.name.replace('.', '')}) `{one.name}`" for one in registers)


def _chapter(register: Register) -> str:
    module = importlib.import_module(f"contracts.{register.name}")
    parts = [
        f"## {register.name}",
        f"**{register.zh} {register.en}**. {inspect.getdoc(module) or ''}",
        _facts(register),
        f"### 状态 Statuses of {register.name}",
        _table(STATUS, ((name, zh, _yes(name in register.finals())) for name, zh in register.words.items())),
        f"### 步骤 Steps of {register.name}",
        _table(STEP, (_step(register, one) for one in register.steps)),
        *_clocks(register),
        f"### 栏目 Fields of {register.name}",
        *(_fields(edition) for step in register.steps for edition in _forms(step)),
        f"### 图 Diagram of {register.name}",
        f"```mermaid\n{diagram(register)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _facts(register: Register) -> str:
    keys = ", ".join(f"`{name}`" for name in register.key_names) or "-"
    identity = f"the field `{register.identity}`" if register.identity else "drawn"
    where, readers = f"/v1/{register.service}/{register.slug}", _names(register.reader_roles, "everybody")
    facts = (
        f"- 网址 address: `{where}`\n- 查阅 readers: {readers}\n- 要素 keys: {keys}\n- 记录编号 record's id: {identity}"
    )
    numbers = f"\n- 自动编号 numbers, where the form leaves `{NUMBER}` empty: `{register.numbered}-2017-0001`"
    fields = ", ".join(f"`{name}`" for name in register.serial_fields)
    papers = f"\n- 文号 numbers of papers, by the agency's pattern where a step leaves one empty: {fields}"
    return facts + (numbers if register.numbered else "") + (papers if register.serials else "")


def _step(register: Register, step: Step) -> tuple[str, ...]:
    move = f"{', '.join(step.starts)} → {step.leads or '='}"
    level = f"{step.level} {'plan' if step.nature == 'plan' else ''}".strip()
    roles, correctors = _names(step.roles), _names(step.correctors if step.corrected_by else ())
    return (
        f"`{step.name}`" + (f" 改用 now `{step.instead}`" if step.instead else ""),
        step.zh,
        step.en,
        move,
        roles,
        correctors,
        f"`{register.type_of(step)}`",
        level,
        _apart(step),
    )


def _apart(step: Step) -> str:
    """Whose steps keep them from this one, or why nobody's do; and whom the record is about, who may not take it."""
    steps, concerned = (", ".join(f"`{name}`" for name in names) for names in (step.apart, step.concerned))
    elsewhere = ", ".join(f"`{one}`" for one in split_names(step.apart_in))
    others = "其他单位 another unit" if step.other_unit else ""
    about = f"非本人 not by {concerned}" if concerned else ""
    return "; ".join(filter(None, (steps, elsewhere, others, step.apart_reason, about, step.own_reason))) or "-"


def _names(roles: Iterable[str], nobody: str = "-") -> str:
    return ", ".join(sorted(roles)) or nobody


def _clocks(register: Register) -> list[str]:
    if not register.clocks:
        return []
    return [f"### 时限 Clocks of {register.name}", _table(CLOCK, map(_clock, register.clocks))]


def _clock(one: Clock) -> tuple[str, ...]:
    ends = one.period or f"`{one.until}`"
    when = f"`{one.when}`" if one.when else "-"
    events = [text.replace("->", "→") or "-" for text in (one.lapses, one.extends, one.pauses)]
    head = (f"`{one.name}`", one.zh, one.en, one.runs.replace("->", "→"), ends, when)
    return *head, *events, one.warns or "-", _in_force(one), one.article


def _in_force(one: Clock) -> str:
    """The first and the last day of the rule, as far as it has them."""
    since = f"since {one.since}" if one.since > dt.date.min else ""
    upto = f"up to {one.upto}" if one.upto < dt.date.max else ""
    return ", ".join(filter(None, (since, upto))) or "-"


def _forms(step: Step) -> Iterable[Step]:
    """The step with each form that it has had, the oldest first."""
    return {(one.form, one.adds): one for one in reversed(step.editions)}.values()


def _fields(step: Step) -> str:
    about = (step.form.__doc__ or "").strip()
    version = f", 第 {step.version} 版 version {step.version}" if step.version > 1 or step.earlier else ""
    head = f"**{step.zh} {step.en}** (`{step.name}`{version}): {about}"
    filled = [_field(name, one, _yes(one.required)) for name, one in schema(step.form).fields.items()]
    added = [_field(name, one, BY_RULE) for name, one in schema(step.adds).fields.items()] if step.adds else []
    return f"{head}\n\n{_table(FIELD, [*filled, *added])}"


def _field(name: str, one: fields.Field[Any], required: str) -> tuple[str, ...]:
    return f"`{name}`", one.metadata["title"], one.metadata["x-title-en"], _kind(one), required


def _kind(one: fields.Field[Any]) -> str:
    marks = "，业务日期 business date" if one.metadata.get("x-type") == "happened" else ""
    marks += "，个人信息 personal" if one.metadata.get("x-personal") else ""
    if words := one.metadata.get("x-words"):
        return "、".join(f"`{word}` {zh}" for word, zh in words.items())
    return (_several(one) if isinstance(one, fields.List) else _single(one)) + marks


def _single(one: fields.Field[Any]) -> str:
    plain = next((words for kind, words in KINDS if isinstance(one, kind)), "")
    return _reference(one) or plain


def _several(one: fields.List[Any]) -> str:
    if isinstance(one.inner, fields.Nested):
        inner = "，".join(f"`{name}` {field.metadata['title']}" for name, field in one.inner.schema.fields.items())
        return f"多行 several: {inner}"
    return f"多个 several: {_reference(one) or _kind(one.inner)}"


def _reference(one: fields.Field[Any]) -> str:
    """What a field refers to; empty for a plain value."""
    if name := one.metadata.get("x-register"):
        return f"{catalogue.REGISTERS[name].zh}记录 record of `{name}`"
    return REFERENCES.get(one.metadata.get("x-type", ""), "")


def _yes(value: bool) -> str:  # noqa: FBT001 -- a table's cell
    return "✓" if value else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def diagram(register: Register) -> str:
    """A Mermaid state diagram with Chinese titles; side lines stand as states of their own."""
    rows = ["stateDiagram-v2", *(f"  {status}: {zh}" for status, zh in register.words.items())]
    for line, steps in register.lines().items():
        arrows = [f"  {arrow}" for step in steps for arrow in _arrows(line, step)]
        rows += arrows if line == MAIN else [f"  state {line} {{", *(f"  {arrow}" for arrow in arrows), "  }"]
    return "\n".join([*rows, *(f"  {status} --> [*]" for status in sorted(register.finals()))])


def _arrows(line: str, step: Step) -> Iterator[str]:
    for start in step.starts:
        source = "[*]" if start == NEW else _state(line, start)
        yield f"{source} --> {_state(line, step.leads or start)}: {step.zh} {step.name}"


def _state(line: str, status: str) -> str:
    return status if line == MAIN else f"{line}_{status}"
