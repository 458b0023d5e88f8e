"""The report on the campaign, claim by claim: what answers each, what it leaves open, what nothing answers yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from contracts import catalogue
from contracts.errors import Undefined
from contracts.register import Register, Step

ANSWERED, IN_PART, MISSING = "answered", "in_part", "missing"
STATES = {ANSWERED: "已回答", IN_PART: "部分回答", MISSING: "尚无台账回答"}
CLAIMS = Path(__file__).with_name("claims.yaml")
Text = dict[str, str]


class _Strict(Schema):
    """A part of the article in which no unknown word passes."""

    class Meta:
        """marshmallow's options."""

        unknown = RAISE


class _Text(_Strict):
    """A text in both languages."""

    zh = fields.String(required=True, validate=validate.Length(1, 120))
    en = fields.String(required=True, validate=validate.Length(1, 200))


def _names() -> Any:
    return fields.List(fields.String(), load_default=list)


class _Answers(_Strict):
    """What answers a claim: registers, steps (register.step) of these, measures, pages."""

    registers, steps, measures, pages = _names(), _names(), _names(), _names()

    @validates_schema
    def _steps_are_of_its_registers(self, data: dict[str, Any], **_: Any) -> None:
        if not any(data.values()):
            raise ValidationError("it names nothing that answers")
        if strangers := [one for one in data["steps"] if one.rpartition(".")[0] not in data["registers"]]:
            raise ValidationError(f"steps of registers that are not named: {strangers}")


class _Claim(_Strict):
    """One claim: answered, or with what is missing, or both."""

    number = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    facts = fields.List(
        fields.String(validate=validate.Regexp(r"^F\d{3}$")), required=True, validate=validate.Length(1)
    )
    zh = fields.String(required=True, validate=validate.Length(1, 120))
    en = fields.String(required=True, validate=validate.Length(1, 200))
    answers = fields.Nested(_Answers, load_default=None)
    open = fields.Nested(_Text, load_default=None)
    missing = fields.Nested(_Text, load_default=None)

    @validates_schema
    def _has_an_answer_or_says_what_is_missing(self, data: dict[str, Any], **_: Any) -> None:
        if not data["answers"] and not data["missing"]:
            raise ValidationError("neither answers nor missing")


class _Section(_Strict):
    """A section of the report."""

    id = fields.String(required=True, validate=validate.Regexp(r"^(frame|[SAB]\d)$"))
    title = fields.Nested(_Text, required=True)
    claims = fields.List(fields.Nested(_Claim), required=True, validate=validate.Length(1))


class _Article(_Strict):
    """The whole report."""

    sections = fields.List(fields.Nested(_Section), required=True, validate=validate.Length(1))


@dataclass(frozen=True)
class Claim:
    """One claim, in our own words: `open` is what the report leaves unsaid, `missing` what no register answers yet."""

    number: int
    title: Text
    facts: tuple[str, ...]
    registers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the name of each register that answers it: which of its steps do, where these are named."""
    measures: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    open: Text | None = None
    missing: Text | None = None

    @property
    def state(self) -> str:
        """How far it is answered."""
        if not self.missing:
            return ANSWERED
        return IN_PART if self.registers or self.measures or self.pages else MISSING

    def answering(self) -> Iterator[tuple[Register, list[Step]]]:
        """The registers that answer it, with those of their steps that do."""
        for name, steps in self.registers.items():
            register = catalogue.REGISTERS[name]
            yield register, [register.step(one) for one in steps]


@dataclass(frozen=True)
class Section:
    """A section of the report, with its claims in their order."""

    id: str
    title: Text
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Article:
    """The report: its sections in their order."""

    sections: tuple[Section, ...]

    @property
    def claims(self) -> list[Claim]:
        """All claims in their order."""
        return [claim for section in self.sections for claim in section.claims]


def read(measures: Collection[str], pages: Collection[str], text: str = "") -> Article:
    """The report as `text` says it, else as it stands in `claims.yaml`. Raises Undefined.

    measures, pages  the measures and the pages' addresses that there are: a claim that names another is refused.
    """
    try:
        document = _Article().load(yaml.safe_load(text or CLAIMS.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise Undefined("article", error.messages) from None
    article = Article(tuple(_section(one) for one in document["sections"]))
    if [one.number for one in article.claims] != list(range(1, len(article.claims) + 1)):
        raise Undefined("article", "claims are numbered from 1 on, without a gap")
    for claim in article.claims:
        _refuse_strangers(claim, measures, pages)
    return article


def _section(entry: dict[str, Any]) -> Section:
    return Section(entry["id"], entry["title"], tuple(_claim(one) for one in entry["claims"]))


def _claim(entry: dict[str, Any]) -> Claim:
    answers = entry["answers"] or {"registers": [], "steps": [], "measures": [], "pages": []}
    steps = [one.rpartition(".") for one in answers["steps"]]
    return Claim(
        number=entry["number"],
        title={"zh": entry["zh"], "en": entry["en"]},
        facts=tuple(entry["facts"]),
        registers={name: tuple(step for of, _, step in steps if of == name) for name in answers["registers"]},
        measures=tuple(answers["measures"]),
        pages=tuple(answers["pages"]),
        open=entry["open"],
        missing=entry["missing"],
    )


def _refuse_strangers(claim: Claim, measures: Collection[str], pages: Collection[str]) -> None:
    """Whatever a claim names is there. Raises Undefined."""
    strangers = [name for name in claim.registers if name not in catalogue.REGISTERS]
    strangers += [one for one in claim.measures if one not in measures]
    strangers += [one for one in claim.pages if one not in pages]
    if strangers:
        raise Undefined("article", claim.number, "names what there is not", strangers)
    list(claim.answering())
