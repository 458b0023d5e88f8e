"""`article`: the report on the campaign claim by claim, with the numbers of the running suite, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contracts.article import STATES
from operations.base.environment import Environment
from operations.client import client
from operations.client.client import Client

ADDRESS = "/v1/article"
NOTHING, KEPT_BACK = "—", "涉及个人，不予显示 about people, kept back"
WORDS = {state: (zh, state.replace("_", " ")) for state, zh in STATES.items()}
Document = Mapping[str, Any]


def article(environment: Environment, as_of: str | None, file: Path | None) -> str:
    """The report as the suite answers it; where a file is named, that name: it is in there. Raises Away, Declined."""
    text = markdown(client.connect(environment), as_of)
    if file is None:
        return text
    file.write_text(text, encoding="utf-8")
    return str(file)


def markdown(suite: Client, as_of: str | None = None) -> str:
    """The report as a document, every line of it. Raises Away, Declined."""
    return "\n".join(lines(suite.get(ADDRESS, as_of=as_of))) + "\n"


def lines(told: Document) -> Iterator[str]:
    """The whole document."""
    day, total = told["as_of"], told["total"]
    yield from (
        "# 报道逐句对照 / The article, claim by claim",
        "",
        f"截至 {day}。报道按原文顺序分为 {total} 句，由本系统改写；报道没有写明的如实注明。",
        "数字取自所查询的系统：先写已记录数，与之不同时斜线后写已核实数；报道未写明的，演示数据为合成。",
        "",
        f"As of {day}. The report in {total} claims, in its order and our own words; what it leaves open",
        "is said so. Numbers are those of the suite that was asked: as recorded, and where it is another, as verified",
        "behind a stroke. What the report does not state is synthetic in the demo.",
        "`./campaign article` writes this page.",
        "",
        _counts(told),
    )
    for section in told["sections"]:
        yield from ("", f"## {_heading(section)}", "", _counts(section), "")
        for claim in section["claims"]:
            yield from _claim(claim)


def _heading(section: Document) -> str:
    title = f"{section['title']['zh']} / {section['title']['en']}"
    return title if section["id"] == "frame" else f"{section['id']} {title}"


def _counts(of: Document) -> str:
    states = "，".join(f"{zh} {of[state]}" for state, (zh, _) in WORDS.items())
    in_english = ", ".join(f"{en} {of[state]}" for state, (_, en) in WORDS.items())
    return f"{of['total']} 句 claims：{states} / {in_english}"


def _claim(claim: Document) -> Iterator[str]:
    """A claim: itself, and indented below it what is said of it."""
    zh, en = WORDS[claim["state"]]
    facts = ", ".join(claim["facts"])
    yield f"{claim['number']}. {claim['title']['zh']} / {claim['title']['en']} ({facts}) **{zh} {en}**"
    indent = " " * (len(str(claim["number"])) + 2)
    for name, said in _said(claim):
        yield f"{indent}- {name}: {said}"


def _said(claim: Document) -> Iterator[tuple[str, str]]:
    if claim["measures"]:
        yield "指标 measures", "; ".join(f"{_both(one)} `{one['id']}` {number(one)}" for one in claim["measures"])
    if claim["registers"]:
        yield "台账 registers", "; ".join(_register(one) for one in claim["registers"])
    if claim["pages"]:
        yield "网页 pages", ", ".join(f"`{one}`" for one in claim["pages"])
    for name, member in (("报道未写明 left open", "open"), ("尚缺 missing", "missing")):
        if claim[member]:
            yield name, f"{claim[member]['zh']} / {claim[member]['en']}"


def _both(one: Document) -> str:
    return f"{one['title']['zh']} {one['title']['en']}"


def _register(one: Document) -> str:
    name = one["name"]
    steps = f" ({', '.join(step['title']['zh'] + ' ' + step['title']['en'] for step in one['steps'])})"
    page = f"registers/{name.partition('.')[0]}.md"
    return f"{_both(one)} [`{name}`]({page}){steps if one['steps'] else ''}"


def number(measure: Document) -> str:
    """What a measure says: as recorded, and where it is another, as verified."""
    if measure["withheld"]:
        return KEPT_BACK
    claimed, verified = (_plain(measure[name], measure["unit"]) for name in ("claimed", "verified"))
    return f"**{claimed}**" if claimed == verified else f"**{claimed}** / {verified}"


def _plain(value: float | bool | None, unit: str) -> str:  # noqa: FBT001 -- an `exists` says yes or no
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "有 yes" if value else "无 no"
    return f"{_short(100 * value)}%" if unit == "%" else f"{_short(value)} {unit}"


def _short(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
