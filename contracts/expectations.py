"""What a field asks for, in the words of who fills it in, with an example: read off the field itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from contracts import forms as ask
from contracts.catalogue import REGISTERS
from contracts.forms import CODE, EARLIEST, LATEST, element_form

LONGEST_SHOWN = 40
MOST_WORDS = 12


@dataclass(frozen=True)
class Expectation:
    """What is asked for; `example` is empty where any text will do."""

    zh: str
    en: str
    example: str = ""

    def sentences(self) -> tuple[str, str]:
        """Chinese and English, to stand after what was read."""
        like = (f"，如 {self.example}", f", such as {self.example}") if self.example else ("", "")
        return f"应为{self.zh}{like[0]}", f"expected {self.en}{like[1]}"


def titles(field: fields.Field[Any]) -> tuple[str, str]:
    """A field's title in Chinese and English; empty for the entries of a list of words."""
    return str(field.metadata.get("title", "")), str(field.metadata.get("x-title-en", ""))


def expectation(field: fields.Field[Any]) -> Expectation:
    """What a field asks for."""
    if isinstance(field, fields.List):
        return _list(field)
    if words := field.metadata.get("x-words") or _choices(field):
        return _word(words)
    return _named(field) or _plain(field)


def _list(field: fields.List[Any]) -> Expectation:
    least, most = next(((one.min, one.max) for one in _validators(field, validate.Length)), (None, None))
    of = "" if element_form(field) else f"，每项为{expectation(field.inner).zh}"
    of_en = "" if element_form(field) else f", each {expectation(field.inner).en}"
    example = "" if element_form(field) else expectation(field.inner).example
    zh, en = f"{least or 0} 至 {most} 项的列表{of}", f"a list of {least or 0} to {most} entries{of_en}"
    return Expectation(zh, en, f'["{example}"]' if example else "")


def _choices(field: fields.Field[Any]) -> dict[str, str]:
    return {str(one): str(one) for chosen in _validators(field, validate.OneOf) for one in chosen.choices}


def _word(words: Mapping[str, str]) -> Expectation:
    some = list(words.items())[:MOST_WORDS]
    more = ("等", ", ...") if len(words) > MOST_WORDS else ("", "")
    told = [f"{title}（{word}）" if title != word else word for word, title in some]
    zh, en = "、".join(told) + more[0], ", ".join(word for word, _ in some) + more[1]
    return Expectation(f"以下之一：{zh}", f"one of {en}", some[0][0])


def _named(field: fields.Field[Any]) -> Expectation | None:
    """What a field asks for that names something a register knows, or a paper."""
    match field.metadata.get("x-type"):
        case "unit":
            return Expectation("单位名册中的单位编号", "the code of a unit in the register of units", "DT")
        case "person":
            return Expectation("人员名册中的人员编号", "the code of a person in the register of people", "DT-01")
        case "record":
            of = REGISTERS[field.metadata["x-register"]]
            return Expectation(f"“{of.zh}”中的记录编号", f"the id of a record in {of.en}")
    if _patterns(field) == {ask.SHA256}:
        return Expectation(
            "已上传附件的 SHA-256（64 位十六进制数）", "the SHA-256 of a file that was handed in", "9f86d0…"
        )
    return None


def _plain(field: fields.Field[Any]) -> Expectation:
    for kind, told in _KINDS.items():
        if isinstance(field, kind):
            return told
    if isinstance(field, fields.Number):
        return _number(field)
    patterns = _patterns(field)
    known = next((told for pattern, told in _PATTERNS.items() if pattern in patterns), None)
    return known or _text(field)


def _number(field: fields.Field[Any]) -> Expectation:
    least, most = next(((one.min, one.max) for one in _validators(field, validate.Range)), (None, None))
    whole = isinstance(field, fields.Integer)
    kind = ("整数", "a whole number") if whole else ("数", "a number")
    if least is None or most is None:
        return Expectation(*kind)
    example = min(max(least, 60), most) if whole else round(least + (most - least) * 0.8333, 3)
    return Expectation(f"{kind[0]}，{least} 至 {most}", f"{kind[1]} from {least} to {most}", str(example))


def _text(field: fields.Field[Any]) -> Expectation:
    most = next((one.max for one in _validators(field, validate.Length)), None)
    return (
        Expectation(f"文字，至多 {most} 字", f"a text of at most {most} characters")
        if most
        else Expectation("文字", "a text")
    )


def _validators(field: fields.Field[Any], kind: type[Any]) -> Iterator[Any]:
    return (one for one in field.validators if isinstance(one, kind))


def _patterns(field: fields.Field[Any]) -> set[str]:
    return {one.regex.pattern for one in _validators(field, validate.Regexp)}


_KINDS: dict[type[fields.Field[Any]], Expectation] = {
    ask.Day: Expectation(
        f"日期，年-月-日，{EARLIEST} 至 {LATEST}", f"a day as year-month-day from {EARLIEST} to {LATEST}", "2017-03-08"
    ),
    ask.Time: Expectation("带时区的时刻", "a moment with its zone", "2017-03-01T08:30:00+08:00"),
    ask.Flag: Expectation("是或否", "yes or no", "true"),
    ask.Money: Expectation("金额（元），至多两位小数", "an amount in yuan with two decimals at most", "3000.50"),
}
_PATTERNS: dict[str, Expectation] = {
    CODE: Expectation(
        "编号：字母、数字、点、横线，至多 40 位", "a code of letters, digits, dots, hyphens, 40 at most", "DT-01"
    ),
    ask.DIGITS: Expectation("电话号码：数字和横线", "a telephone number of digits and hyphens", "0510-12345"),
    ask.URL: Expectation("网址", "an address on the web", "https://example.org/"),
}


def reading(field: fields.Field[Any] | None, value: Any) -> tuple[str, str]:
    """What was read, in Chinese and English; of what says who somebody is nothing is repeated."""
    if field is not None and ask.personal(field):
        return "所填内容（保密，不重复显示）", "what was filled in (private, not repeated)"
    match value:
        case bool():
            return f"所填“{str(value).lower()}”", f"read “{str(value).lower()}”"
        case list():
            return f"所填 {len(value)} 项", f"read {len(value)} entries"
        case Mapping():
            return "所填为一组栏目", "read an object"
    text, length = str(value), len(str(value))
    cut = (
        (f"{text[:LONGEST_SHOWN]}…", f"（共 {length} 字）", f" ({length} characters)")
        if length > LONGEST_SHOWN
        else (text, "", "")
    )
    return f"所填“{cut[0]}”{cut[1]}", f"read “{cut[0]}”{cut[2]}"
